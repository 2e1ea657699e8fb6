/** Hashes and derived keys: BLAKE2b over canonical arrays that begin with a label [protocol: Encoding]. */
import { type Encodable, encode } from "../encoding/canonical.ts";
import type { Hash } from "../encoding/ids.ts";
import { base32Text } from "../text.ts";
import { fullLabel, type HashLabel, type KdfLabel } from "./labels.ts";
import { sodium } from "./sodium.ts";

/** `H(label, ...parts)`: 32 bytes. */
export function hash(label: HashLabel, ...parts: Encodable[]): Uint8Array {
  return sodium.crypto_generichash(32, encode([fullLabel(label), ...parts]), null);
}

/** The same as base32 text. */
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
