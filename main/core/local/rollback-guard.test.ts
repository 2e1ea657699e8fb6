import type Sqlite from "better-sqlite3";
import { afterEach, expect, it } from "vitest";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Keychain } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import { createRollbackGuard, rollbackGuardAccount } from "./rollback-guard.ts";

await cryptoReady();
const open: Sqlite.Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

const head = (seq: number): Head => ({ seq, hash: hashText("log-entry", seq) });

/** A profile's database and keychain, and the guard as each start of the app makes it. */
function testProfile() {
  const { raw, db } = testDatabase();
  open.push(raw);
  const id = newId<ProfileId>();
  const profile = { profile: id } as Profile;
  const entries = new Map<string, Uint8Array>();
  const keychain = {
    available: async () => true,
    set: async (name: string, bytes: Uint8Array) => ok(void entries.set(name, bytes)),
  } as unknown as Keychain;
  const localStateKey = randomBytes(32);
  const after = (_: number, act: () => void) => {
    act();
    return () => undefined;
  };
  const ports = { timers: { after } };
  const kept = () => entries.get(rollbackGuardAccount(id)) ?? null;
  const start = (log: Head, remembered = kept()) =>
    createRollbackGuard({ ports, keychain, db, profile, localStateKey, kept: remembered }, log);
  const record = () => findSealed(db, "settings", "heads");
  const restore = (sealed: Uint8Array) => putSealed(db, "settings", "heads", sealed);
  return { start, kept, record, restore };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function noted() {
  const profile = testProfile();
  const guard = profile.start(head(1));
  await settled();
  const early = profile.record() as Uint8Array;
  guard.note(head(2));
  await settled();
  return { ...profile, early };
}

it("a new profile is not behind, and its record lies in the database and the keychain", async () => {
  const { start, kept, record } = testProfile();
  expect(start(head(1)).isBehind()).toBe(false);
  await settled();
  expect(kept()).not.toBeNull();
  expect(kept()).toEqual(record());
});

it("a profile opened again as it was left is not behind", async () => {
  const { start } = await noted();
  expect(start(head(2)).isBehind()).toBe(false);
});

it("a keychain that missed the last write does not make the database behind", async () => {
  const { start, early } = await noted();
  expect(start(head(2), early).isBehind()).toBe(false);
});

it("a keychain that remembers nothing leaves the database's own record to decide", async () => {
  const { start } = await noted();
  expect(start(head(2), null).isBehind()).toBe(false);
});

it("an older database is behind what the keychain remembers", async () => {
  const { start, restore, early } = await noted();
  restore(early);
  expect(start(head(1)).isBehind()).toBe(true);
});

it("a log whose head is not the recorded one is behind", async () => {
  const { start } = await noted();
  expect(start(head(1)).isBehind()).toBe(true);
});

it("a record that does not open makes the database behind", async () => {
  const { start, restore } = await noted();
  restore(randomBytes(80));
  expect(start(head(2)).isBehind()).toBe(true);
});

it("a database behind writes no record until it has caught up", async () => {
  const { start, restore, record, early } = await noted();
  restore(early);
  const guard = start(head(1));
  guard.note(head(3));
  expect(record()).toEqual(early);
  expect(guard.caughtUp(head(3))).toEqual(ok(true));
  expect(guard.isBehind()).toBe(false);
  await settled();
  expect(start(head(3)).isBehind()).toBe(false);
});

it("a server that does not reach as far as was known here is refused as local-rollback", async () => {
  const { start, restore, early } = await noted();
  restore(early);
  const guard = start(head(1));
  expect(guard.caughtUp(head(1))).toMatchObject({ ok: false, failure: { code: "local-rollback" } });
  expect(guard.isBehind()).toBe(true);
});
