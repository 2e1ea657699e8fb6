/** A vault closes when its end comes, by whichever clock is first, and opens again where it was given for longer. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { deadlineIn, latestTime, leftUntil } from "../../../shared/deadline.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { act, planAccess } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import type { SeenTime } from "../local/seen-time.ts";
import { createSubscriptions } from "../subscriptions.ts";
import { followEnds } from "./ending-rights.ts";
import { ownRights } from "./own-rights.ts";
import type { SyncEvents } from "./vault-events.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
let mine: SmallTeam;
beforeEach(() => {
  mine = copyOf(scene);
});

function giveUntil(end: number | null): void {
  const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "edit" }]);
  const changes = plan.payload.changes.map((one) => ({ ...one, end: end as EpochMs | null }));
  act(mine.team, mine.ada, { ...plan, payload: { ...plan.payload, changes } });
}

/** Bob's app. */
function open() {
  const at = { now: mine.team.now, steady: 0 };
  const clock = { now: () => at.now, steady: () => at.steady };
  const latest = latestTime(clock, 0);
  const told: string[] = [];
  const events = createSubscriptions<SyncEvents>();
  events.on("vaultClosed", (vault) => told.push(vault === mine.ops ? "closed" : "other"));
  events.on("keysChanged", (vault) => told.push(vault === mine.ops ? "opened" : "other"));
  const state = () => mine.team.state;
  const rights = ownRights({ state, user: mine.bob.user, now: latest.now });
  let [ring, deadline]: [() => void, ReturnType<typeof deadlineIn> | null] = [() => {}, null];
  const ends = followEnds({
    ...{ state, user: mine.bob.user, rights, events },
    time: { now: latest.now, keep: () => void told.push("kept") } as unknown as SeenTime,
    emitter: { emit: () => undefined } as never,
    createAlarm: (act) => {
      ring = act;
      return {
        set(ms) {
          deadline = deadlineIn(clock, ms);
        },
        stop() {
          deadline = null;
        },
      };
    },
  });
  /** What the alarm does, which is tested by itself. */
  const look = (): void => {
    if (deadline === null || leftUntil(clock, deadline) > 0) return;
    deadline = null;
    ring();
  };
  return { at, told, ends, events, rights, latest, look };
}

it.each<[string, { now: number; steady: number }]>([
  ["by the time of day, which goes on in sleep", { now: 5000, steady: 0 }],
  ["by the other clock, where the time of day was set back", { now: -90_000_000, steady: 5000 }],
])("closes at its end %s", (_, passed) => {
  giveUntil(mine.team.now + 5000);
  const { at, told, ends, rights, look } = open();
  ends.look();
  look();
  expect([told, rights.of(mine.ops)]).toEqual([[], "edit"]);
  at.now += passed.now;
  at.steady += passed.steady;
  look();
  expect(told).toEqual(["kept", "closed"]);
  expect([rights.of(mine.ops), rights.hasEnded(mine.ops)]).toEqual([null, true]);
  expect(rights.checkOpen(mine.ops)).toMatchObject({ failure: { code: "access-ended" } });
});

it("closes at the first look what ended while the app was not open, and stays closed when the clock is set back", () => {
  giveUntil(mine.team.now - 1);
  const { at, told, ends, rights } = open();
  ends.look();
  ends.look();
  expect(told).toEqual(["kept", "closed"]);
  at.now -= 1000;
  expect(rights.hasEnded(mine.ops)).toBe(true);
});

it("opens again where it was given for longer, or the end had come by a wrong clock only", () => {
  giveUntil(mine.team.now + 5000);
  const { at, told, ends, events, latest, look } = open();
  ends.look();
  at.now += 5000;
  look();
  giveUntil(at.now + 9000);
  events.tell("entriesVerified", []);
  expect(told).toEqual(["kept", "closed", "opened"]);
  at.now += 90_000_000;
  look();
  at.now -= 90_000_000;
  latest.lower(at.now);
  ends.look();
  expect(told).toEqual(["kept", "closed", "opened", "kept", "closed", "opened"]);
});

it("asks for nothing where no grant of one's own ends", () => {
  const { told, ends, rights, at } = open();
  ends.look();
  at.now += 90_000_000;
  expect([told, rights.of(mine.ops), rights.checkOpen(mine.bobs).ok]).toEqual([[], "edit", true]);
});

it("closes everything but the directory where the role ends, and opens it again where it goes on", () => {
  const member = mine.team.state.users.get(mine.bob.user);
  if (member === undefined) throw new Error("nobody");
  const setEnd = (roleEnd: EpochMs | null): void => {
    const users = new Map(mine.team.state.users).set(member.user, { ...member, roleEnd });
    mine.team.state = { ...mine.team.state, users };
  };
  setEnd((mine.team.now + 5000) as EpochMs);
  const { at, ends, rights, look } = open();
  const openTo = (): string[] =>
    [...mine.team.state.vaults.values()]
      .filter(({ vault, archived }) => !archived && rights.of(vault) !== null)
      .map(({ kind }) => kind)
      .sort();
  ends.look();
  expect(openTo()).toEqual(["directory", "personal", "shared", "shared", "tools"]);
  at.now += 5000;
  look();
  expect(openTo()).toEqual(["directory"]);
  expect(rights.hasEnded(mine.ops)).toBe(true);
  expect(rights.hasEnded(mine.bobsPersonal)).toBe(true);
  setEnd(null);
  ends.look();
  expect(openTo()).toEqual(["directory", "personal", "shared", "shared", "tools"]);
});
