/**
 * Another passphrase for the same profile [protocol: Unlock]: the master key is wrapped anew and nothing else changes. The wrapping
 * that the old passphrase opened is taken out of the database's file, its write-ahead log and the backups that migrations
 * left; a mark in the settings, made durable together with the new one, lets the next unlock do what was broken off.
 */
import { sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Database, Ports } from "../ports.ts";
import { storeFailure } from "../store/open-profile-store.ts";
import { findProfile, type Profile, putWrapping } from "../store/profile-row.ts";
import { findSealed, putSealed, removeSealed } from "../store/sealed-rows.ts";
import { checkPassphrase } from "./passphrase.ts";
import { wrapAnew } from "./profile-secrets.ts";
import type { ProfileHeld } from "./session-state.ts";

const mark = "old-wrapping";

/** `deviceSheet` beside the old one, where the keychain does not give the other half. */
export type Passphrases = { old: string; new: string; deviceSheet?: string | undefined };

/** Whether the new passphrase may be taken: as strong as at set-up, and another one. `invalid-input` with the field `new`. */
export async function checkChange(profile: Profile, { old, new: chosen }: Passphrases): Promise<Result<true>> {
  return checkNew(profile, { old, chosen });
}

/** The same of any passphrase that must not be the account's. */
export async function checkNew(
  { teamName, person }: Pick<Profile, "teamName" | "person">,
  { old, chosen }: { old: string; chosen: string },
): Promise<Result<true>> {
  if (old.normalize("NFKC") === chosen.normalize("NFKC"))
    return fail("invalid-input", { field: "new", reason: "same" }, "after-act");
  const strong = await checkPassphrase(chosen, [teamName, person]);
  return strong.ok ? ok(true) : fail("invalid-input", { ...strong.failure.detail, field: "new" }, "after-act");
}

/**
 * Wraps the master key under the new passphrase. `unlock` where the old one is wrong, as in `wrapAnew`; `storage-full`,
 * `damaged-database` where the file does not take it: then the old one goes on.
 */
export async function changePassphrase(
  ports: Ports,
  { db, profile, keys }: Pick<ProfileHeld, "db" | "profile" | "keys">,
  typed: Passphrases,
): Promise<Result<Record<string, never>>> {
  const stored = findProfile(db);
  if (stored === null) return fail("not-found");
  const old = { passphrase: typed.old, deviceSheet: typed.deviceSheet };
  const wrapped = await wrapAnew(ports, stored, { old, chosen: typed.new, signPk: keys.signPk });
  if (!wrapped.ok) return wrapped;
  const written = asStored(() =>
    db.transaction(() => {
      putWrapping(db, wrapped.value);
      const place = { profile: profile.profile, name: mark };
      putSealed(db, "settings", mark, sealLocal(keys.localStateKey, place, new Uint8Array([1])));
      return ok(true);
    }),
  );
  if (!written.ok) return written;
  forgetOldWrapping(ports, { db, profile });
  return ok({});
}

/**
 * Takes away what is left of the wrapping before, where there is anything; may be asked at any time. What the disk refuses is
 * tried again at the next unlock: the new passphrase is good in any case.
 */
export function forgetOldWrapping(ports: Ports, { db, profile }: Pick<ProfileHeld, "db" | "profile">): void {
  const forgotten = asStored<true>(() => {
    if (findSealed(db, "settings", mark) === null) return ok(true);
    // Over the page in the file itself, and the log emptied; SQLite overwrites what it frees (`secure_delete`).
    if (!isEmptied(db)) return fail("busy", { reason: "checkpoint" });
    const removed = ports.profiles.removeBackups(profile.profile);
    if (removed.ok) removeSealed(db, "settings", mark);
    return removed;
  });
  if (!forgotten.ok) ports.log.event("old-wrapping-stays", { code: forgotten.failure.code });
}

/** Whether everything in the write-ahead log went into the file. */
function isEmptied(db: Database): boolean {
  return db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.busy === 0;
}

/** What SQLite refuses is the answer. */
function asStored<T>(work: () => Result<T>): Result<T> {
  try {
    return work();
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === null) throw error;
    return failure;
  }
}
