/** The chain of events in the file of this computer: what it holds, and what is said where the file was damaged or put back [protocol: Activity]. */
import type Sqlite from "better-sqlite3";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { deviceKeys, newMasterKey } from "../../../shared/crypto/device-keys.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { zeroHash } from "../../../shared/encoding/fields.ts";
import type { DeviceId, ItemId, ProfileId, TeamId, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { readBatch } from "../../../shared/protocol/activity/batch.ts";
import { plainEvent } from "../../../shared/protocol/activity/event.ts";
import { must } from "../../../shared/testing/team.ts";
import { type KnownHead, noHead } from "../local/heads.ts";
import { addFailedUnlock } from "../store/failed-unlocks.ts";
import { testDatabase } from "../store/test-database.ts";
import { type Activity, openActivity } from "./activity.ts";
import type { HeldChain } from "./chain-reader.ts";

await cryptoReady();
const open: Sqlite.Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

/** A profile's file with the head that its sealed record names; each start opens it anew. */
function testComputer() {
  const { raw, db } = testDatabase();
  open.push(raw);
  const keys = deviceKeys(newMasterKey());
  const state = { head: noHead, isBehind: false, now: 1000 };
  const profile = {
    ...{ profile: newId<ProfileId>(), team: zeroHash as unknown as TeamId },
    ...{ user: newId<UserId>(), device: zeroHash as unknown as DeviceId },
  };
  const start = (): Activity =>
    openActivity({
      ...{ db, keys, profile: profile as never, emit: () => {} },
      ports: { clock: { now: () => state.now++ }, timers: { after: (_: number, act: () => void) => act() } } as never,
      guard: {
        activity: () => state.head,
        isBehind: () => state.isBehind,
        noteActivity: (head: KnownHead) => {
          state.head = head;
        },
      },
    });
  return { raw, db, keys, profile, state, start };
}

const types = ({ events }: HeldChain) => events.map(({ seq, type }) => `${seq} ${type}`);
const numbered = (activity: Activity, count: number) => {
  for (let at = 0; at < count; at++) activity.record(plainEvent("code-shown"));
};

describe("the activity of this computer", () => {
  it("is there at the next start, each event chained to the one before", async () => {
    const { start } = testComputer();
    const first = start();
    expect(first.record({ ...plainEvent("secret-shown"), field: "password", count: 1 })).toBe(1);
    first.failed(1, "not-found");
    numbered(start(), 1);
    const { events, gaps } = await start().held();
    expect(types({ events, gaps })).toEqual(["1 secret-shown", "2 failed", "3 code-shown"]);
    expect(events[1]).toMatchObject({ of: 1, code: "not-found" });
    expect(gaps).toEqual([]);
  });

  it("shows what came since it was read", async () => {
    const activity = testComputer().start();
    numbered(activity, 2);
    expect((await activity.held()).events).toHaveLength(2);
    numbered(activity, 2);
    expect((await activity.held()).events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("tells the next unlock how often somebody failed to, once", async () => {
    const { db, start } = testComputer();
    for (const at of [500, 600, 700]) addFailedUnlock(db, at);
    start();
    const { events } = await start().held();
    expect(events).toMatchObject([{ type: "unlock-failed", count: 3, since: 500 }]);
  });

  it.each([
    ["nothing", -5, -1, { count: 1, since: 0 }],
    ["more than anybody counts", 2 ** 52, 2 ** 53, { count: 1_000_000, since: 2 ** 52 }],
  ])("cuts a count of failed unlocks that says %s", async (_, count, at, cut) => {
    const { raw, start } = testComputer();
    raw.prepare("INSERT INTO failed_unlocks (one, count, first_at) VALUES (1, ?, ?)").run(count, at);
    expect((await start().held()).events).toMatchObject([cut]);
  });

  it("writes nothing where the store refuses, and goes on with the same number", async () => {
    const { raw, start } = testComputer();
    const activity = start();
    numbered(activity, 1);
    raw.exec("CREATE TRIGGER full BEFORE INSERT ON activity_events BEGIN SELECT RAISE(ABORT, 'full'); END");
    expect(() => activity.record(plainEvent("code-shown"))).toThrow("full");
    raw.exec("DROP TRIGGER full");
    expect(activity.record(plainEvent("code-shown"))).toBe(2);
    expect((await start().held()).gaps).toEqual([]);
  });

  it("says so where its file was put back", async () => {
    const { state, start } = testComputer();
    numbered(start(), 1);
    state.isBehind = true;
    expect(types(await start().held())).toEqual(["1 code-shown", "2 file-put-back"]);
  });
});

type Damage = (raw: Sqlite.Database) => void;
const del =
  (...seqs: number[]): Damage =>
  (raw) => {
    for (const seq of seqs) raw.prepare("DELETE FROM activity_events WHERE seq = ?").run(seq);
  };
const flip =
  (seq: number): Damage =>
  (raw) => {
    const sealed = raw.prepare("SELECT sealed FROM activity_events WHERE seq = ?").pluck().get(seq) as Buffer;
    sealed[60] = (sealed[60] as number) ^ 1;
    raw.prepare("UPDATE activity_events SET sealed = ? WHERE seq = ?").run(sealed, seq);
  };
const swap =
  (left: number, right: number): Damage =>
  (raw) =>
    raw.exec(
      `UPDATE activity_events SET seq = -1 WHERE seq = ${left}; UPDATE activity_events SET seq = ${left} WHERE seq = ${right}; UPDATE activity_events SET seq = ${right} WHERE seq = -1;`,
    );
const add =
  (seq: number | bigint): Damage =>
  (raw) =>
    raw.prepare("INSERT INTO activity_events (seq, sealed) VALUES (?, ?)").run(seq, Buffer.from("nonsense"));

const strays: Damage = (raw) => {
  for (const damage of [add(0), add(-3), add(2n ** 62n)]) damage(raw);
};

describe("a damaged file", () => {
  it.each<[string, Damage, HeldChain["gaps"]]>([
    ["its first event", del(1), [{ from: 1, to: 1, why: "missing" }]],
    ["events in the middle", del(2, 3), [{ from: 2, to: 3, why: "missing" }]],
    ["its end", del(4, 5), [{ from: 4, to: 5, why: "missing" }]],
    ["all of it", del(1, 2, 3, 4, 5), [{ from: 1, to: 5, why: "missing" }]],
    ["the bytes of one", flip(3), [{ from: 3, to: 3, why: "damaged" }]],
    ["its order", swap(2, 3), [{ from: 2, to: 3, why: "damaged" }]],
    [
      "more behind it",
      add(7),
      [
        { from: 6, to: 6, why: "missing" },
        { from: 7, to: 7, why: "damaged" },
      ],
    ],
    ["rows of no number", strays, []],
  ])("without %s has a gap with its numbers, and goes on", async (_, damage, gaps) => {
    const { raw, start } = testComputer();
    numbered(start(), 5);
    damage(raw);
    const activity = start();
    expect((await activity.held()).gaps).toEqual(gaps);
    const seq = activity.record(plainEvent("sheet-shown"));
    expect(seq).toBeGreaterThan(5);
    const { events, gaps: after } = await start().held();
    expect(after).toEqual(gaps);
    expect(events.at(-1)).toMatchObject({ seq, type: "sheet-shown" });
  });

  it("with an event of another branch does not take it for one of this", async () => {
    const { raw, state, start } = testComputer();
    numbered(start(), 2);
    const before = state.head;
    numbered(start(), 1);
    const other = raw.prepare("SELECT sealed FROM activity_events WHERE seq = 3").pluck().get();
    state.head = before;
    del(3)(raw);
    start().record(plainEvent("sheet-shown"));
    raw.prepare("UPDATE activity_events SET sealed = ? WHERE seq = 3").run(other);
    expect(await start().held()).toMatchObject({
      events: [{ seq: 1 }, { seq: 2 }],
      gaps: [{ from: 3, to: 3, why: "damaged" }],
    });
  });

  it("accounts for every number up to the head, whatever is deleted and flipped", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ seq: fc.integer({ min: 1, max: 12 }), isFlip: fc.boolean() }), { maxLength: 12 }),
        async (damages) => {
          const { raw, start } = testComputer();
          numbered(start(), 12);
          const gone = new Set<number>();
          for (const { seq, isFlip } of damages) {
            if (gone.has(seq)) continue;
            (isFlip ? flip(seq) : del(seq))(raw);
            gone.add(seq);
          }
          const { events, gaps } = await start().held();
          const told = gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (__, at) => from + at));
          const all = [...events.map(({ seq }) => seq), ...told].sort((left, right) => left - right);
          expect(all).toEqual(Array.from({ length: 12 }, (__, at) => at + 1));
          expect(told.sort((left, right) => left - right)).toEqual([...gone].sort((left, right) => left - right));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a batch", () => {
  it("holds the next events, signed, and no more than it may", () => {
    const { keys, profile, start } = testComputer();
    const activity = start();
    const many = Array.from({ length: limits.itemsPerEvent }, () => newId<ItemId>());
    for (let at = 0; at < 12; at++) activity.record({ ...plainEvent("item-deleted"), items: many, count: many.length });
    numbered(activity, limits.eventsPerBatch + 5);
    const seen: number[] = [];
    let above = 0;
    for (;;) {
      const batch = activity.nextBatch(above);
      if (batch === null) break;
      const read = must(readBatch(batch.bytes, { ...profile, signPk: keys.signPk }));
      seen.push(...read.map(({ event }) => event.seq));
      expect(batch.upTo).toBe(seen.at(-1));
      above = batch.upTo;
    }
    expect(seen).toEqual(Array.from({ length: 12 + limits.eventsPerBatch + 5 }, (_, at) => at + 1));
  });

  it("leaves out what this disk lost, so that its reader sees the gap", () => {
    const { raw, keys, profile, start } = testComputer();
    const activity = start();
    numbered(activity, 4);
    del(2)(raw);
    flip(3)(raw);
    const batch = activity.nextBatch(0);
    const read = must(readBatch(batch?.bytes as Uint8Array, { ...profile, signPk: keys.signPk }));
    expect(read.map(({ event }) => event.seq)).toEqual([1, 4]);
  });

  it("goes on behind any number of events that do not open", () => {
    const { raw, keys, profile, start } = testComputer();
    const activity = start();
    numbered(activity, 2 * limits.eventsPerBatch + 1);
    raw.exec(`UPDATE activity_events SET sealed = x'00' WHERE seq <= ${2 * limits.eventsPerBatch}`);
    const batch = activity.nextBatch(0);
    const read = must(readBatch(batch?.bytes as Uint8Array, { ...profile, signPk: keys.signPk }));
    expect(read.map(({ event }) => event.seq)).toEqual([2 * limits.eventsPerBatch + 1]);
  });
});
