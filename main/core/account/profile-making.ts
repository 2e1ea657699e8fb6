/** Making a profile on disk and in the keychain, and taking both away again where its making failed. */
import type { Hash } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { rollbackGuardAccount } from "../local/rollback-guard.ts";
import type { Database, Keychain, Ports } from "../ports.ts";
import { addBlobs, addEntries } from "../store/log-rows.ts";
import { openProfileStore, storeFailure } from "../store/open-profile-store.ts";
import { putProfile, type StoredProfile } from "../store/profile-row.ts";

export type MadeProfile = { stored: StoredProfile; db: Database };
type Making = {
  stored: StoredProfile;
  deviceSecret: Uint8Array;
  entries: { seq: number; hash: Hash; bytes: Uint8Array }[];
  blobs: { hash: Hash; bytes: Uint8Array }[];
};

/** Writes everything, keychain first: a profile without its device secret could never be opened. */
export async function makeProfile(ports: Ports, keychain: Keychain, making: Making): Promise<Result<MadeProfile>> {
  const id = making.stored.profile.profile;
  const kept = await keychain.set(id, making.deviceSecret);
  if (!kept.ok) return kept;
  const opened = openProfileStore(ports.profiles, id);
  if (!opened.ok) {
    await keychain.remove(id);
    return opened;
  }
  const made = { stored: making.stored, db: opened.value };
  const written = write(made, making);
  if (!written.ok) await deleteProfile(ports, keychain, made);
  return written.ok ? ok(made) : written;
}

function write({ db }: MadeProfile, making: Making): Result<true> {
  try {
    db.transaction(() => {
      putProfile(db, making.stored);
      addEntries(db, making.entries);
      addBlobs(db, making.blobs);
    });
    return ok(true);
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === null) throw error;
    return failure;
  }
}

/** Takes a profile away whose team or invite was refused, or that its person gives up. */
export async function deleteProfile(ports: Ports, keychain: Keychain, { stored, db }: MadeProfile): Promise<void> {
  db.close();
  ports.profiles.remove(stored.profile.profile);
  await keychain.remove(stored.profile.profile);
  await keychain.remove(rollbackGuardAccount(stored.profile.profile));
}
