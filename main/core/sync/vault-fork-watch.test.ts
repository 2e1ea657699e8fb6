/** What a computer keeps of another chain of a vault: who proves it, what ends it, what the file says, what the server is asked; bounded. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ProfileId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit, type VaultChain, verifyCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import { rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import { commit } from "../../../shared/testing/commits.ts";
import { act, planAccess, planInvite, planRotate } from "../../../shared/testing/entries.ts";
import { planRemove } from "../../../shared/testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { statement } from "../../../shared/testing/statements.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import { findChainBranch } from "./find-branch.ts";
import { createVaultForkWatch } from "./vault-fork-watch.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  const { team, ada, dora, cleo, ops } = scene;
  for (const { user } of [dora, cleo]) act(team, ada, planAccess(team, ada, ops, [{ user, permission: "edit" }]));
});

type Grown = { chain: VaultChain; commits: Commit[] };
const grown = (chain: VaultChain): Grown => ({ chain, commits: [] });

/** Writes on this chain. */
function writes({ team, ops }: SmallTeam, by: Person, on: Grown): Uint8Array {
  const { bytes } = commit(team, by, { vault: ops, on: on.chain });
  const made = must(verifyCommit(team.state, on.chain, bytes));
  foldCommit(on.chain, made);
  on.commits.push(made);
  return bytes;
}

/** My chain has two commits, the other one the first of them and then what a test writes. */
function computer() {
  const mine = copyOf(scene);
  const { ops } = mine;
  const own = grown(emptyChain(ops));
  const other = grown(emptyChain(ops));
  const first = writes(mine, mine.ada, own);
  foldCommit(other.chain, must(verifyCommit(mine.team.state, other.chain, first)));
  writes(mine, mine.ada, own);
  const states = new Map<number, TeamState>();
  const { db } = testDatabase();
  const told: string[] = [];
  const holder = {
    ...{ db, keys: mine.ada.keys, profile: { profile: newId<ProfileId>() } as never },
    ports: { clock: { now: () => mine.team.now } as never },
    state: () => mine.team.state,
    stateAt: (seq: number) => (seq === mine.team.state.head.seq ? mine.team.state : (states.get(seq) ?? null)),
    chain: () => own.chain,
    chainAt: (vault: VaultId, seq: number) => rewind(vault, own.commits, { seq }).chain,
    noted: () => void told.push("noted"),
    damaged: () => void told.push("damaged"),
  };
  const made = { mine, ops, own, other, states, db, told, watch: createVaultForkWatch(holder), restart: () => {} };
  made.restart = () => {
    made.watch = createVaultForkWatch(holder);
  };
  return made;
}
type Computer = ReturnType<typeof computer>;

const shows = ({ mine, ops, other, watch }: Computer, by: Person[]): void =>
  watch.sawBranch(
    ops,
    1,
    by.map((person) => writes(mine, person, other)),
  );
/** A statement of this person's computer that names the head of the other chain. */
const says = ({ mine, ops, other, watch }: Computer, by: Person, counter = 1): void =>
  watch.heardWord(ops, statement(mine.team, by, { counter, vaults: [{ vault: ops, ...other.chain.head }] }));
const stands = ({ watch, ops }: Computer): boolean => watch.find(ops)?.detail?.reason === "proven";

describe("what proves another chain of a vault", () => {
  it.each<[string, (made: Computer) => void, boolean]>([
    ["one commit of one person", (made) => shows(made, [made.mine.bob]), false],
    ["two of one person", (made) => shows(made, [made.mine.bob, made.mine.bob]), false],
    ["one, and another person's on it", (made) => shows(made, [made.mine.bob, made.mine.dora]), true],
    [
      "one, and another person's statement of it",
      (made) => {
        shows(made, [made.mine.bob]);
        says(made, made.mine.dora);
      },
      true,
    ],
    [
      "one, and its signer's own statement of it",
      (made) => {
        shows(made, [made.mine.bob]);
        says(made, made.mine.bob);
      },
      false,
    ],
    [
      "one person's statement alone",
      (made) => {
        writes(made.mine, made.mine.bob, made.other);
        says(made, made.mine.bob);
      },
      false,
    ],
    [
      "the statements of two",
      (made) => {
        writes(made.mine, made.mine.bob, made.other);
        says(made, made.mine.bob);
        says(made, made.mine.dora);
      },
      true,
    ],
    [
      "the statements of two, of whom one stands on mine since",
      (made) => {
        writes(made.mine, made.mine.bob, made.other);
        says(made, made.mine.bob);
        says(made, made.mine.dora);
        made.watch.standsHere(made.ops, { device: made.mine.dora.device, counter: 2 });
      },
      false,
    ],
    [
      "a statement that an older one follows",
      (made) => {
        writes(made.mine, made.mine.bob, made.other);
        says(made, made.mine.bob);
        made.watch.standsHere(made.ops, { device: made.mine.dora.device, counter: 1 });
        says(made, made.mine.dora, 2);
      },
      true,
    ],
  ])("%s", (_what, does, isProven) => {
    const made = computer();
    does(made);
    expect(stands(made)).toBe(isProven);
    if (isProven)
      expect(made.watch.find(made.ops)).toMatchObject({ code: "log-fork", detail: { vault: made.ops, number: 2 } });
    expect(made.watch.find(made.mine.bobs), "no other vault").toBe(null);
  });

  it.each<[string, (made: Computer) => Uint8Array[]]>([
    [
      "of somebody who may only use it",
      (made) => {
        const { mine, other, ops } = made;
        const bytes = writes(mine, mine.bob, other);
        return [bytes, commit(mine.team, mine.eve, { vault: ops, on: other.chain }).bytes];
      },
    ],
    [
      "that does not follow",
      (made) => {
        const bytes = writes(made.mine, made.mine.bob, made.other);
        writes(made.mine, made.mine.dora, made.other);
        return [bytes, writes(made.mine, made.mine.dora, made.other)];
      },
    ],
    [
      "that was changed",
      (made) => {
        const [one, two] = [
          writes(made.mine, made.mine.bob, made.other),
          writes(made.mine, made.mine.dora, made.other),
        ];
        const changed = two.slice();
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        return [one, changed];
      },
    ],
  ])("not by a commit %s", (_what, commits) => {
    const made = computer();
    made.watch.sawBranch(made.ops, 1, commits(made));
    expect(stands(made)).toBe(false);
  });
});

describe("the proof", () => {
  it("is there after a restart, told to the guard, with the time at which it came", () => {
    const made = computer();
    shows(made, [made.mine.bob, made.mine.dora]);
    expect(made.told).toEqual(["noted"]);
    const before = made.watch.evidence(made.ops);
    made.restart();
    expect(stands(made)).toBe(true);
    expect(made.watch.evidence(made.ops)).toEqual(before);
    expect(before?.since).toBe(made.mine.team.now);
  });

  it("grows together over a restart", () => {
    const made = computer();
    writes(made.mine, made.mine.bob, made.other);
    says(made, made.mine.dora);
    made.restart();
    made.watch.sawBranch(
      made.ops,
      1,
      made.other.commits.map(({ bytes }) => bytes),
    );
    expect(stands(made)).toBe(true);
  });

  it("is not given away for another branch, and keeps no more than it needs", () => {
    const made = computer();
    shows(made, [made.mine.bob, made.mine.dora, made.mine.dora]);
    expect(made.watch.evidence(made.ops)?.branch).toHaveLength(2);
    const again = { ...made, other: grown(rewind(made.ops, made.own.commits, { seq: 1 }).chain) };
    shows(again, [made.mine.bob]);
    expect(stands(made)).toBe(true);
  });

  it.each<[string, (made: Computer) => void, boolean]>([
    [
      "a removal of who built on it ends it",
      ({ mine: { team, ada, dora } }) => void act(team, ada, planRemove(team, ada, dora.user)),
      false,
    ],
    [
      "a removal of somebody else does not",
      ({ mine: { team, ada, cleo } }) => void act(team, ada, planRemove(team, ada, cleo.user)),
      true,
    ],
    ["an invite does not", ({ mine: { team, ada } }) => void act(team, ada, planInvite(team).plan), true],
    [
      "a cut does not",
      ({ mine: { team, ada, cleo, ops } }) =>
        void act(team, ada, planAccess(team, ada, ops, [{ user: cleo.user, permission: null }])),
      true,
    ],
    [
      "a manager's pin does",
      ({ mine: { team, ada, ops }, own }) => void act(team, ada, planRotate(team, [ops], { pin: own.chain.head })),
      false,
    ],
  ])("%s, also after a restart", (_what, does, isLeft) => {
    const made = computer();
    shows(made, [made.mine.bob, made.mine.dora]);
    made.states.set(made.mine.team.state.head.seq, made.mine.team.state);
    does(made);
    made.watch.look();
    expect(stands(made)).toBe(isLeft);
    made.restart();
    made.watch.look();
    expect(stands(made)).toBe(isLeft);
  });

  it("is not made anew of what parts from my chain below a manager's pin, whenever that is shown", () => {
    const made = computer();
    const { mine, ops, own, watch } = made;
    const shown = [writes(mine, mine.bob, made.other), writes(mine, mine.dora, made.other)];
    const stated = statement(mine.team, mine.dora, { vaults: [{ vault: ops, ...made.other.chain.head }] });
    act(mine.team, mine.ada, planRotate(mine.team, [ops], { pin: own.chain.head }));
    for (let round = 0; round < 2; round++) {
      watch.sawBranch(ops, 1, shown);
      watch.heardWord(ops, stated);
      watch.heardWord(
        ops,
        statement(mine.team, mine.bob, {
          vaults: [{ vault: ops, ...own.chain.head, hash: made.other.chain.head.hash }],
        }),
      );
      expect(stands(made)).toBe(false);
      made.restart();
    }
  });

  it("is not lost where the file lacks the log on which it was read, and is there again with it", () => {
    const made = computer();
    shows(made, [made.mine.bob, made.mine.dora]);
    const { head } = made.mine.team.state;
    const then = made.mine.team.state;
    act(made.mine.team, made.mine.ada, planInvite(made.mine.team).plan);
    made.restart();
    expect(made.watch.find(made.ops), "it stands until it can be checked").toMatchObject({
      detail: { number: 2, reason: "proven" },
    });
    made.states.set(head.seq, then);
    made.watch.look();
    expect(made.watch.find(made.ops)).toMatchObject({ detail: { user: made.mine.dora.user } });
  });
});

it("what was changed in the file is told, and counts for nothing", () => {
  const made = computer();
  shows(made, [made.mine.bob, made.mine.dora]);
  const sealed = findSealed(made.db, "settings", "vault-fork-evidence") as Uint8Array;
  putSealed(made.db, "settings", "vault-fork-evidence", sealed.with(-1, (sealed.at(-1) as number) ^ 1));
  made.restart();
  expect([stands(made), made.told]).toEqual([false, ["noted", "damaged"]]);
});

it("by statements stays through a restart, also above a manager's pin", () => {
  const made = computer();
  const { mine, ops, own } = made;
  act(mine.team, mine.ada, planRotate(mine.team, [ops], { pin: own.chain.head }));
  const other = { ...made, other: grown(rewind(ops, own.commits, { seq: 2 }).chain) };
  writes(mine, mine.ada, own);
  writes(mine, mine.bob, other.other);
  for (const by of [mine.bob, mine.dora]) says(other, by);
  expect(stands(made)).toBe(true);
  made.restart();
  expect(stands(made)).toBe(true);
});

describe("what the server has beside a chain", () => {
  it.each([0, 1, 2])("is found from %i common commits on", async (common) => {
    const made = computer();
    const other = grown(rewind(made.ops, made.own.commits, { seq: common }).chain);
    for (const by of [made.mine.bob, made.mine.dora]) writes(made.mine, by, other);
    while (made.own.chain.head.seq < 4) writes(made.mine, made.mine.ada, made.own);
    const all = [...made.own.commits.slice(0, common), ...other.commits].map(({ bytes }) => bytes);
    const call = async (_route: string, { from }: { from: number }) =>
      ok({ head: other.chain.head, commits: all.slice(from - 1, from + 1) });
    const transport = { call: call as never };
    const found = await findChainBranch({ transport, chain: made.own.chain, vault: made.ops }, other.chain.head);
    expect(found).toEqual({ common, entries: other.commits.map(({ bytes }) => bytes) });
  });
});
