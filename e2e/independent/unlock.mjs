import { argon2id } from "@noble/hashes/argon2.js";
import { open } from "./envelope.mjs";
import { KDF } from "./hashes.mjs";
import { Refused, refuse } from "./refused.mjs";
import { fromBase32 } from "./shapes.mjs";

const mebibyte = 2 ** 20;

/** Refuses a cost below the floor or above the ceiling, before anything is computed [protocol: Unlock]. */
export function checkCost({ suite, ops, mem }) {
  if (suite !== 1) refuse("suite");
  if (ops < 3 || mem < 64 * mebibyte) refuse("kdf-floor");
  if (ops > 64 || mem > 1024 * mebibyte || ops * mem > 16 * 1024 * mebibyte) refuse("limit");
}

/** The passphrase as it is hashed [protocol: Unlock]. */
export const passphraseBytes = (typed) => new TextEncoder().encode(typed.normalize("NFKC"));

/** The key under which a profile's master key is wrapped [protocol: Unlock]. */
export function unlockKey(passphrase, deviceSecret, header) {
  checkCost(header);
  const cost = { t: header.ops, m: header.mem / 1024, p: 1, dkLen: 32, version: 0x13 };
  const hashed = argon2id(passphraseBytes(passphrase), header.salt, cost);
  return KDF(hashed, "unlock", deviceSecret, fromBase32(header.profileId));
}

/** The context of that wrapping [protocol: Envelope]. */
export function headerContext({ suite, ops, mem, salt, profileId }) {
  return { purpose: "master-key", suite, ops, mem, salt, profile: fromBase32(profileId) };
}

/** The master key; whatever is wrong looks alike [protocol: Unlock]. */
export function openMasterKey(key, header, wrapped) {
  try {
    return open(key, headerContext(header), wrapped);
  } catch (error) {
    if (error instanceof Refused) return refuse("unlock");
    throw error;
  }
}
