/** The one check of "this is all there is": what a chain must hold, whose word it is, and what settles it [protocol: Completeness]. */
import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../crypto/hash.ts";
import { newId } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { VaultId } from "../../encoding/ids.ts";
import { commit, fold } from "../../testing/commits.ts";
import { act, planAccess, planArchive, planKeys, planRotate } from "../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import type { Person } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import type { Head, VaultInLog } from "../team-log/state/team-state.ts";
import { emptyChain, type VaultChain } from "./chain.ts";
import { checkWhole, findPinNotHeld, highestRequired, requiredHeads } from "./completeness.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Bob's three commits in `ops`, and another branch that shares the first of them. */
function branches() {
  const mine = copyOf(scene);
  const { team, bob, ops } = mine;
  const grow = (from: VaultChain, count: number): VaultChain => {
    team.chains.set(ops, structuredClone(from));
    for (let at = 0; at < count; at += 1) fold(team, ops, commit(team, bob, { vault: ops }).bytes);
    return team.chains.get(ops) as VaultChain;
  };
  const first = grow(emptyChain(ops), 1);
  return { ...mine, first, main: grow(first, 2), other: grow(first, 2) };
}
type Branches = ReturnType<typeof branches>;

const headOf = ({ hashes }: VaultChain, seq: number): Head => ({ seq, hash: hashes[seq] as Head["hash"] });
const inLog = ({ team }: SmallTeam, vault: VaultId) => team.state.vaults.get(vault) as VaultInLog;

/** This person leads Bob's device to a head. */
function lead(mine: Branches, by: Person, head: Head): void {
  const plan = planKeys(mine.team, mine.ops, [mine.bob.device]);
  const bundles = plan.attached.bundles.map((one) => ({ ...one, given: [{ vault: mine.ops, ...head }] }));
  act(mine.team, by, { ...plan, attached: { ...plan.attached, bundles } });
}
const checked = ({ team, bob }: SmallTeam, chain: VaultChain, upTo = team.state.head.seq) =>
  checkWhole(team.state, chain, { device: bob.device, upTo });

describe("a head that was given to this device", () => {
  it("is held by the chain, or the chain is not whole and the giver is named", () => {
    const made = branches();
    lead(made, made.dora, headOf(made.main, 2));
    expect(verdict(checked(made, made.main))).toBe("taken");
    const behind = checked(made, made.first);
    expect(behind).toMatchObject({
      failure: { code: "log-rollback", detail: { number: 2, user: made.dora.user, reason: "named-head" } },
    });
    expect(verdict(checked(made, emptyChain(made.ops)))).toBe("log-rollback named-head");
    expect(verdict(checked(made, made.other))).toBe("log-rollback named-head");
  });

  it.each([
    ["lower", 2, 3],
    ["equal", 3, 3],
    ["higher", 3, 2],
  ])("on another branch contradicts it, also where one that is held is not %s", (_which, beside, on) => {
    const made = branches();
    lead(made, made.ada, headOf(made.main, on));
    lead(made, made.dora, headOf(made.other, beside));
    expect(verdict(checked(made, made.main))).toBe("log-rollback named-head");
    expect(verdict(checked(made, made.other))).toBe("log-rollback named-head");
  });

  it("concerns no other device, and no answer from before its entry", () => {
    const made = branches();
    const before = made.team.state.head.seq;
    lead(made, made.dora, headOf(made.other, 2));
    const asAda = checkWhole(made.team.state, made.main, { device: made.ada.device, upTo: made.team.state.head.seq });
    expect(verdict(asAda)).toBe("taken");
    expect(verdict(checked(made, made.main, before))).toBe("taken");
  });

  it("is settled by a manager's later pin, wherever it lies", () => {
    const made = branches();
    lead(made, made.dora, headOf(made.other, 2));
    act(made.team, made.ada, planRotate(made.team, [made.ops], { pin: headOf(made.first, 1) }));
    expect(verdict(checked(made, made.first))).toBe("taken");
    lead(made, made.dora, headOf(made.other, 2));
    expect(verdict(checked(made, made.first))).toBe("log-rollback named-head");
  });
});

describe("a head that binds", () => {
  const cutAt = (made: Branches, head: Head) => {
    const plan = planAccess(made.team, made.ada, made.ops, [{ user: made.dora.user, permission: null }]);
    act(made.team, made.ada, { ...plan, attached: { ...plan.attached, cuts: [{ vault: made.ops, ...head }] } });
  };

  it("is reached by a whole chain", () => {
    const made = branches();
    cutAt(made, headOf(made.main, 3));
    expect(verdict(checked(made, made.main))).toBe("taken");
    expect(verdict(checked(made, made.first))).toBe("log-rollback named-head");
  });

  it("is checked against what is held, beside it and above it without knowing it", () => {
    const made = branches();
    cutAt(made, headOf(made.main, 2));
    // Accepted before the cut was known: the server showed the third commit to this reader alone.
    expect(verdict(checked(made, made.main))).toBe("log-fork above");
    expect(verdict(checked(made, made.other))).toBe("log-fork");
    expect(checked(made, made.main)).toMatchObject({ failure: { detail: { number: 2, user: made.ada.user } } });
  });

  it("at nothing at all is checked too", () => {
    const made = branches();
    cutAt(made, emptyChain(made.ops).head);
    expect(verdict(checked(made, made.first))).toBe("log-fork above");
  });

  it("lets whoever knows it write above it", () => {
    const made = branches();
    cutAt(made, headOf(made.first, 1));
    const { team, ada, ops, first } = made;
    act(team, ada, planRotate(team, [ops], { pin: headOf(first, 1) }));
    team.chains.set(ops, structuredClone(first));
    fold(team, ops, commit(team, ada, { vault: ops }).bytes);
    expect(verdict(checked(made, team.chains.get(ops) as VaultChain))).toBe("taken");
  });

  it("of an archive binds like any other", () => {
    const made = branches();
    const plan = planArchive(made.team, made.ops);
    const cuts = [{ vault: made.ops, ...headOf(made.main, 2) }];
    act(made.team, made.ada, { ...plan, attached: { ...plan.attached, cuts } });
    expect(verdict(checked(made, made.main))).toBe("log-fork above");
  });
});

it("the highest of all says how far a server must show", () => {
  const made = branches();
  const asked = { device: made.bob.device, upTo: made.team.state.head.seq };
  expect(highestRequired(inLog(made, made.bobs), { ...asked, device: made.ada.device })).toBe(null);
  lead(made, made.dora, headOf(made.main, 3));
  lead(made, made.ada, headOf(made.main, 2));
  const upTo = made.team.state.head.seq;
  expect(highestRequired(inLog(made, made.ops), { ...asked, upTo })).toMatchObject(headOf(made.main, 3));
  // Entries from after the question name nothing that the answer must show.
  expect(highestRequired(inLog(made, made.ops), asked)?.seq ?? 0).toBe(0);
});

describe("a manager's pin that a chain does not hold", () => {
  const pinned = (made: Branches, by: Person, head: Head) =>
    act(made.team, by, planRotate(made.team, [made.ops], { pin: head, root: hashText("text", newId()) }));

  it("lies beside it or ahead of it; one that it holds, and an editor's, is none", () => {
    const made = branches();
    const lies = (chain: VaultChain) => findPinNotHeld(inLog(made, made.ops), chain)?.lies ?? null;
    expect(lies(made.main)).toBe(null);
    pinned(made, made.ada, headOf(made.main, 3));
    expect([made.main, made.first, made.other].map(lies)).toEqual([null, "ahead", "beside"]);
    const vault = inLog(made, made.ops);
    const byEditor = { ...vault, bindings: vault.bindings.map((one) => ({ ...one, manager: false })) };
    expect(findPinNotHeld(byEditor, made.other)).toBe(null);
    expect(requiredHeads(vault, { device: made.bob.device, upTo: made.team.state.head.seq })).toHaveLength(1);
  });
});
