/** What a computer keeps of another history: found on a server, checked on the own log, read again from the file, bounded. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act, planInvite } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { statement } from "../../../shared/testing/statements.ts";
import type { Person } from "../../../shared/testing/team.ts";
import { testDatabase } from "../store/test-database.ts";
import { findBranch } from "./find-branch.ts";
import { createForkWatch } from "./fork-watch.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const invites = ({ team }: SmallTeam, by: Person): Uint8Array => act(team, by, planInvite(team).plan).bytes;

/** My log went on by two entries; on the other one Cleo and then Bob may go on. */
function computer() {
  const [mine, other] = [copyOf(scene), copyOf(scene)];
  const states = new Map<number, TeamState>([[mine.team.state.head.seq, mine.team.state]]);
  const common = mine.team.state.head.seq;
  for (const by of [mine.ada, mine.ada]) invites(mine, by);
  const { db } = testDatabase();
  const told: string[] = [];
  const holder = {
    ...{ db, keys: mine.bob.keys, profile: { profile: newId<ProfileId>() } as never },
    ports: { clock: { now: () => mine.team.now } as never },
    state: () => mine.team.state,
    stateAt: (seq: number) => states.get(seq) ?? null,
    noted: () => {},
    tell: (what: string) => void told.push(what),
  };
  const made = { mine, other, common, states, db, told, watch: createForkWatch(holder), restart: () => {} };
  made.restart = () => {
    made.watch = createForkWatch(holder);
  };
  return made;
}
type Computer = ReturnType<typeof computer>;
const proves = ({ other, watch, common }: Computer): void =>
  watch.sawBranch(common, [invites(other, other.cleo), invites(other, other.ada)]);
const says = ({ other, watch }: Computer, by: Person): void =>
  watch.heardWord({ kind: "statement", bytes: statement(other.team, by) });

describe("evidence of another history", () => {
  it("is told once, freezes, and is there after a restart with the time at which it came", () => {
    const made = computer();
    expect(made.watch.mayWrite().ok).toBe(true);
    proves(made);
    proves(made);
    expect(made.told).toEqual(["proven"]);
    const before = made.watch.evidence();
    made.restart();
    expect(made.watch.mayWrite()).toMatchObject({ ok: false, failure: { code: "log-fork" } });
    expect([made.watch.evidence(), made.told]).toEqual([before, ["proven", "proven"]]);
    expect(before.since).toBe(made.mine.team.now);
  });

  it("grows together from what was heard and what was shown, over a restart", () => {
    const made = computer();
    const first = invites(made.other, made.other.cleo);
    says(made, made.other.bob);
    expect(made.watch.verdict().state).toBe("claimed");
    made.restart();
    made.watch.sawBranch(made.common, [first]);
    expect(made.watch.verdict()).toMatchObject({ state: "proven", how: "built", by: [{ user: made.other.bob.user }] });
  });

  it("is checked by my log as it grows: no proof any more where who built on it was removed, and one again by others", () => {
    const made = computer();
    const { mine, other, common, watch } = made;
    watch.sawBranch(common, [invites(other, other.ada), invites(other, other.cleo)]);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.cleo.user));
    watch.look();
    expect(watch.mayWrite().ok).toBe(true);
    says(made, other.dora);
    expect([watch.mayWrite().ok, made.told]).toEqual([false, ["proven", "proven"]]);
  });

  it("counts a word above my log once my log is there, and no word of who is out", () => {
    const made = computer();
    const { mine, other, watch } = made;
    for (let times = 0; times < 3; times++) invites(other, other.cleo);
    says(made, other.bob);
    says(made, other.dora);
    expect(watch.verdict().state).toBe("none");
    invites(mine, mine.ada);
    expect(watch.verdict()).toMatchObject({ state: "proven", how: "words" });
    watch.look();
    expect([watch.evidence().since, made.told]).toEqual([mine.team.now, ["proven"]]);
    made.restart();
    expect(made.watch.evidence().since).toBe(mine.team.now);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.dora.user));
    expect(watch.verdict().state).toBe("claimed");
    says(made, other.dora);
    expect(watch.verdict().state).toBe("claimed");
  });

  it.each<[string, boolean, (made: Computer, place: number) => void]>([
    ["nobody said since that they stand here", true, () => {}],
    [
      "who built on it stands here at the place where the two part",
      false,
      ({ other, watch }, place) => watch.standsHere({ device: other.ada.device, counter: 9, logSeq: place }),
    ],
    [
      "who built on it stands here before that place",
      true,
      ({ other, watch }, place) => watch.standsHere({ device: other.ada.device, counter: 9, logSeq: place - 1 }),
    ],
    [
      "they say later that they stand there again",
      true,
      (made, place) => {
        made.watch.standsHere({ device: made.other.ada.device, counter: 0, logSeq: place });
        says(made, made.other.ada);
      },
    ],
    [
      "they say there what is newer, and a statement from before it comes late",
      true,
      (made, place) => {
        says(made, made.other.ada);
        made.watch.standsHere({ device: made.other.ada.device, counter: 0, logSeq: place });
      },
    ],
    [
      "an older word of theirs comes once more",
      false,
      (made, place) => {
        made.watch.standsHere({ device: made.other.ada.device, counter: 900, logSeq: place });
        says(made, made.other.ada);
        made.watch.standsHere({ device: made.other.ada.device, counter: 3, logSeq: 0 });
      },
    ],
    [
      "my computer was restarted, and heard nothing yet",
      true,
      (made, place) => {
        made.watch.standsHere({ device: made.other.ada.device, counter: 9, logSeq: place });
        made.restart();
      },
    ],
  ])("ends as they come over, where %s: frozen %s", (_what, isFrozen, change) => {
    const made = computer();
    proves(made);
    change(made, made.common + 1);
    expect(made.watch.mayWrite().ok).toBe(!isFrozen);
  });

  it("is one word of each person, whatever they go on to say", () => {
    const made = computer();
    for (let times = 0; times < 4; times++) {
      invites(made.other, made.other.cleo);
      says(made, made.other.bob);
    }
    expect(made.watch.evidence().words).toHaveLength(1);
  });

  it("goes on to name who else builds on the same entries: it ends only with all of them", () => {
    const made = computer();
    const { mine, other, common } = made;
    const [first, second] = [invites(other, other.cleo), invites(other, other.eve)];
    made.watch.sawBranch(common, [first, second]);
    expect(made.watch.verdict()).toMatchObject({ state: "proven", by: [{ user: mine.eve.user }] });
    made.watch.sawBranch(common, [first, second, invites(other, other.ada)]);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.eve.user));
    made.watch.look();
    expect(made.watch.verdict()).toMatchObject({ state: "proven", by: [{ user: mine.ada.user }] });
    made.restart();
    expect(made.watch.mayWrite().ok).toBe(false);
  });

  it("is not given away for a longer branch that proves less", () => {
    const made = computer();
    const { other, common, watch } = made;
    const first = invites(other, other.cleo);
    const after = other.team.state;
    const proof = [first, invites(other, other.eve)];
    watch.sawBranch(common, proof);
    other.team.state = after;
    const alone = [first, invites(other, other.cleo), invites(other, other.cleo)];
    for (const shown of [alone, [first, ...Array.from({ length: 3 }, () => new Uint8Array(40))], [...proof, proof[1]]])
      watch.sawBranch(common, shown as Uint8Array[]);
    expect([watch.mayWrite().ok, watch.evidence().branch]).toEqual([false, proof]);
  });

  it("is read again once my log is there, where the file had lost the end of it", () => {
    const made = computer();
    const { mine, common, states } = made;
    proves(made);
    const [whole, before] = [mine.team.state, states.get(common) as TeamState];
    mine.team.state = scene.team.state;
    states.delete(common);
    made.restart();
    expect(made.watch.mayWrite().ok).toBe(true);
    states.set(common, before);
    mine.team.state = whole;
    made.watch.look();
    expect([made.watch.mayWrite().ok, made.told]).toEqual([false, ["proven", "proven"]]);
  });

  it("is not given up for a word that comes before my log is there", () => {
    const made = computer();
    const { mine, common, states } = made;
    proves(made);
    const { branch } = made.watch.evidence();
    const [whole, before] = [mine.team.state, states.get(common) as TeamState];
    mine.team.state = scene.team.state;
    states.delete(common);
    made.restart();
    says(made, made.other.bob);
    states.set(common, before);
    mine.team.state = whole;
    made.watch.look();
    expect([made.watch.mayWrite().ok, made.watch.evidence().branch]).toEqual([false, branch]);
  });

  it("that somebody changed in the file is told, and counts for nothing", () => {
    const made = computer();
    proves(made);
    made.db.prepare("UPDATE settings SET sealed = ? WHERE name = 'fork-evidence'").run(new Uint8Array(400));
    made.restart();
    expect([made.watch.mayWrite().ok, made.told]).toEqual([true, ["proven", "damaged"]]);
  });
});

describe("the other history of a server", () => {
  it("is found from its first entry on, wherever it begins and however the server cuts its pages", async () => {
    const [mine, other] = [copyOf(scene), copyOf(scene)];
    const base = mine.team.state.head.seq;
    const shared = Array.from({ length: 12 }, () => invites(mine, mine.ada));
    other.team.state = mine.team.state;
    const atCommon = mine.team.state.head.seq;
    for (let times = 0; times < 5; times++) invites(mine, mine.ada);
    const beside = Array.from({ length: 7 }, () => invites(other, other.cleo));
    const log = [...shared, ...beside];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 7 }), async (pageLength, length) => {
        const shown = log.slice(0, shared.length + length);
        const head = { ...other.team.state.head, seq: atCommon + length };
        let asked = 0;
        const call = async (_name: "log", { from }: { from: number }) => {
          asked++;
          const at = from - base - 1;
          return ok({ head, entries: at < 0 ? [] : shown.slice(at, at + pageLength) });
        };
        const found = await findBranch({ transport: { call: call as never }, state: mine.team.state }, head);
        expect(found).toEqual({ common: atCommon, entries: beside.slice(0, length) });
        expect(asked).toBeLessThan(20);
      }),
      { numRuns: 40 },
    );
  });
});
