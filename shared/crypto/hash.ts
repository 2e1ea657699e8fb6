/** Hashes and derived keys: BLAKE2b over canonical arrays that begin with a label [protocol: Encoding]. */
import { type Encodable, encode } from "../encoding/canonical.ts";
import type { Hash } from "../encoding/ids.ts";
import { base32Text, joinBytes } from "../text.ts";
import { fullLabel, type HashLabel, type KdfLabel } from "./labels.ts";
import { sodium } from "./sodium.ts";

/** `H(label, ...parts)`: 32 bytes. */
export function hash(label: HashLabel, ...parts: Encodable[]): Uint8Array {
  return sodium.crypto_generichash(32, encode([fullLabel(label), ...parts]), null);
}

/** `hash` as base32 text. */
export function hashText(label: HashLabel, ...parts: Encodable[]): Hash {
  return base32Text(hash(label, ...parts)) as Hash;
}

/** The hash under which an envelope stands in a signed change. */
export function envelopeHash(bytes: Uint8Array): Hash {
  return hashText("envelope", bytes);
}

/** `KDF(key, label, ...parts)`: 32 bytes under a key. */
export function kdf(key: Uint8Array, label: KdfLabel, ...parts: Encodable[]): Uint8Array {
  return sodium.crypto_generichash(32, encode([fullLabel(label), ...parts]), key);
}

/** `KDF64`: the same, 64 bytes. */
export function kdf64(key: Uint8Array, label: KdfLabel, ...parts: Encodable[]): Uint8Array {
  return sodium.crypto_generichash(64, encode([fullLabel(label), ...parts]), key);
}

const pieceBytes = 64 * 1024;

/**
 * `H(label, bytes)` of bytes that may be long, fed in pieces: no copy of them is made, and libsodium's own memory, which never
 * shrinks, does not grow with them.
 */
export function hashOfLong(label: HashLabel, bytes: Uint8Array): Uint8Array {
  if (bytes.length <= pieceBytes) return hash(label, bytes);
  const state = sodium.crypto_generichash_init(null, 32);
  sodium.crypto_generichash_update(state, beforeLong(label, bytes.length));
  for (let at = 0; at < bytes.length; at += pieceBytes)
    sodium.crypto_generichash_update(state, bytes.subarray(at, at + pieceBytes));
  return sodium.crypto_generichash_final(state, 32);
}

/** What stands in the canonical array before the content of a byte string whose length takes four bytes. */
function beforeLong(label: HashLabel, length: number): Uint8Array {
  const withEmpty = encode([fullLabel(label), new Uint8Array()]);
  const head = new Uint8Array(5);
  head[0] = 0x5a;
  new DataView(head.buffer).setUint32(1, length);
  return joinBytes([withEmpty.subarray(0, -1), head]);
}
