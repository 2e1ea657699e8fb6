/** The one row that says who a profile is. */
import type { KdfHeader } from "../../../shared/crypto/unlock.ts";
import type { DeviceId, Hash, ProfileId, TeamId, UserId } from "../../../shared/encoding/ids.ts";
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

/** One person in one team on one computer. */
export type Profile = {
  profile: ProfileId;
  team: TeamId;
  user: UserId;
  device: DeviceId;
  /** The pinned origin and hash of the server's keys. */
  origin: string;
  serverKeys: Hash;
  state: "waiting" | "joined";
  teamName: string;
  person: string;
  deviceName: string;
  waitsFor: string | null;
  keychain: "os" | "file";
  /** The team lives on the built-in server of this computer. */
  builtIn: boolean;
};

/** The master key under passphrase and device secret, and what deriving their key costs. */
export type Wrapping = { header: KdfHeader; sealedMasterKey: Uint8Array };

export type StoredProfile = Wrapping & {
  profile: Profile;
  /** What decides whom this computer talks to, once more, sealed (`account/identity-seal.ts`). */
  sealedIdentity: Uint8Array;
  sealedJoin: Uint8Array | null;
};

/** The profile, or null where its making was interrupted. */
export function findProfile(db: Database): StoredProfile | null {
  const row = db.prepare("SELECT * FROM profile").get();
  if (row === undefined) return null;
  const profile: Profile = {
    profile: row.profile as ProfileId,
    team: row.team as TeamId,
    user: row.user as UserId,
    device: row.device as DeviceId,
    origin: row.origin as string,
    serverKeys: row.server_keys as Hash,
    // A claim until the sealed copy is open: any other word is the one that promises less.
    state: row.state === "joined" ? "joined" : "waiting",
    teamName: row.team_name as string,
    person: row.person as string,
    deviceName: row.device_name as string,
    waitsFor: row.waits_for as string | null,
    keychain: row.keychain === "file" ? "file" : "os",
    builtIn: row.built_in === 1,
  };
  const header = {
    suite: row.suite as number,
    ops: row.kdf_ops as number,
    mem: row.kdf_mem as number,
    salt: bytesIn(row.salt),
    profileId: profile.profile,
  };
  return {
    profile,
    header,
    sealedMasterKey: bytesIn(row.sealed_master_key),
    sealedIdentity: bytesIn(row.sealed_identity),
    sealedJoin: row.sealed_join === null ? null : bytesIn(row.sealed_join),
  };
}

/** Writes the whole row. */
export function putProfile(db: Database, stored: StoredProfile): void {
  const { profile, header, sealedMasterKey, sealedIdentity, sealedJoin } = stored;
  db.prepare(
    `INSERT OR REPLACE INTO profile (profile, team, user, device, origin, server_keys, state, team_name, person,
     device_name, waits_for, keychain, built_in, suite, kdf_ops, kdf_mem, salt, sealed_master_key, sealed_identity, sealed_join)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    profile.profile,
    profile.team,
    profile.user,
    profile.device,
    profile.origin,
    profile.serverKeys,
    profile.state,
    profile.teamName,
    profile.person,
    profile.deviceName,
    profile.waitsFor,
    profile.keychain,
    profile.builtIn ? 1 : 0,
    header.suite,
    header.ops,
    header.mem,
    header.salt,
    sealedMasterKey,
    sealedIdentity,
    sealedJoin,
  );
}

/** Writes what may change of a profile: its state, the place of its device secret, names, and the sealed copy of the row. */
export function putShown(db: Database, profile: Profile, sealedIdentity: Uint8Array): void {
  const { state, teamName, person, deviceName, waitsFor, keychain } = profile;
  db.prepare(
    `UPDATE profile SET state = ?, team_name = ?, person = ?, device_name = ?, waits_for = ?, keychain = ?,
     sealed_identity = ?`,
  ).run(state, teamName, person, deviceName, waitsFor, keychain, sealedIdentity);
}

/** Writes another wrapping of the same master key in the place of the one before. */
export function putWrapping(db: Database, { header, sealedMasterKey }: Wrapping): void {
  const { suite, ops, mem, salt } = header;
  db.prepare("UPDATE profile SET suite = ?, kdf_ops = ?, kdf_mem = ?, salt = ?, sealed_master_key = ?").run(
    ...[suite, ops, mem, salt, sealedMasterKey],
  );
}

/** Writes what a profile still has to do before it is in its team. */
export function putPlan(db: Database, sealedJoin: Uint8Array): void {
  db.prepare("UPDATE profile SET sealed_join = ?").run(sealedJoin);
}

/** What a profile still had to do before it was in its team is done. */
export function endPlan(db: Database): void {
  db.prepare("UPDATE profile SET sealed_join = NULL").run();
}
