/** What the unlock screen makes of files that are damaged: nothing is taken away, nothing looks lost, no name is guessed. */
import type Sqlite from "better-sqlite3";
import { expect, it } from "vitest";
import type { Ports } from "../ports.ts";
import { putProfile, type StoredProfile } from "../store/profile-row.ts";
import { filesOf, testDatabase } from "../store/test-database.ts";
import { listProfiles, pickProfile, sweepHalfMade } from "./profile-list.ts";

const named = { profile: "profile", teamName: "Tray", person: "Ada", state: "joined", keychain: "os" };
const stored = {
  profile: {
    ...named,
    team: "t",
    user: "u",
    device: "d",
    origin: "o",
    serverKeys: "k",
    deviceName: "",
    waitsFor: null,
  },
  header: { suite: 1, ops: 3, mem: 64, salt: new Uint8Array(16), profileId: "profile" },
  ...{ sealedMasterKey: new Uint8Array(1), sealedIdentity: new Uint8Array(1), sealedJoin: null },
} as unknown as StoredProfile;

/** One profile whose file a test spoils, and the ids that were taken away. */
function folder(spoil: (raw: Sqlite.Database) => void) {
  const { raw, db } = testDatabase();
  putProfile(db, stored);
  spoil(raw);
  const removed: string[] = [];
  const ports = { profiles: { ...filesOf(raw), remove: (id: string) => void removed.push(id) } } as unknown as Ports;
  sweepHalfMade(ports);
  return { removed, listed: listProfiles(ports, null), picked: pickProfile(ports, undefined) };
}

it("a file in which nothing was ever written is taken away", () => {
  expect(folder((raw) => raw.exec("DELETE FROM profile")).removed).toEqual(["profile"]);
});

it.each([
  [
    "whose row is gone, but not what belongs to it",
    (raw: Sqlite.Database) => raw.exec("DELETE FROM profile; INSERT INTO settings VALUES ('heads', x'01')"),
  ],
  ["whose row names another profile", (raw: Sqlite.Database) => raw.exec("UPDATE profile SET profile = 'profilf'")],
  [
    "whose schema is damaged",
    (raw: Sqlite.Database) =>
      raw.exec("ALTER TABLE profile RENAME COLUMN person TO persoo; ALTER TABLE profile RENAME TO profilf"),
  ],
  ["whose header says that it had no migration", (raw: Sqlite.Database) => raw.pragma("user_version = 0")],
  [
    "whose header says that it had some, without a table",
    (raw: Sqlite.Database) =>
      raw.unsafeMode().exec("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema; PRAGMA writable_schema = RESET"),
  ],
])("a file %s is kept, listed without a name, and refused by name", (_what, spoil) => {
  const { removed, listed, picked } = folder(spoil);
  expect(removed).toEqual([]);
  expect(listed).toMatchObject([{ profile: "profile", teamName: "", person: "" }]);
  expect(picked).toMatchObject({ ok: false, failure: { code: "damaged-database" } });
});

it("a whole one is listed and picked", () => {
  expect(folder(() => undefined)).toMatchObject({ removed: [], listed: [named], picked: { ok: true } });
});
