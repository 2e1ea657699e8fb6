/** Listings of keys that there are: each adds a candidate beside the others, and each head that it names stands [protocol: Vault keys]. */
import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../../crypto/hash.ts";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { act, type Plan, planAccess, planKeys, planRotate, signed } from "../../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { circumstancesOf, type Person } from "../../../testing/team.ts";
import { verdict } from "../../../testing/verdicts.ts";
import { waitingFor } from "../compose-intents.ts";
import { plan } from "../compose-plan.ts";
import { givenHeads } from "../state/rules.ts";
import type { VaultInLog } from "../state/team-state.ts";
import { applyEntry } from "../verify.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const inLog = ({ team }: SmallTeam, vault: VaultId) => team.state.vaults.get(vault) as VaultInLog;
const sentTo = (mine: SmallTeam, to: Person, vault = mine.ops) => {
  const { epochs, epoch } = inLog(mine, vault);
  return epochs.get(epoch)?.sent.get(to.device) ?? [];
};
const tried = (mine: SmallTeam, by: Person, planned: Plan) =>
  verdict(applyEntry(mine.team.state, signed(mine, by, planned)));
/** A listing that leads to a head of the signer's own invention, as a server that helps them would take it. */
function leadingTo(planned: Plan<"vault-keys">, seq: number): Plan<"vault-keys"> {
  const hash = hashText("text", newId());
  const bundles = planned.attached.bundles.map((one) => ({
    ...one,
    given: one.given.map((head) => ({ ...head, seq, hash })),
  }));
  return { ...planned, attached: { ...planned.attached, bundles } };
}

describe("a second listing of a device", () => {
  it("by a person with less right adds a candidate and leaves the first as it was", () => {
    const mine = copyOf(scene);
    const before = sentTo(mine, mine.bob);
    act(mine.team, mine.dora, planKeys(mine.team, mine.ops, [mine.bob.device]));
    const after = sentTo(mine, mine.bob);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map(({ by }) => by)).toEqual([...before.map(({ by }) => by), mine.dora.user]);
  });

  it("in the directory, by any member, takes nothing from anybody", () => {
    const mine = copyOf(scene);
    const directory = [...mine.team.state.vaults.values()].find(({ kind }) => kind === "directory")?.vault as VaultId;
    act(mine.team, mine.ada, planKeys(mine.team, directory, [mine.bob.device]));
    const before = sentTo(mine, mine.ada, directory);
    act(mine.team, mine.bob, planKeys(mine.team, directory, [mine.ada.device]));
    expect(sentTo(mine, mine.ada, directory).slice(0, 1)).toEqual(before);
  });

  it("is taken four times of one person, and of each person", () => {
    const mine = copyOf(scene);
    const again = () => planKeys(mine.team, mine.ops, [mine.bob.device]);
    for (let at = 0; at < limits.listingsPerDevice; at += 1) act(mine.team, mine.dora, again());
    expect(tried(mine, mine.dora, again())).toBe("limit");
    // Ada listed that computer once, with the right.
    for (let at = 1; at < limits.listingsPerDevice; at += 1) act(mine.team, mine.ada, again());
    expect(tried(mine, mine.ada, again())).toBe("limit");
    expect(sentTo(mine, mine.bob)).toHaveLength(2 * limits.listingsPerDevice);
    // With the next key the count begins anew.
    act(mine.team, mine.ada, planRotate(mine.team, [mine.ops]));
    expect(tried(mine, mine.dora, again())).toBe("taken");
  });

  it("is left out by an app that may not list the device any more", () => {
    const mine = copyOf(scene);
    const to = [{ device: mine.bob.device, vaults: [mine.ops] }];
    const wanted = () => plan(circumstancesOf(mine.team, mine.dora), { type: "vault-keys", to });
    expect(wanted()).toMatchObject({ ok: true, value: { entries: [{ recipients: [{ device: mine.bob.device }] }] } });
    for (let at = 0; at < limits.listingsPerDevice; at += 1)
      act(mine.team, mine.dora, planKeys(mine.team, mine.ops, [mine.bob.device]));
    expect(wanted()).toMatchObject({ ok: false, failure: { detail: { reason: "empty" } } });
  });
});

describe("a device that only somebody with less right listed", () => {
  it("is served by a manager's app too, once, and by nobody else's", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, dora, eve, ops } = mine;
    const giving = planAccess(team, ada, ops, [{ user: eve.user, permission: "use" }]);
    act(team, ada, { ...giving, attached: { ...giving.attached, bundles: [] }, blobs: [] });
    const waiting = (by: Person) => waitingFor(circumstancesOf(team, by)).filter(({ device }) => device === eve.device);
    const isServedBy = (by: Person) => waiting(by).some(({ vaults }) => vaults.includes(ops));
    expect([ada, bob, dora].map(isServedBy)).toEqual([true, true, true]);
    act(team, dora, planKeys(team, ops, [eve.device]));
    expect([ada, bob, dora].map(isServedBy)).toEqual([true, false, false]);
    act(team, ada, planKeys(team, ops, [eve.device]));
    expect([ada, bob, dora].map(isServedBy)).toEqual([false, false, false]);
  });
});

describe("the heads that givers name to a device", () => {
  it("stand beside each other, in the order of their entries, with who named them", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, dora, ops } = mine;
    act(team, dora, leadingTo(planKeys(team, ops, [bob.device]), 7));
    act(team, ada, leadingTo(planKeys(team, ops, [bob.device]), 3));
    const heads = givenHeads(inLog(mine, ops), bob.device);
    expect(heads.map(({ seq, by }) => [seq, by])).toEqual(
      expect.arrayContaining([
        [0, ada.user],
        [7, dora.user],
        [3, ada.user],
      ]),
    );
    expect(givenHeads(inLog(mine, ops), ada.device)).toEqual([]);
  });

  it("stand over an editor's pin, and are settled by a manager's", () => {
    const mine = copyOf(scene);
    const { team, ada, cleo, dora, due } = mine;
    act(team, ada, leadingTo(planKeys(team, due, [cleo.device]), 5));
    const heights = () => givenHeads(inLog(mine, due), cleo.device).map(({ seq }) => seq);
    const before = heights();
    expect(before).toContain(5);
    act(team, dora, planRotate(team, [due]));
    expect(heights()).toEqual(before);
    act(team, ada, leadingTo(planKeys(team, due, [cleo.device]), 9));
    expect(heights().sort()).toEqual([...before, 9].sort());
    act(team, ada, planRotate(team, [due]));
    expect(heights()).toEqual([]);
  });
});
