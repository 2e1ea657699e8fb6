/** Ed25519 signatures, always over a label and the bytes, so that none is good for another purpose [protocol: Encoding]. */
import { encode } from "../encoding/canonical.ts";
import { fullLabel, type SignLabel } from "./labels.ts";
import { sodium } from "./sodium.ts";

declare const signing: unique symbol;
/** libsodium's 64-byte secret key, always derived from a seed together with its public half, never stored. */
export type SigningKey = Uint8Array & { readonly [signing]: true };

/** Both halves of a signing key from its 32-byte seed; the public half is never taken from anywhere else. */
export function signingKeys(seed: Uint8Array): { signPk: Uint8Array; signKey: SigningKey } {
  const pair = sodium.crypto_sign_seed_keypair(seed);
  return { signPk: pair.publicKey, signKey: pair.privateKey as SigningKey };
}

function labelled(label: SignLabel, bytes: Uint8Array): Uint8Array {
  return encode([fullLabel(label), bytes]);
}

/** A 64-byte signature over label and bytes. */
export function signBytes(signKey: SigningKey, label: SignLabel, bytes: Uint8Array): Uint8Array {
  return sodium.crypto_sign_detached(labelled(label, bytes), signKey);
}

/** Whether `sig` is this key's signature over label and bytes; malformed keys and signatures are simply not. */
export function verifyBytes(signPk: Uint8Array, label: SignLabel, bytes: Uint8Array, sig: Uint8Array): boolean {
  if (signPk.length !== 32 || sig.length !== 64) return false;
  try {
    return sodium.crypto_sign_verify_detached(sig, labelled(label, bytes), signPk);
  } catch {
    return false;
  }
}
