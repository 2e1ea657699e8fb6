import { ed25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { encode } from "./cbor.mjs";
import { base32 } from "./shapes.mjs";

const labelled = (label, parts) => encode([`latchkey/1/${label}`, ...parts]);

/** `H(label, ...parts)`: BLAKE2b-256 of the canonical array [protocol: Encoding]. */
export const H = (label, ...parts) => blake2b(labelled(label, parts), { dkLen: 32 });

/** The same as base32 text, as ids are kept here [protocol: Encoding]. */
export const hashText = (label, ...parts) => base32(H(label, ...parts));

/** `KDF(key, label, ...parts)`: the same, keyed [protocol: Encoding]. */
export const KDF = (key, label, ...parts) => blake2b(labelled(label, parts), { dkLen: 32, key });

/** `KDF64`: 64 bytes of it [protocol: Encoding]. */
export const KDF64 = (key, label, ...parts) => blake2b(labelled(label, parts), { dkLen: 64, key });

/** The public key of a seed: Ed25519 [protocol: People and devices]. */
export const signPkOf = (seed) => ed25519.getPublicKey(seed);

/** `SIG(key, label, bytes)` by the key of this seed [protocol: Encoding]. */
export const SIG = (seed, label, bytes) => ed25519.sign(labelled(label, [bytes]), seed);

/** Whether a signature under this label holds; as libsodium checks it, without the cofactor [protocol: Encoding]. */
export function isSigned(signPk, label, bytes, sig) {
  try {
    return sig.length === 64 && ed25519.verify(sig, labelled(label, [bytes]), signPk, { zip215: false });
  } catch {
    return false;
  }
}
