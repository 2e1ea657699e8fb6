/**
 * Unlock [protocol: Unlock]: passphrase and device secret together open the master key. Nothing comes from the network; cost
 * parameters come from the profile's header, are checked before any Argon2 call, and are bound as context.
 */

import { idBytes } from "../encoding/id-bytes.ts";
import type { ProfileId } from "../encoding/ids.ts";
import { fail, ok, type Result } from "../failures.ts";
import { utf8Bytes } from "../text.ts";
import { type EnvelopeContext, open, seal, suite } from "./envelope.ts";
import { kdf } from "./hash.ts";
import { randomBytes } from "./random.ts";
import { sodium } from "./sodium.ts";

const MiB = 1024 * 1024;

/** Argon2id parameters of one profile. `mem` in bytes, `salt` 16 random bytes made here. */
export type KdfHeader = { suite: number; ops: number; mem: number; salt: Uint8Array; profileId: ProfileId };

export const kdfFloor = { ops: 3, mem: 64 * MiB } as const;
/** `work`: passes times memory, which is what a derivation costs; as much as the first versions could ever ask for. */
const kdfCeiling = { ops: 64, mem: 1024 * MiB, work: 16 * 1024 * MiB } as const;
/** No computer does more in the time that is aimed at: a clock that jumped makes no profile slow for ever. */
const calibratedWork = 4 * 1024 * MiB;

/** What a derivation costs, and its salt, as a header names them. */
export type KdfCost = Omit<KdfHeader, "profileId">;

/** `suite`, `kdf-floor` or `limit`, before any Argon2 call. */
export function checkKdfHeader(header: KdfCost): Result<true> {
  if (header.suite !== suite) return fail("suite", { number: header.suite });
  // Asked so that what is no whole number, or none at all (the header lies on a disk that others write), is below.
  const isEnough = (value: number, floor: number): boolean => Number.isInteger(value) && value >= floor;
  if (!isEnough(header.ops, kdfFloor.ops) || !isEnough(header.mem, kdfFloor.mem)) return fail("kdf-floor");
  const isTooMuch = header.ops > kdfCeiling.ops || header.mem > kdfCeiling.mem;
  if (isTooMuch || header.ops * header.mem > kdfCeiling.work) return fail("limit", { field: "kdf" });
  if (header.salt.length !== 16) return fail("unlock", { reason: "salt" });
  return ok(true);
}

/** A header for a new profile at the given cost. */
export function newKdfHeader(profileId: ProfileId, cost: { ops: number; mem: number }): KdfHeader {
  return { suite, ops: cost.ops, mem: cost.mem, salt: randomBytes(16), profileId };
}

/** The cost that takes about `targetMs` here, measured with `now` (ms), never below the floor. */
export function calibrateKdf(targetMs: number, now: () => number): { ops: number; mem: number } {
  const salt = new Uint8Array(16);
  const start = now();
  argon2("calibration", { ...kdfFloor, salt }).fill(0);
  const factor = targetMs / Math.max(1, now() - start);
  if (factor < 2) return { ops: Math.max(kdfFloor.ops, Math.floor(kdfFloor.ops * factor)), mem: kdfFloor.mem };
  // Memory first, in doublings to 256 MiB, then passes: memory is what an attacker's hardware has least of.
  const doublings = Math.min(2, Math.floor(Math.log2(factor)));
  const rest = factor / 2 ** doublings;
  const mem = kdfFloor.mem * 2 ** doublings;
  return { ops: Math.min(calibratedWork / mem, Math.max(kdfFloor.ops, Math.floor(kdfFloor.ops * rest))), mem };
}

type Unlocking = { passphrase: string; deviceSecret: Uint8Array; header: KdfHeader };

/** Seals the master key under passphrase and device secret. */
export function wrapMasterKey(input: Unlocking & { masterKey: Uint8Array }): Uint8Array {
  const key = unlockKey(input);
  const wrapped = seal(key, headerContext(input.header), input.masterKey);
  key.fill(0);
  return wrapped;
}

/** The master key. Wrong passphrase, wrong device secret and damaged bytes look alike: `unlock`. */
export function unwrapMasterKey(input: Unlocking & { wrapped: Uint8Array }): Result<Uint8Array> {
  const checked = checkKdfHeader(input.header);
  if (!checked.ok) return checked;
  if (input.wrapped[0] !== suite) return fail("suite", { number: input.wrapped[0] ?? 0 });
  const key = unlockKey(input);
  const opened = open(key, headerContext(input.header), input.wrapped);
  key.fill(0);
  if (!opened.ok || opened.value.length !== 32) return fail("unlock", undefined, "after-act");
  return opened;
}

function unlockKey({ passphrase, deviceSecret, header }: Unlocking): Uint8Array {
  const derived = argon2(passphrase, header);
  const key = kdf(derived, "unlock", deviceSecret, idBytes(header.profileId));
  derived.fill(0);
  return key;
}

/** Of a typed passphrase 32 bytes by Argon2id; only after `checkKdfHeader`. The caller wipes. */
export function argon2(passphrase: string, cost: { ops: number; mem: number; salt: Uint8Array }): Uint8Array {
  const typed = utf8Bytes(passphrase.normalize("NFKC"));
  const derived = sodium.crypto_pwhash(32, typed, cost.salt, cost.ops, cost.mem, sodium.crypto_pwhash_ALG_ARGON2ID13);
  typed.fill(0);
  return derived;
}

function headerContext(header: KdfHeader): EnvelopeContext {
  return {
    purpose: "master-key",
    suite: header.suite,
    ops: header.ops,
    mem: header.mem,
    salt: header.salt,
    profile: idBytes(header.profileId),
  };
}
