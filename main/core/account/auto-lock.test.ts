import { describe, expect, it } from "vitest";
import type { EventName, Events } from "../../../shared/contract/commands.ts";
import { sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { encode } from "../../../shared/encoding/canonical.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { Ports } from "../ports.ts";
import { putSealed } from "../store/sealed-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import { createAutoLock } from "./auto-lock.ts";

await cryptoReady();
const minute = 60_000;

/** An unlocked profile in its own database, and a clock that rings what is due. */
function testLock(ceiling = 60) {
  const clock = { now: 0, setBy: 0, locks: 0, due: null as { at: number; act: () => void } | null };
  const ports = {
    // Timers go by the clock that stands still while the computer sleeps.
    clock: { now: () => clock.now + clock.setBy, steady: () => clock.now },
    timers: {
      after: (ms: number, act: () => void) => {
        clock.due = { at: clock.now + ms, act };
        return () => {
          clock.due = null;
        };
      },
    },
  } as unknown as Ports;
  const { db } = testDatabase();
  const policy = { autoLockMinutes: ceiling };
  const unlocked = {
    keys: { localStateKey: randomBytes(32) },
    profile: { profile: newId<ProfileId>() },
    db,
    log: { state: () => ({ policy }) },
  } as unknown as Parameters<ReturnType<typeof createAutoLock>["start"]>[0];
  const alerts: Events["alert.raised"][] = [];
  const emitter = { emit: (_: EventName, event: unknown) => void alerts.push(event as Events["alert.raised"]) };
  const create = () => createAutoLock(ports, emitter, () => void clock.locks++);
  const pass = (ms: number): void => {
    clock.now += ms;
    const { due } = clock;
    if (due === null || due.at > clock.now) return;
    clock.due = null;
    due.act();
  };
  return { clock, create, pass, unlocked, policy, alerts };
}

describe("the automatic lock", () => {
  it("locks after ten minutes without input where nothing is set, and not before", () => {
    const { clock, create, pass, unlocked } = testLock();
    create().start(unlocked);
    pass(10 * minute - 1);
    expect(clock.locks).toBe(0);
    pass(1);
    expect(clock.locks).toBe(1);
  });

  it("counts from the last input", () => {
    const { clock, create, pass, unlocked } = testLock();
    const lock = create();
    lock.start(unlocked);
    pass(9 * minute);
    lock.touch();
    pass(minute);
    expect(clock.locks).toBe(0);
    pass(9 * minute);
    expect(clock.locks).toBe(1);
  });

  it("follows what the team allows, also where that is less from now on, and says it", () => {
    const { clock, create, pass, unlocked, policy } = testLock(45);
    const lock = create();
    lock.start(unlocked);
    expect([lock.set(unlocked, 46).ok, lock.set(unlocked, 40).ok]).toEqual([false, true]);
    expect([lock.minutes(), lock.most()]).toEqual([40, 45]);
    policy.autoLockMinutes = 5;
    lock.touch();
    expect([lock.minutes(), lock.most()]).toEqual([5, 5]);
    pass(5 * minute);
    expect(clock.locks).toBe(1);
  });

  it.each([
    ["slept through its time", 11 * minute],
    ["was set forth beyond it", 400 * 24 * 60 * minute],
  ])("locks within seconds where the computer %s", (_how, setBy) => {
    const { clock, create, pass, unlocked } = testLock();
    create().start(unlocked);
    pass(2000);
    clock.setBy = setBy;
    pass(3000);
    expect(clock.locks).toBe(1);
  });

  it("locks no later where the clock is set back", () => {
    const { clock, create, pass, unlocked } = testLock();
    create().start(unlocked);
    clock.setBy = -24 * 60 * minute;
    for (let passed = 0; passed < 10; passed++) pass(minute);
    expect(clock.locks).toBe(1);
  });

  it("locks at the first input after its time, also where no timer rang yet, and only once", () => {
    const { clock, create, unlocked } = testLock();
    const lock = create();
    lock.start(unlocked);
    clock.setBy = 10 * minute - 1;
    expect([lock.lockInTime(), clock.locks]).toEqual([false, 0]);
    clock.setBy = 10 * minute;
    expect([lock.lockInTime(), clock.locks]).toEqual([true, 1]);
    lock.touch();
    expect([lock.lockInTime(), clock.locks]).toEqual([false, 1]);
  });

  it("locks nothing after it was stopped", () => {
    const { clock, create, pass, unlocked } = testLock();
    const lock = create();
    lock.start(unlocked);
    lock.stop();
    pass(60 * minute);
    expect(clock.locks).toBe(0);
  });

  it("remembers its minutes over a restart", () => {
    const { create, unlocked } = testLock();
    expect(create().set(unlocked, 25)).toEqual(ok({}));
    const again = create();
    again.start(unlocked);
    expect(again.minutes()).toBe(25);
  });

  it("refuses more than the team's ceiling, and keeps what was set", () => {
    const { create, unlocked } = testLock(5);
    const lock = create();
    lock.start(unlocked);
    expect(lock.set(unlocked, 6)).toMatchObject({ failure: { code: "limit", detail: { number: 5 } } });
    expect(lock.minutes()).toBe(5);
  });

  it("obeys a ceiling that the team lowered since", () => {
    const { create, unlocked, policy } = testLock();
    create().set(unlocked, 30);
    policy.autoLockMinutes = 3;
    const again = create();
    again.start(unlocked);
    expect(again.minutes()).toBe(3);
  });

  const sealed = ({ keys, profile }: ReturnType<typeof testLock>["unlocked"], plain: Uint8Array, name = setting) =>
    sealLocal(keys.localStateKey, { profile: profile.profile, name }, plain);
  const setting = "auto-lock-minutes";
  it.each<[string, (unlocked: ReturnType<typeof testLock>["unlocked"]) => Uint8Array]>([
    ["does not open", () => randomBytes(60)],
    ["is empty", () => new Uint8Array()],
    ["is the sealed row of another setting", (unlocked) => sealed(unlocked, encode(60), "other")],
    [
      "was sealed for another profile",
      (unlocked) => sealed({ ...unlocked, profile: { ...unlocked.profile, profile: newId<ProfileId>() } }, encode(60)),
    ],
    ["opens and is no number", (unlocked) => sealed(unlocked, encode("60"))],
    ["opens and is longer than there is", (unlocked) => sealed(unlocked, encode(61))],
    ["opens and says never", (unlocked) => sealed(unlocked, encode(0))],
  ])("locks after one minute, and says so by name, where the setting %s", (_, spoil) => {
    const { clock, create, pass, unlocked, alerts } = testLock();
    create().set(unlocked, 2);
    putSealed(unlocked.db, "settings", setting, spoil(unlocked));
    const lock = create();
    lock.start(unlocked);
    expect(lock.minutes()).toBe(1);
    expect(alerts).toEqual([{ code: "damaged-database", reason: "auto-lock" }]);
    expect(unlocked.db.prepare("SELECT code FROM security_events").all()).toEqual([{ code: "damaged-database" }]);
    pass(minute);
    expect(clock.locks).toBe(1);
    // Set anew it holds, and nothing is said any more.
    lock.set(unlocked, 2);
    const again = create();
    again.start(unlocked);
    expect([again.minutes(), alerts.length]).toEqual([2, 1]);
  });

  it("says nothing of a setting that was never made, or of one that the team lowered", () => {
    const { create, unlocked, policy, alerts } = testLock();
    create().start(unlocked);
    create().set(unlocked, 30);
    policy.autoLockMinutes = 3;
    create().start(unlocked);
    expect(alerts).toEqual([]);
  });
});
