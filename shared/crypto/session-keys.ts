/** Server keys, and the key that both sides of a session agree on [protocol: Sessions]. No bearer token exists anywhere. */
import type { Hash } from "../encoding/ids.ts";
import { hash, hashOfLong, hashText, kdf } from "./hash.ts";
import { type KemKey, kemKeys } from "./kem.ts";
import { randomBytes } from "./random.ts";
import { type SigningKey, signingKeys } from "./sign.ts";

export { decapsulate, encapsulate } from "./kem.ts";
export { macEqual } from "./local-envelopes.ts";

export type ServerKeys = { signPk: Uint8Array; signKey: SigningKey; kemPk: Uint8Array; kemKey: KemKey };

/** A fresh 32-byte seed; the server keeps nothing else of its keys. */
export function newServerSeed(): Uint8Array {
  return randomBytes(32);
}

/** The server's keys from its seed. */
export function serverKeysFromSeed(seed: Uint8Array): ServerKeys {
  return { ...signingKeys(kdf(seed, "server-sign-seed")), ...kemKeys(kdf(seed, "server-kem-seed")) };
}

/** What clients pin. */
export function serverKeysHash(keys: { signPk: Uint8Array; kemPk: Uint8Array }): Hash {
  return hashText("server-keys", keys.signPk, keys.kemPk);
}

/** The transcript's hash: what the device signed, byte for byte. */
export function transcriptHash(sessionBody: Uint8Array): Hash {
  return hashText("session-transcript", sessionBody);
}

/** `KDF(shared, "request", transcript)`. */
export function requestKey(shared: Uint8Array, sessionBody: Uint8Array): Uint8Array {
  return kdf(shared, "request", hash("session-transcript", sessionBody));
}

/** The hash of a request's body, an empty one too. */
export function bodyHash(body: Uint8Array): Uint8Array {
  return hashOfLong("request-body", body);
}

/** The keyed hash of one request: method, path with query, body, counter. */
export function requestMac(
  key: Uint8Array,
  request: { method: string; path: string; bodyHash: Uint8Array; counter: number },
): Uint8Array {
  return kdf(key, "request-mac", request.method, request.path, request.bodyHash, request.counter);
}
