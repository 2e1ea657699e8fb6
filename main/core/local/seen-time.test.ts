/** The latest time that was seen outlasts a restart, is told where it was changed, and gives way to the server's signed word alone. */
import { beforeAll, expect, it } from "vitest";
import { deviceKeys } from "../../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { putSealed } from "../store/sealed-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import type { LocalProfile } from "./local-profile.ts";
import { openSeenTime } from "./seen-time.ts";

beforeAll(cryptoReady);

const dayMs = 86_400_000;

/** A profile on a computer whose clocks the test moves. */
function computer() {
  const at = { now: 1_800_000_000_000, steady: 0 };
  const { db } = testDatabase();
  const raised: unknown[] = [];
  const due: (() => void)[] = [];
  const local = {
    ...{ db, keys: deviceKeys(randomBytes(32)), profile: { profile: newId<ProfileId>() } },
    ports: {
      clock: { now: () => at.now, steady: () => at.steady },
      timers: {
        after: (_: number, act: () => void) => {
          due.push(act);
          return () => void due.splice(due.indexOf(act), 1);
        },
      },
    },
    emit: (_: string, alert: unknown) => void raised.push(alert),
  } as unknown as LocalProfile;
  return { at, local, raised, due };
}

it("is counted on after a restart with a clock that was set back, and said where that is more than a day", () => {
  const { at, local } = computer();
  const first = at.now;
  openSeenTime(local).stop();
  at.now -= dayMs;
  expect(openSeenTime(local).now()).toBe(first);
  expect(openSeenTime(local).isBehind()).toBe(false);
  at.now -= 1;
  const time = openSeenTime(local);
  expect(time.isBehind()).toBe(true);
  at.steady += 1000;
  at.now += 1000;
  expect(time.now()).toBe(first + 1000);
});

it("is written again and again while the app is open, and no more when it is not", () => {
  const { at, local, due } = computer();
  const time = openSeenTime(local);
  at.now += 3 * dayMs;
  due[0]?.();
  time.stop();
  expect(due).toHaveLength(1);
  at.now -= 3 * dayMs;
  expect(openSeenTime(local).now()).toBe(at.now + 3 * dayMs);
});

it("is lowered by the server's time, and stays so after a restart; never below this computer's clock", () => {
  const { at, local } = computer();
  at.now += 400 * dayMs;
  openSeenTime(local);
  at.now -= 400 * dayMs;
  const time = openSeenTime(local);
  time.serverSaid(at.now + 5);
  expect(time.now()).toBe(at.now + 5);
  expect(openSeenTime(local).now()).toBe(at.now + 5);
  time.serverSaid(at.now - dayMs);
  expect(time.now()).toBe(at.now);
});

it("is not raised by the server, whose word closes nothing here", () => {
  const { at, local } = computer();
  const time = openSeenTime(local);
  time.serverSaid(at.now + 400 * dayMs);
  expect(time.now()).toBe(at.now);
});

it("agrees with the server on the earlier of both, and on nothing before the server said one", () => {
  const { at, local } = computer();
  const time = openSeenTime(local);
  expect(time.agreed()).toBe(null);
  time.serverSaid(at.now - 50);
  at.now += 400 * dayMs;
  at.steady += 1000;
  expect(time.agreed()).toBe(at.now - 400 * dayMs - 50 + 1000);
  time.serverSaid(at.now + 50);
  expect(time.agreed()).toBe(at.now);
});

it("is told where it was changed on this disk, and begins with the clock", () => {
  const { at, local, raised } = computer();
  openSeenTime(local);
  putSealed(local.db, "settings", "latest-time", randomBytes(80));
  expect(openSeenTime(local).now()).toBe(at.now);
  expect(raised).toEqual([{ code: "damaged-database", reason: "latest-time" }]);
});
