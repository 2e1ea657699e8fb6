import type Sqlite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { addHash, firstHashes } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import type { Binding, Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, type VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Keychain } from "../ports.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import type { HeldNow } from "./heads-compare.ts";
import { type Kept, readKeptHeads, rollbackGuardAccount } from "./kept-heads.ts";
import { createRollbackGuard } from "./rollback-guard.ts";

await cryptoReady();
const open: Sqlite.Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

const head = (seq: number, of = ""): Head => ({ seq, hash: hashText("log-entry", `${of}${seq}`) });
const vault = newId<VaultId>();
const user = newId<UserId>();

/** A chain of so many commits; `fork`: from this height on another one. */
function chainTo(seq: number, of = vault, fork = Number.POSITIVE_INFINITY): VaultChain {
  const hashes = [emptyChain(of).head.hash];
  for (let at = 1; at <= seq; at++) hashes.push(head(at, at >= fork ? "fork" : of).hash);
  return { ...emptyChain(of), hashes, head: { seq, hash: hashes[seq] as Head["hash"] } };
}

/** A log of so many entries, in which this person manages these vaults. */
function stateAt(seq: number, vaults: VaultId[] = [vault], bindings: Binding[] = []): TeamState {
  let hashes = firstHashes(head(0).hash);
  for (let at = 1; at <= seq; at++) hashes = addHash(hashes, head(at).hash);
  const inLog = (of: VaultId) => ({
    ...{
      vault: of,
      kind: "shared",
      bindings,
      archived: false,
      access: new Map([[user, { permission: "manage", end: null }]]),
    },
  });
  const users = new Map([[user, { user, role: "member", active: true }]]);
  return {
    ...{ head: head(seq), hashes, users, groups: new Map() },
    vaults: new Map(vaults.map((of) => [of, inLog(of)])),
  } as unknown as TeamState;
}

const held = (state: TeamState, chain: VaultChain | null, isStopped = false): HeldNow => ({
  ...{ state, user, isStopped: () => isStopped },
  chain: (of) => (chain?.vault === of ? chain : chainTo(1, of)),
});

/** A profile's database and keychain, and the guard as each start of the app makes it. */
function testProfile(isMarked = true) {
  const { raw, db } = testDatabase();
  open.push(raw);
  const profile = { profile: newId<ProfileId>() };
  const entries = new Map<string, Uint8Array>();
  let isAnswering = true;
  const keychain = {
    available: async () => isAnswering,
    get: async (name: string) => ok(entries.get(name) ?? null),
    set: async (name: string, bytes: Uint8Array) =>
      isAnswering ? ok(void entries.set(name, bytes)) : fail("keychain-missing"),
  } as unknown as Keychain;
  const localStateKey = randomBytes(32);
  const after = (_: number, act: () => void) => {
    act();
    return () => undefined;
  };
  const holder = { ports: { timers: { after } }, keychain, db, profile, localStateKey };
  const kept = () => readKeptHeads(keychain, holder);
  const start = async (log: Head, remembered?: Kept) =>
    createRollbackGuard({ ...holder, isMarked, kept: remembered ?? (await kept()) }, log);
  const record = () => findSealed(db, "settings", "heads") as Uint8Array;
  const restore = (sealed: Uint8Array) => putSealed(db, "settings", "heads", sealed);
  const answers = (does: boolean) => {
    isAnswering = does;
  };
  return { start, kept, record, restore, entries, raw, account: rollbackGuardAccount(profile.profile), answers };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A profile that was used: the log stands at 2, the vault at `seq`. `early`: its record before that. */
async function used(seq = 3, others: VaultId[] = []) {
  const profile = testProfile(false);
  const guard = await profile.start(head(1));
  await settled();
  const early = profile.record();
  const earlyKept = new Map(profile.entries);
  guard.noteLog(head(2));
  for (const one of others) guard.noteVault(chainTo(1, one), stateAt(2));
  guard.noteVault(chainTo(seq), stateAt(2));
  await settled();
  guard.stop();
  return { ...profile, early, earlyKept };
}

const behind = async (guard: Promise<{ isBehind(): boolean }>) => (await guard).isBehind();

describe("a database and a keychain that say the same", () => {
  it("open as they were left: not behind, and the file must reach the recorded heads", async () => {
    const { start } = await used();
    const guard = await start(head(2));
    expect(guard.isBehind()).toBe(false);
    expect(guard.recorded(vault)?.seq).toBe(3);
    expect(guard.recorded(newId<VaultId>())).toBeNull();
  });

  it("open after a crash before the keychain was written, and renew it", async () => {
    const { start, entries, earlyKept, kept } = await used();
    entries.clear();
    for (const [name, bytes] of earlyKept) entries.set(name, bytes);
    expect(await behind(start(head(2)))).toBe(false);
    await settled();
    expect(await kept()).toMatchObject({
      state: "record",
      record: { log: { seq: 2 }, vaults: new Map([[vault, { seq: 3 }]]) },
    });
  });

  it("open where the keychain does not answer: the database's own record decides", async () => {
    const { start, answers } = await used();
    answers(false);
    expect(await behind(start(head(2)))).toBe(false);
    expect(await behind(start(head(1)))).toBe(true);
  });

  it("open for the first time, where no record was ever written", async () => {
    const { start, kept } = testProfile(false);
    expect(await behind(start(head(1)))).toBe(false);
    await settled();
    expect(await kept()).toMatchObject({ state: "record" });
  });
});

describe("behind is a database", () => {
  type Used = Awaited<ReturnType<typeof used>>;
  const part = ({ account, entries }: Used, at: number) =>
    [...entries.keys()].filter((name) => name.startsWith(`${account}-`)).sort()[at] as string;
  const rows: [string, Head, (profile: Used) => void][] = [
    ["that is older than the keychain remembers", head(1), ({ restore, early }) => restore(early)],
    ["whose log is not the recorded one", head(1), () => {}],
    ["whose log has another entry at its number", { seq: 2, hash: head(9).hash }, () => {}],
    ["whose record does not open", head(2), ({ restore }) => restore(randomBytes(80))],
    ["whose record is gone", head(2), ({ raw }) => raw.exec("DELETE FROM settings")],
    ["whose keychain forgot", head(2), ({ entries }) => entries.clear()],
    ["whose keychain holds garbage", head(2), ({ entries, account }) => void entries.set(account, randomBytes(90))],
    ["whose keychain lacks a part", head(2), (profile) => void profile.entries.delete(part(profile, 0))],
    [
      "whose keychain has a part of before",
      head(2),
      (profile) => void profile.entries.set(part(profile, 1), profile.entries.get(part(profile, 0)) as Uint8Array),
    ],
    [
      "whose keychain has a foreign part",
      head(2),
      (profile) => void profile.entries.set(part(profile, 1), randomBytes(300)),
    ],
  ];

  it.each(rows)("%s, and the server's log and vaults end that", async (_, log, spoil) => {
    // More vaults than one entry of a keychain takes.
    const others = Array.from({ length: 45 }, () => newId<VaultId>());
    const profile = await used(3, others);
    const earlier = await profile.start(head(2));
    earlier.noteVault(chainTo(3), stateAt(2));
    await settled();
    earlier.stop();
    const live = (await profile.kept()) as Extract<Kept, { state: "record" }>;
    const other = 1 - live.slot;
    for (const name of profile.entries.keys()) if (name.includes(`-guard-${other}-`)) profile.entries.delete(name);
    spoil(profile);
    const guard = await profile.start(log);
    expect(guard.isBehind()).toBe(true);
    expect(guard.caughtUp(held(stateAt(2, [vault, ...others]), chainTo(3)))).toEqual(ok(true));
    expect(guard.isBehind()).toBe(false);
    await settled();
    guard.stop();
    const again = await profile.start(head(2));
    expect(again.isBehind()).toBe(false);
    expect(again.recorded(vault)?.seq).toBe(3);
  });

  it("of a profile that was made with a record and has none, in keychain or file", async () => {
    expect(await behind(testProfile().start(head(1)))).toBe(true);
  });
});

describe("a database that is behind", () => {
  async function older() {
    const profile = await used(5);
    profile.restore(profile.early);
    return { ...profile, guard: await profile.start(head(1)) };
  }

  it("writes no record until it has caught up", async () => {
    const { guard, record, early } = await older();
    guard.noteLog(head(3));
    guard.noteVault(chainTo(4), stateAt(3));
    expect(record()).toEqual(early);
  });

  const pin: Binding = {
    ...{
      entrySeq: 3,
      seq: 2,
      hash: chainTo(2).head.hash,
      by: "" as UserId,
      kind: "pin" as const,
      manager: true,
      root: null,
      voids: 3,
    },
  };
  const log = stateAt(3);
  it.each<[string, string, HeldNow]>([
    ["the log does not reach what was known", "local-rollback", held(stateAt(1), chainTo(5))],
    [
      "the log has another entry there",
      "log-fork",
      held({ ...log, hashes: addHash(addHash(firstHashes(head(0).hash), head(1).hash), head(8).hash) }, chainTo(5)),
    ],
    ["the log has caught up and a vault has not", "local-rollback", held(log, chainTo(4))],
    ["a vault has other commits there", "local-rollback", held(log, chainTo(6, vault, 5))],
    [
      "an editor's pin took commits back",
      "local-rollback",
      held(stateAt(3, [vault], [{ ...pin, manager: false }]), chainTo(2)),
    ],
    [
      "a manager's pin of before took commits back",
      "local-rollback",
      held(stateAt(3, [vault], [{ ...pin, entrySeq: 2 }]), chainTo(2)),
    ],
    [
      "a later manager's pin is not on my chain",
      "local-rollback",
      held(stateAt(3, [vault], [{ ...pin, hash: head(7).hash }]), chainTo(2)),
    ],
  ])("stays behind where %s", async (_, code, now) => {
    const { guard } = await older();
    expect(guard.caughtUp(now)).toMatchObject({ ok: false, failure: { code } });
    expect(guard.isBehind()).toBe(true);
  });

  it.each<[string, HeldNow]>([
    ["log and vaults reach it", held(log, chainTo(5))],
    ["they go beyond it", held(stateAt(9), chainTo(7))],
    ["a later manager's pin took its commits back", held(stateAt(3, [vault], [pin]), chainTo(2))],
    ["a later manager's pin leads another way", held(stateAt(3, [vault], [pin]), chainTo(6, vault, 3))],
    ["the vault is none that this person reads by that log", held(stateAt(3, []), null)],
  ])("goes on where %s", async (_, now) => {
    const { guard } = await older();
    expect(guard.caughtUp(now)).toEqual(ok(true));
    expect(guard.isBehind()).toBe(false);
  });

  it("goes on where a named stop holds the vault, and remembers what is owed until it is reached", async () => {
    const { guard, start } = await older();
    expect(guard.caughtUp(held(log, chainTo(4), true))).toEqual(ok(true));
    guard.noteVault(chainTo(4), log);
    await settled();
    guard.stop();
    const next = await start(head(3));
    expect(next.recorded(vault)?.seq).toBe(5);
    next.missing(vault);
    expect(next.caughtUp(held(log, chainTo(4)))).toMatchObject({ failure: { code: "local-rollback" } });
    expect(next.caughtUp(held(log, chainTo(5)))).toEqual(ok(true));
  });

  it("is so from the moment on at which a vault's commits turn out to be missing", async () => {
    const { start } = await used();
    const guard = await start(head(2));
    guard.missing(vault);
    expect(guard.isBehind()).toBe(true);
    expect(guard.caughtUp(held(stateAt(2), chainTo(2)))).toMatchObject({ failure: { code: "local-rollback" } });
    expect(guard.caughtUp(held(stateAt(2), chainTo(3)))).toEqual(ok(true));
  });
});

describe("a change of what waits to be sent, which moves no head", () => {
  it("is counted: the file of before is behind, and what the server has ends that", async () => {
    const { start, record, restore } = await used();
    const guard = await start(head(2));
    await settled();
    const before = record();
    guard.noteDrafts();
    await settled();
    guard.stop();
    const now = record();
    restore(before);
    const older = await start(head(2));
    expect(older.isBehind()).toBe(true);
    expect(older.caughtUp(held(stateAt(2), chainTo(3)))).toEqual(ok(true));
    older.stop();
    restore(now);
    expect(await behind(start(head(2)))).toBe(true);
  });

  it("is counted once for each, and a file that is as it was left is not behind", async () => {
    const { start, kept } = await used();
    const guard = await start(head(2));
    await settled();
    const counter = async () => {
      const now = await kept();
      return now.state === "record" ? now.record.counter : null;
    };
    const first = (await counter()) as number;
    for (let at = 0; at < 3; at++) guard.noteDrafts();
    await settled();
    expect(await counter()).toBe(first + 3);
    guard.stop();
    expect(await behind(start(head(2)))).toBe(false);
  });

  it("is not held against a file whose program ended before the keychain was written", async () => {
    const { start, entries } = await used();
    const guard = await start(head(2));
    await settled();
    const before = new Map(entries);
    guard.noteDrafts();
    await settled();
    guard.stop();
    entries.clear();
    for (const [name, bytes] of before) entries.set(name, bytes);
    expect(await behind(start(head(2)))).toBe(false);
  });

  it("writes no record while behind, so that the next start is told again", async () => {
    const profile = await used(5);
    profile.restore(profile.early);
    const guard = await profile.start(head(1));
    guard.noteDrafts();
    await settled();
    expect(profile.record()).toEqual(profile.early);
    guard.stop();
    expect(await behind(profile.start(head(1)))).toBe(true);
  });
});

it("a keychain that refuses in the middle keeps what it had, and an entry fits every keychain", async () => {
  const profile = await used(
    3,
    Array.from({ length: 200 }, () => newId<VaultId>()),
  );
  const asText = [...profile.entries.values()].map(({ length }) => Math.ceil(length / 3) * 4);
  expect(Math.max(...asText)).toBeLessThan(2560);
  const before = await profile.kept();
  expect(before).toMatchObject({ state: "record", record: { vaults: { size: 201 } } });
  const guard = await profile.start(head(2));
  await settled();
  const set = profile.entries.set.bind(profile.entries);
  let left = 4;
  profile.entries.set = (name, bytes) => (left-- > 0 ? set(name, bytes) : profile.entries);
  guard.noteLog(head(3));
  await settled();
  guard.stop();
  profile.entries.set = set;
  expect(await profile.kept()).toMatchObject({ state: "record", record: { vaults: { size: 201 }, log: { seq: 2 } } });
  expect(await behind(profile.start(head(3)))).toBe(false);
});
