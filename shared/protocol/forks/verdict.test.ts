/** What proves a fork and what does not: on real entries, statements and commits of a team with two histories. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../crypto/ready.ts";
import type { DeviceId, EpochMs, Hash, UserId } from "../../encoding/ids.ts";
import { commit } from "../../testing/commits.ts";
import { act, planInvite } from "../../testing/entries.ts";
import { planRemove, planRevoke } from "../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { statement } from "../../testing/statements.ts";
import { must, type Person } from "../../testing/team.ts";
import { evidenceMost, readBranch, readWord, type SignedWord, verdictOn } from "./evidence.ts";
import { forkVerdict, type Word } from "./verdict.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** My history and another from the same entry on; `mine` is checked, `other` shows itself. */
function twoHistories() {
  const [mine, other] = [copyOf(scene), copyOf(scene)];
  const common = mine.team.state;
  act(mine.team, mine.ada, planInvite(mine.team).plan);
  act(mine.team, mine.ada, planInvite(mine.team).plan);
  const branch: Uint8Array[] = [];
  const words: SignedWord[] = [];
  const made = {
    ...{ mine, other, common, branch, words },
    builds: (by: Person) => void branch.push(act(other.team, by, planInvite(other.team).plan).bytes),
    states: (by: Person) => void words.push({ kind: "statement", bytes: statement(other.team, by) }),
    commits: (by: Person) =>
      void words.push({ kind: "commit", bytes: commit(other.team, by, { vault: other.ops }).bytes }),
    verdict: () =>
      verdictOn(mine.team.state, {
        branch: readBranch(common, branch),
        words: words.map((word) => must(readWord(mine.team.state, word))),
      }),
  };
  return made;
}
type Two = ReturnType<typeof twoHistories>;

describe("another history", () => {
  const rows: [what: string, verdict: string, how: (two: Two) => void][] = [
    ["that nobody showed", "none", () => {}],
    ["of one entry", "alone", ({ builds, other }) => builds(other.cleo)],
    [
      "of several entries of one person",
      "alone",
      ({ builds, other }) => {
        for (const by of [other.cleo, other.cleo, other.cleo]) builds(by);
      },
    ],
    [
      "of one entry, with its signer's own word",
      "claimed",
      ({ builds, states, other }) => {
        builds(other.cleo);
        states(other.cleo);
      },
    ],
    [
      "of one entry on which another person built",
      "proven built",
      ({ builds, other }) => {
        builds(other.cleo);
        builds(other.ada);
      },
    ],
    [
      "of one entry that another person's statement names",
      "proven built",
      ({ builds, states, other }) => {
        builds(other.cleo);
        states(other.bob);
      },
    ],
    [
      "of one entry on which another person's commit stands",
      "proven built",
      ({ builds, commits, other }) => {
        builds(other.cleo);
        commits(other.bob);
      },
    ],
    [
      "that one person says, by a statement and a commit",
      "claimed",
      ({ builds, states, commits, other, branch }) => {
        builds(other.cleo);
        states(other.bob);
        commits(other.bob);
        branch.length = 0;
      },
    ],
    [
      "that two people say, without the entry",
      "proven words",
      ({ builds, states, commits, other, branch }) => {
        builds(other.cleo);
        states(other.dora);
        commits(other.bob);
        branch.length = 0;
      },
    ],
    [
      "above my head is not another one",
      "none",
      ({ other, builds, states, mine, branch }) => {
        for (let times = 0; times < 5; times++) builds(other.cleo);
        states(other.bob);
        branch.length = 0;
        expect(other.team.state.head.seq).toBeGreaterThan(mine.team.state.head.seq);
      },
    ],
  ];
  it.each(rows)("%s: %s", (_what, verdict, how) => {
    const two = twoHistories();
    how(two);
    const found = two.verdict();
    expect([found.state, ...(found.state === "proven" ? [found.how] : [])].join(" ")).toBe(verdict);
  });

  it.each<[string, (two: Two) => void]>([
    [
      "who built on it was removed",
      ({ mine }) => act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.cleo.user)),
    ],
    [
      "the computer that built on it was revoked",
      ({ mine }) => act(mine.team, mine.ada, planRevoke(mine.team, mine.ada, mine.cleo.device)),
    ],
  ])("is checked again when my log grows: not proven any more where %s", (_what, ends) => {
    const two = twoHistories();
    two.builds(two.other.ada);
    two.builds(two.other.cleo);
    expect(two.verdict()).toMatchObject({ state: "proven", by: [{ user: two.mine.cleo.user }] });
    ends(two);
    expect(two.verdict().state).toBe("alone");
  });

  it.each<[string, string, (two: Two, stated: Map<DeviceId, number>) => void]>([
    ["nobody has come over", "proven", () => {}],
    ["who built on it has", "alone", ({ other }, stated) => stated.set(other.cleo.device, 1)],
    ["its first signer has, and not who built on it", "proven", ({ other }, stated) => stated.set(other.ada.device, 1)],
    ["somebody else has", "proven", ({ other }, stated) => stated.set(other.dora.device, 1)],
  ])("is checked again when people come over to my log: %s: %s", (_what, state, change) => {
    const two = twoHistories();
    two.builds(two.other.ada);
    two.builds(two.other.cleo);
    const stated = new Map<DeviceId, number>();
    change(two, stated);
    const found = verdictOn(two.mine.team.state, {
      branch: readBranch(two.common, two.branch),
      words: [],
      hasComeOver: ({ device }) => stated.has(device),
    });
    expect(found.state).toBe(state);
  });

  it("stays proven where the signer of its first entry was removed: who built on it is somebody else", () => {
    const two = twoHistories();
    two.builds(two.other.cleo);
    two.states(two.other.bob);
    act(two.mine.team, two.mine.ada, planRemove(two.mine.team, two.mine.ada, two.mine.cleo.user));
    expect(two.verdict().state).toBe("proven");
  });

  it("is read as far as it verifies, and no more of it than is kept", () => {
    const two = twoHistories();
    for (let times = 0; times < evidenceMost.entries + 2; times++) two.builds(two.other.ada);
    expect(readBranch(two.common, two.branch)).toHaveLength(evidenceMost.entries);
    const [first, , third] = two.branch as [Uint8Array, Uint8Array, Uint8Array];
    expect(readBranch(two.common, [first, third])).toHaveLength(1);
    expect(readBranch(two.common, [first.map((byte, at) => (at === 12 ? byte ^ 1 : byte))])).toEqual([]);
  });

  it("is nobody's word where another computer signed it, or one that is not in the team by my log", () => {
    const two = twoHistories();
    const own = statement(two.other.team, two.other.bob);
    const { team, bob, ada } = two.other;
    expect(readWord(two.mine.team.state, { kind: "statement", bytes: own }).ok).toBe(true);
    const forged = [statement(team, { ...bob, keys: ada.keys }), statement(team, { ...bob, device: ada.device })].map(
      (bytes): SignedWord => ({ kind: "statement", bytes }),
    );
    const commits = [
      { ...bob, keys: ada.keys },
      { ...bob, device: ada.device },
      { ...ada, user: bob.user },
    ].map((by): SignedWord => ({ kind: "commit", bytes: commit(team, by, { vault: two.other.ops }).bytes }));
    const theirs = smallTeam();
    const elsewhere = { kind: "commit" as const, bytes: commit(theirs.team, theirs.bob, { vault: theirs.ops }).bytes };
    expect(readWord(two.mine.team.state, elsewhere)).toMatchObject({ ok: false, failure: { code: "unknown-team" } });
    for (const word of [...forged, ...commits])
      expect(readWord(two.mine.team.state, word)).toMatchObject({ ok: false, failure: { code: "signature" } });
  });
});

describe("a proof", () => {
  const people = ["p0", "p1", "p2", "p3"] as UserId[];
  const word = fc.record({ who: fc.nat(3), seq: fc.integer({ min: 0, max: 6 }), hash: fc.constantFrom("m", "x", "y") });
  const toWord = ({ who, seq, hash }: { who: number; seq: number; hash: string }): Word => ({
    ...{ user: people[who] as UserId, device: `d${who}` as DeviceId, seq, hash: hash as Hash },
  });

  it("needs two people, one of them in the team at least, none of them alone; and never falls from more of it", () => {
    const inputs = [fc.array(word, { maxLength: 5 }), fc.array(word, { maxLength: 5 }), fc.subarray(people)] as const;
    fc.assert(
      fc.property(...inputs, (entries, said, active) => {
        const branch = entries.map((entry, at) => ({
          ...toWord({ ...entry, hash: "x" }),
          seq: at + 2,
          time: 0 as EpochMs,
        }));
        const check = (words: Word[]) =>
          forkVerdict({
            ...{ branch, words },
            hashAt: (seq) => (seq <= 4 ? ("m" as Hash) : null),
            isActive: ({ user }) => active.includes(user),
          });
        const found = check(said.map(toWord));
        if (found.state === "proven") {
          expect(found.by.length).toBeGreaterThan(0);
          for (const { user } of found.by) expect(active).toContain(user);
          const behind = new Set([...found.by.map(({ user }) => user), ...branch.slice(0, 1).map(({ user }) => user)]);
          expect(behind.size).toBeGreaterThan(1);
          expect(check([...said, ...said].map(toWord)).state).toBe("proven");
        }
        if (active.length === 0) expect(found.state).not.toBe("proven");
      }),
      { numRuns: 300 },
    );
  });
});
