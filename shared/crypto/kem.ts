/**
 * X-Wing (X25519 + ML-KEM-768) through libsodium, and our own check of public keys. libsodium throws on malformed keys;
 * one such key in the log would stop every rotation, so it is refused where it enters [protocol: People and devices].
 */
import { fail, ok, type Result } from "../failures.ts";
import { hexBytes } from "../text.ts";
import { sodium } from "./sodium.ts";

declare const kemSecret: unique symbol;
export type KemKey = Uint8Array & { readonly [kemSecret]: true };

export const kemPublicBytes = 1216;
export const kemCipherBytes = 1120;
const mlkemPublicBytes = 1184;
const polynomialBytes = 1152;
const modulus = 3329;

/** Both halves from a 32-byte seed. */
export function kemKeys(seed: Uint8Array): { kemPk: Uint8Array; kemKey: KemKey } {
  const pair = sodium.crypto_kem_xwing_seed_keypair(seed);
  return { kemPk: pair.publicKey, kemKey: pair.privateKey as KemKey };
}

/** A fresh shared secret for the holder of `kemPk`; the key must have passed `checkKemKey`. */
export function encapsulate(kemPk: Uint8Array): { cipher: Uint8Array; shared: Uint8Array } {
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(kemPk);
  return { cipher: ciphertext, shared: sharedSecret };
}

/** The shared secret, or null where the ciphertext is malformed. A wrong ciphertext gives another secret (implicit rejection). */
export function decapsulate(kemKey: KemKey, cipher: Uint8Array): Uint8Array | null {
  if (cipher.length !== kemCipherBytes) return null;
  try {
    return sodium.crypto_kem_xwing_dec(cipher, kemKey);
  } catch {
    return null;
  }
}

/** X25519 points of small order (RFC 7748 security considerations), with the high bit cleared. */
const smallOrder = new Set(
  [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ].map((hex) => String(hexBytes(hex))),
);

/** `encoding` unless the key has the right length, reduced coefficients, a full-order X25519 half, and really works. */
export function checkKemKey(kemPk: Uint8Array): Result<true> {
  if (kemPk.length !== kemPublicBytes) return fail("encoding", { reason: "kem-length" });
  for (let at = 0; at < polynomialBytes; at += 3) {
    const [a, b, c] = [kemPk[at] as number, kemPk[at + 1] as number, kemPk[at + 2] as number];
    if ((a | ((b & 15) << 8)) >= modulus || ((b >> 4) | (c << 4)) >= modulus)
      return fail("encoding", { reason: "kem-coefficient" });
  }
  const point = kemPk.slice(mlkemPublicBytes);
  point[31] = (point[31] as number) & 0x7f;
  if (smallOrder.has(String(point))) return fail("encoding", { reason: "kem-small-order" });
  try {
    encapsulate(kemPk).shared.fill(0);
    return ok(true);
  } catch {
    return fail("encoding", { reason: "kem-refused" });
  }
}
