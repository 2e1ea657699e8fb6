/** Making a profile on disk and in the keychain, and taking both away again where its making failed. */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { putDraftList } from "../local/draft-list.ts";
import { type HeadsRecord, knownHead, noHead } from "../local/heads.ts";
import { putOwnHeads } from "../local/heads-record.ts";
import { keptEntries, writeKeptHeads } from "../local/kept-heads.ts";
import type { Database, Keychain, Ports } from "../ports.ts";
import { addBlobs, addEntries } from "../store/log-rows.ts";
import { openProfileStore, storeFailure } from "../store/open-profile-store.ts";
import { putProfile, type StoredProfile } from "../store/profile-row.ts";
import { forgetSecret, noteSecret } from "./secret-notes.ts";

export type MadeProfile = { stored: StoredProfile; db: Database };
type Making = {
  stored: StoredProfile;
  deviceSecret: Uint8Array;
  keys: Pick<DeviceKeys, "localStateKey">;
  entries: { seq: number; hash: Hash; bytes: Uint8Array }[];
  blobs: { hash: Hash; bytes: Uint8Array }[];
};

/** Writes everything, keychain first: a profile without its device secret could never be opened. */
export async function makeProfile(ports: Ports, keychain: Keychain, making: Making): Promise<Result<MadeProfile>> {
  const { profile } = making.stored.profile;
  const noted = noteSecret(ports, keychain, { profile, secret: making.deviceSecret });
  if (!noted.ok) return noted;
  const kept = await keep(keychain, making);
  const made = kept.ok ? writeFile(ports, making) : kept;
  if (made.ok) ports.secretNotes.remove(profile);
  else await takeAway(ports, keychain, profile);
  return made;
}

function writeFile(ports: Ports, making: Making): Result<MadeProfile> {
  const opened = openProfileStore(ports.profiles, making.stored.profile.profile);
  if (!opened.ok) return opened;
  const made = { stored: making.stored, db: opened.value };
  const written = write(made, making);
  if (written.ok) return ok(made);
  made.db.close();
  return written;
}

/** The device secret, and a first record of heads: what is missing later was not "never written". */
async function keep(keychain: Keychain, making: Making): Promise<Result<true>> {
  const kept = await keychain.set(making.stored.profile.profile, making.deviceSecret);
  if (!kept.ok) return kept;
  return writeKeptHeads(keychain, keptEntries(holderOf(making), firstHeads(making), 0));
}

function firstHeads({ entries }: Making): HeadsRecord {
  const last = entries.at(-1);
  const log = last === undefined ? noHead : knownHead(last);
  return { counter: 1, log, vaults: new Map(), activity: noHead, isKept: true };
}

const holderOf = <Db>({ stored, keys }: Making, db?: Db) => ({
  ...{ profile: stored.profile, keys, localStateKey: keys.localStateKey, db: db as Db },
});

async function takeAway(ports: Ports, keychain: Keychain, profile: string): Promise<void> {
  ports.profiles.remove(profile);
  if (await forgetSecret(keychain, profile)) ports.secretNotes.remove(profile);
}

function write({ db }: MadeProfile, making: Making): Result<true> {
  try {
    db.transaction(() => {
      putProfile(db, making.stored);
      const holder = holderOf(making, db);
      putOwnHeads(holder, firstHeads(making));
      putDraftList(holder, []);
      addEntries(db, making.entries);
      addBlobs(db, making.blobs);
    });
    // Into the file itself: a write-ahead log that is damaged later takes no whole profile with it.
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return ok(true);
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === null) throw error;
    return failure;
  }
}

/** Takes a profile away whose team or invite was refused, or that its person gives up. */
export async function deleteProfile(ports: Ports, keychain: Keychain, { stored, db }: MadeProfile): Promise<void> {
  const { profile } = stored.profile;
  const secret = await keychain.get(profile);
  // A note that is not written keeps nobody from going; nor does a keychain that does not answer.
  if (secret.ok && secret.value !== null) noteSecret(ports, keychain, { profile, secret: secret.value });
  db.close();
  await takeAway(ports, keychain, profile);
}
