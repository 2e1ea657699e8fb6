/** Profiles come whole or not at all, and go whole, from disk and keychain. */
import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../../shared/crypto/hash.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { type Failed, fail, ok } from "../../../shared/failures.ts";
import { must } from "../../../shared/testing/team.ts";
import { readOwnHeads } from "../local/heads-record.ts";
import { readKeptHeads, rollbackGuardAccount } from "../local/kept-heads.ts";
import { findBlob } from "../local/named-bytes.ts";
import type { Keychain, Ports } from "../ports.ts";
import { readEntries } from "../store/log-rows.ts";
import { findProfile } from "../store/profile-row.ts";
import { listProfiles, pickProfile, sweepHalfMade } from "./profile-list.ts";
import { deleteProfile, makeProfile } from "./profile-making.ts";
import { keptProfile, newProfile, type TestComputer, type TestProfile, testComputer } from "./test-account.ts";

beforeAll(cryptoReady);

/** A disk that answers like this to every write of the profile's row. */
function failingAt(computer: TestComputer, code: string): Ports {
  const open: Ports["profiles"]["open"] = (profile) => {
    const opened = must(computer.files.open(profile));
    const prepare: typeof opened.prepare = (sql) => {
      if (sql.startsWith("INSERT OR REPLACE INTO profile")) throw Object.assign(new Error("disk"), { code });
      return opened.prepare(sql);
    };
    return ok({ ...opened, prepare });
  };
  return { ...computer.ports, profiles: { ...computer.files, open } };
}

const unfit = (failed: Failed) => (computer: TestComputer) => ({
  ports: { ...computer.ports, profiles: { ...computer.files, open: () => failed } },
  keychain: computer.keychain,
});
const silent: (computer: TestComputer) => { ports: Ports; keychain: Keychain } = ({ ports, keychain }) => ({
  ports,
  keychain: { ...keychain, set: async () => fail("keychain-missing") },
});
const full = (code: string) => (computer: TestComputer) => ({
  ports: failingAt(computer, code),
  keychain: computer.keychain,
});

describe("making a profile", () => {
  it("writes the row, the first entries and blobs, and the device secret", async () => {
    const computer = testComputer();
    const { making, stored, secrets } = newProfile(computer);
    const entries = [{ seq: 0, hash: hashText("text", "h"), bytes: randomBytes(9) }];
    const blob = randomBytes(20);
    const blobs = [{ hash: bundleHash(blob), bytes: blob }];
    const { db } = must(await makeProfile(computer.ports, computer.keychain, { ...making, entries, blobs }));
    expect(findProfile(db)).toEqual(stored);
    expect(readEntries(db)).toEqual([entries[0]?.bytes]);
    expect(findBlob(db, bundleHash(blob))).toEqual(blob);
    expect(computer.keychain.entries.get(stored.profile.profile)).toEqual(secrets.deviceSecret);
    const { localStateKey } = secrets.keys;
    const kept = await readKeptHeads(computer.keychain, { profile: stored.profile, localStateKey });
    expect(kept).toMatchObject({ state: "record", record: { counter: 1, log: { seq: 0 } } });
    expect(readOwnHeads({ db, profile: stored.profile, localStateKey })).toMatchObject({ record: { isKept: true } });
  });

  it.each([
    ["the keychain does not answer", "keychain-missing", silent],
    ["the file does not open", "damaged-database", unfit(fail("damaged-database"))],
    ["there is no space for the file", "storage-full", unfit(fail("storage-full"))],
    ["the disk is full at the row", "storage-full", full("SQLITE_FULL")],
    ["the disk breaks at the row", "storage-full", full("SQLITE_IOERR_WRITE")],
    ["the file turns out to be damaged", "damaged-database", full("SQLITE_CORRUPT")],
  ])("leaves nothing behind where %s", async (_, code, broken) => {
    const computer = testComputer();
    const { ports, keychain } = broken(computer);
    const made = await makeProfile(ports, keychain, newProfile(computer).making);
    expect(made).toMatchObject({ ok: false, failure: { code } });
    expect([...computer.files.databases.keys()]).toEqual([]);
    expect([...computer.keychain.entries.keys()]).toEqual([]);
    expect(computer.files.opened.filter(({ closed }) => !closed)).toEqual([]);
  });

  it("does not hide a bug as a full disk", async () => {
    const computer = testComputer();
    const making = newProfile(computer).making;
    await expect(makeProfile(failingAt(computer, "ERR_BUG"), computer.keychain, making)).rejects.toThrow("disk");
  });
});

describe("deleting a profile", () => {
  it("takes file, device secret and rollback guard, and of other profiles nothing", async () => {
    const computer = testComputer();
    const [one, other] = [await keptProfile(computer), await keptProfile(computer)];
    // The parts of a large team's record, as two writings leave them.
    for (const slot of [0, 1])
      for (const part of [1, 2])
        await computer.keychain.set(
          `${rollbackGuardAccount(one.stored.profile.profile)}-${slot}-${part}`,
          randomBytes(9),
        );
    await deleteProfile(computer.ports, computer.keychain, one);
    const { profile } = other.stored.profile;
    expect(computer.files.list()).toEqual([profile]);
    expect([...computer.keychain.entries.keys()].sort()).toEqual([profile, rollbackGuardAccount(profile)].sort());
    expect(computer.files.opened[0]).toMatchObject({ closed: true });
  });
});

describe("the profiles of a computer", () => {
  let computer: TestComputer;
  let whole: TestProfile;
  const half = "half-made";
  const unreadable = "unreadable";

  /** One whole profile, one whose making was cut short, one whose file does not open. */
  async function threeProfiles(): Promise<void> {
    computer = testComputer();
    whole = await keptProfile(computer);
    must(computer.files.open(half));
    const { open } = computer.files;
    must(open(unreadable));
    computer.ports.profiles.open = (profile) => (profile === unreadable ? fail("damaged-database") : open(profile));
    computer.files.opened.length = 0;
  }
  const allClosed = () => expect(computer.files.opened.filter(({ closed }) => !closed)).toEqual([]);

  it("are swept of what was half made, and of nothing else", async () => {
    await threeProfiles();
    sweepHalfMade(computer.ports);
    expect(computer.files.list()).toEqual([whole.stored.profile.profile, unreadable].sort());
    allClosed();
  });

  it("are listed with what does not open, and without what was half made", async () => {
    await threeProfiles();
    const { profile } = whole.stored.profile;
    const listed = listProfiles(computer.ports, null);
    expect(listed.find((one) => one.profile === profile)).toEqual({
      ...{ profile, teamName: "Engines", person: "Ada", deviceName: "a computer" },
      ...{ state: "joined", waitsFor: null, keychain: "os", origin: "https://latchkey.test", builtIn: false },
    });
    expect(listed.find((one) => one.profile === unreadable)).toMatchObject({ teamName: "", person: "" });
    expect(listed).toHaveLength(2);
    allClosed();
  });

  it("are listed without opening the one that is open", async () => {
    await threeProfiles();
    const own = { ...whole.stored.profile, teamName: "Renamed" };
    expect(listProfiles(computer.ports, own)).toContainEqual(expect.objectContaining({ teamName: "Renamed" }));
    expect(computer.files.opened.map(({ profile }) => profile)).toEqual([half]);
  });

  it.each([
    ["that is not there", "nobody", "not-found"],
    ["whose making was cut short", half, "damaged-database"],
    ["whose file does not open", unreadable, "damaged-database"],
  ])("do not count one %s when one is picked", async (_, id, code) => {
    await threeProfiles();
    expect(pickProfile(computer.ports, id)).toMatchObject({ ok: false, failure: { code } });
    allClosed();
  });

  it("are picked by name, else the first", async () => {
    await threeProfiles();
    const { profile } = whole.stored.profile;
    expect(must(pickProfile(computer.ports, profile)).stored).toEqual(whole.stored);
    sweepHalfMade(computer.ports);
    computer.files.databases.delete(unreadable);
    expect(must(pickProfile(computer.ports, undefined)).stored).toEqual(whole.stored);
    computer.files.databases.clear();
    expect(pickProfile(computer.ports, undefined)).toMatchObject({ failure: { code: "not-found" } });
  });
});
