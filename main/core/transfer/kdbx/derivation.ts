/**
 * From the credentials' key to the file's key, as the header says (its bounds are checked there, before this is
 * called). Argon2 through hash-wasm: libsodium takes only one lane and 16 bytes of salt.
 */

import { argon2d, argon2id } from "hash-wasm";
import { joinBytes } from "../../../../shared/text.ts";
import type { KeyDerivation } from "./header.ts";
import { repeatAes, sha256 } from "./platform.ts";

/** The transformed key, 32 bytes. */
export async function deriveKey(composite: Uint8Array, derivation: KeyDerivation): Promise<Uint8Array> {
  if (derivation.kind === "aes") return deriveByAes(composite, derivation.seed, derivation.rounds);
  const options = {
    password: composite,
    salt: derivation.salt,
    parallelism: derivation.parallelism,
    memorySize: Math.floor(derivation.memoryBytes / 1024),
    iterations: derivation.passes,
    hashLength: 32,
    outputType: "binary" as const,
    ...(derivation.secret !== null && derivation.secret.length > 0 ? { secret: derivation.secret } : {}),
  };
  return derivation.kind === "argon2d" ? argon2d(options) : argon2id(options);
}

async function deriveByAes(composite: Uint8Array, seed: Uint8Array, rounds: number): Promise<Uint8Array> {
  const halves = await Promise.all([
    repeatAes(seed, composite.subarray(0, 16), rounds),
    repeatAes(seed, composite.subarray(16), rounds),
  ]);
  const joined = joinBytes(halves);
  const key = await sha256(joined);
  for (const part of [...halves, joined]) part.fill(0);
  return key;
}
