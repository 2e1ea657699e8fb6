/** Making a profile on disk and in the keychain, and taking both away again where its making failed. */
import type { Hash, ProfileId } from "../../../shared/protocol/ids.ts";
import { ok, type Result } from "../../../shared/result.ts";
import type { Database, Keychain, Ports } from "../ports.ts";
import { addBlobs, addEntries } from "../store/log-rows.ts";
import { openProfileStore } from "../store/open-profile-store.ts";
import { putProfile, type StoredProfile } from "../store/profile-row.ts";

export type MadeProfile = { stored: StoredProfile; db: Database };
type Making = {
  stored: StoredProfile;
  deviceSecret: Uint8Array;
  entries: { seq: number; hash: Hash; bytes: Uint8Array }[];
  blobs: { hash: Hash; bytes: Uint8Array }[];
};

/** Writes everything, keychain first: a profile without its device secret would be a locked door without a key. */
export async function makeProfile(ports: Ports, keychain: Keychain, making: Making): Promise<Result<MadeProfile>> {
  const id = making.stored.profile.profile;
  const kept = await keychain.set(id, making.deviceSecret);
  if (!kept.ok) return kept;
  const opened = openProfileStore(ports.profiles, id);
  if (!opened.ok) {
    await keychain.remove(id);
    return opened;
  }
  const db = opened.value;
  db.transaction(() => {
    putProfile(db, making.stored);
    addEntries(db, making.entries);
    addBlobs(db, making.blobs);
  });
  return ok({ stored: making.stored, db });
}

/** Takes a profile away whose team or invite was refused. */
export async function unmakeProfile(ports: Ports, keychain: Keychain, id: ProfileId, db: Database): Promise<void> {
  db.close();
  ports.profiles.remove(id);
  await keychain.remove(id);
}
