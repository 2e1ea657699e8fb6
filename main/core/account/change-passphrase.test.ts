/** Another passphrase: what it is refused for, what opens the profile afterwards, and that nothing of the old wrapping lies on the disk. */
import Sqlite from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { leaveBackup, placesOf, wrappingIn } from "../../../e2e/kit/old-wrapping.ts";
import { profileFile } from "../../../e2e/kit/profile-file.ts";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { newMasterKey } from "../../../shared/crypto/device-keys.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { kdfFloor, wrapMasterKey } from "../../../shared/crypto/unlock.ts";
import { ok } from "../../../shared/failures.ts";
import { createTestTeam, must } from "../../../shared/testing/team.ts";
import { profileFiles } from "../../node/profile-files.ts";
import { createEmitter } from "../emitter.ts";
import type { Ports } from "../ports.ts";
import { createSession } from "./session.ts";
import type { OpeningParts, ProfileHeld } from "./session-state.ts";
import { keptProfile, passphrase, type TestComputer, testComputer } from "./test-account.ts";

beforeAll(cryptoReady);

const chosen = "Kiesel-Winter-schief-58-Anker";
const wrong = "Kiesel-Winter-gerade-58-Anker";

/** A computer with real files below a scratch folder. */
function diskComputer(): TestComputer & { dataDir: string } {
  const dataDir = scratchDir();
  const computer = testComputer();
  return { ...computer, dataDir, ports: { ...computer.ports, profiles: profileFiles(dataDir) } };
}

function sessionOn(ports: Ports) {
  const { state } = createTestTeam().team;
  const openProfile = ({ db, profile, keys }: OpeningParts) =>
    ok({ db, profile, keys, records: {}, log: { state: () => state }, close: () => {} } as unknown as ProfileHeld);
  return createSession(
    ports,
    createEmitter(() => undefined),
    openProfile,
  );
}

async function unlocked() {
  const computer = diskComputer();
  const ada = await keptProfile(computer);
  ada.db.close();
  const session = sessionOn(computer.ports);
  must(await session.unlock({ passphrase }));
  return { computer, ada, session, dataDir: computer.dataDir };
}

/** What a fresh app on the same folder says to a passphrase. */
async function opens({ ports }: TestComputer, typed: string, deviceSheet?: string) {
  const session = sessionOn(ports);
  const opened = await session.unlock({ passphrase: typed, ...(deviceSheet === undefined ? {} : { deviceSheet }) });
  session.close();
  return opened.ok ? "opens" : opened.failure.code;
}

describe("a changed passphrase", () => {
  it("opens the profile, and the one before does not any more", async () => {
    const { computer, session } = await unlocked();
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toEqual(ok({}));
    session.close();
    expect([await opens(computer, chosen), await opens(computer, passphrase)]).toEqual(["opens", "unlock"]);
  });

  it("is changed without a keychain, with the device sheet typed beside the old one", async () => {
    const { computer, session, ada } = await unlocked();
    computer.keychain.entries.delete(ada.stored.profile.profile);
    const typed = { old: passphrase, new: chosen };
    expect(await session.changePassphrase(typed)).toMatchObject({ failure: { code: "keychain-missing" } });
    expect(await session.changePassphrase({ ...typed, deviceSheet: ada.secrets.sheet })).toEqual(ok({}));
    session.close();
    expect(await opens(computer, chosen, ada.secrets.sheet)).toBe("opens");
  });

  it("opens it with the device sheet that was printed before, too", async () => {
    const { computer, session, ada } = await unlocked();
    must(await session.changePassphrase({ old: passphrase, new: chosen }));
    expect(must(await session.deviceSheet(chosen)).text).toBe(ada.secrets.sheet);
    session.close();
    computer.keychain.entries.delete(ada.stored.profile.profile);
    expect(await opens(computer, chosen, ada.secrets.sheet)).toBe("opens");
  });

  it("leaves nothing of the old wrapping in the file, its write-ahead log or the backups of migrations", async () => {
    const { session, dataDir } = await unlocked();
    const old = wrappingIn(dataDir);
    leaveBackup(dataDir);
    expect(placesOf(dataDir, old).length).toBeGreaterThan(1);
    must(await session.changePassphrase({ old: passphrase, new: chosen }));
    expect(placesOf(dataDir, old)).toEqual([]);
    const next = wrappingIn(dataDir);
    expect(placesOf(dataDir, next)).not.toEqual([]);
    must(await session.changePassphrase({ old: chosen, new: passphrase }));
    expect(placesOf(dataDir, next)).toEqual([]);
    session.close();
  });

  it("leaves nothing of it after the next unlock, where a backup could not be taken away at once", async () => {
    const { computer, session, dataDir } = await unlocked();
    const old = wrappingIn(dataDir);
    leaveBackup(dataDir);
    const { profiles } = computer.ports;
    computer.ports.profiles = {
      ...profiles,
      removeBackups: () => ({ ok: false, failure: { code: "storage-full", retry: "later" } }),
    };
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toEqual(ok({}));
    expect(computer.events).toContainEqual({ name: "old-wrapping-stays", fields: { code: "storage-full" } });
    session.close();
    expect(placesOf(dataDir, old)).not.toEqual([]);
    computer.ports.profiles = profiles;
    expect(await opens(computer, chosen)).toBe("opens");
    expect(placesOf(dataDir, old)).toEqual([]);
  });

  it("keeps a backup that a later migration leaves", async () => {
    const { computer, session, dataDir } = await unlocked();
    must(await session.changePassphrase({ old: passphrase, new: chosen }));
    session.close();
    leaveBackup(dataDir);
    expect(await opens(computer, chosen)).toBe("opens");
    expect(placesOf(dataDir, wrappingIn(dataDir)).some((path) => path.endsWith("before-2"))).toBe(true);
  });

  it("has a fresh salt, and costs never less than the one before", async () => {
    const { session, dataDir } = await unlocked();
    const cost = () => {
      const db = new Sqlite(profileFile(dataDir));
      const row = db.prepare("SELECT kdf_ops AS ops, kdf_mem AS mem, salt FROM profile").get() as {
        ops: number;
        mem: number;
        salt: Uint8Array;
      };
      db.close();
      return row;
    };
    const before = cost();
    must(await session.changePassphrase({ old: passphrase, new: chosen }));
    expect(cost()).toMatchObject(kdfFloor);
    expect(cost().salt).not.toEqual(before.salt);
    session.close();
  });
});

describe("a change that is refused", () => {
  it.each([
    ["too weak", "passwort1234", { field: "new" }],
    ["too short", "kurz", { field: "new" }],
    ["the team's own name", "Engines-Engines-Ada", { field: "new" }],
    ["the old one", passphrase, { field: "new", reason: "same" }],
  ])("with a new one that is %s leaves the old one", async (_, typed, detail) => {
    const { computer, session, dataDir } = await unlocked();
    const old = wrappingIn(dataDir);
    expect(await session.changePassphrase({ old: passphrase, new: typed })).toMatchObject({
      failure: { code: "invalid-input", detail },
    });
    expect(wrappingIn(dataDir)).toEqual(old);
    session.close();
    expect(await opens(computer, passphrase)).toBe("opens");
  });

  it("with a wrong old one counts toward the wait, also against the right one", async () => {
    const { session } = await unlocked();
    for (let tries = 0; tries < 4; tries++)
      expect(await session.changePassphrase({ old: wrong, new: chosen })).toMatchObject({
        failure: { code: "unlock" },
      });
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toMatchObject({
      failure: { code: "throttled", detail: { waitMs: 1000 } },
    });
    expect(must(await session.status()).unlockWaitMs).toBe(1000);
    session.close();
  });

  it("by the disk leaves the old one, whole", async () => {
    const { computer, session, dataDir } = await unlocked();
    const old = wrappingIn(dataDir);
    const db = new Sqlite(profileFile(dataDir));
    db.exec("CREATE TRIGGER full BEFORE INSERT ON settings BEGIN SELECT RAISE(ABORT, 'full'); END");
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toMatchObject({ ok: false });
    db.exec("DROP TRIGGER full");
    db.close();
    expect(wrappingIn(dataDir)).toEqual(old);
    session.close();
    expect(await opens(computer, passphrase)).toBe("opens");
  });

  it("where the row on the disk is another profile's leaves everything as it is", async () => {
    const { session, dataDir } = await unlocked();
    const other = await keptProfile(testComputer());
    const db = new Sqlite(profileFile(dataDir));
    const { header, sealedMasterKey } = other.stored;
    db.prepare("UPDATE profile SET salt = ?, sealed_master_key = ?").run(header.salt, sealedMasterKey);
    db.close();
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toMatchObject({
      failure: { code: "unlock" },
    });
    expect(wrappingIn(dataDir)[0]).toEqual(Buffer.from(header.salt));
    session.close();
  });

  it("where the row on the disk opens to other keys than those in use leaves everything as it is", async () => {
    const { session, dataDir, ada } = await unlocked();
    const { deviceSecret, header } = ada.secrets;
    const sealed = wrapMasterKey({ passphrase, deviceSecret, header, masterKey: newMasterKey() });
    const db = new Sqlite(profileFile(dataDir));
    db.prepare("UPDATE profile SET sealed_master_key = ?").run(sealed);
    db.close();
    const put = wrappingIn(dataDir);
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toMatchObject({
      failure: { code: "key-changed" },
    });
    expect(wrappingIn(dataDir)).toEqual(put);
    session.close();
  });

  it("while the profile is locked", async () => {
    const session = sessionOn(diskComputer().ports);
    expect(await session.changePassphrase({ old: passphrase, new: chosen })).toMatchObject({
      failure: { code: "locked" },
    });
  });
});
