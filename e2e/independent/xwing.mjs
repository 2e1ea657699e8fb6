import { x25519 } from "@noble/curves/ed25519.js";
import { sha3_256, shake256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { compareBytes, join } from "./cbor.mjs";
import { refuse } from "./refused.mjs";

const kemBytes = 1184;
const label = Uint8Array.of(0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c);

/** Both key pairs of a seed of 32 bytes [protocol: People and devices]. */
export function kemKeysOf(seed) {
  const expanded = shake256(seed, { dkLen: 96 });
  const { publicKey, secretKey } = ml_kem768.keygen(expanded.subarray(0, 64));
  const curveKey = expanded.subarray(64);
  return { kemPk: join(publicKey, x25519.getPublicKey(curveKey)), latticeKey: secretKey, curveKey };
}

/** The shared secret of an X-Wing ciphertext of 1,120 bytes [protocol: People and devices]. */
export function decapsulate(seed, ciphertext) {
  if (ciphertext.length !== 1120) refuse("encoding");
  const { kemPk, latticeKey, curveKey } = kemKeysOf(seed);
  const [lattice, point] = [ciphertext.subarray(0, 1088), ciphertext.subarray(1088)];
  const shared = x25519.scalarMult(curveKey, point);
  return sha3_256(join(ml_kem768.decapsulate(lattice, latticeKey), shared, point, kemPk.subarray(kemBytes), label));
}

/** Refuses a KEM key with a coefficient of 3,329 or more, or a point of small order [protocol: People and devices]. */
export function checkKemPk(kemPk) {
  if (kemPk.length !== 1216) refuse("encoding");
  for (let at = 0; at < 1152; at += 3) {
    const low = kemPk[at] | ((kemPk[at + 1] & 15) << 8);
    const high = (kemPk[at + 1] >> 4) | (kemPk[at + 2] << 4);
    if (low >= 3329 || high >= 3329) refuse("encoding");
  }
  const point = kemPk.slice(kemBytes);
  point[31] &= 0x7f;
  try {
    const shared = x25519.scalarMult(new Uint8Array(32).fill(1), point);
    if (compareBytes(shared, new Uint8Array(32)) === 0) refuse("encoding");
  } catch {
    refuse("encoding");
  }
}
