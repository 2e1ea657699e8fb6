/** Groups by their commands: what they are called, who hands which key to whom, what a manager needs who opens nothing of theirs. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { GroupId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { act, planArchive, planVault } from "../../../shared/testing/entries.ts";
import { planGroupAccess } from "../../../shared/testing/groups.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { setAccess } from "../vaults/vault-access.ts";
import type { VaultActs } from "../vaults/vault-acts.ts";
import { listVaults } from "../vaults/vault-list.ts";
import { changeGroup, createGroup, listGroups } from "./groups.ts";
import { createInvite } from "./invites.ts";
import { accessOfMember } from "./member-access.ts";
import { endGrants } from "./tasks/end-grants.ts";
import type { TeamArea } from "./team-area.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const idOf = (made: { group: string }) => made.group as GroupId;
async function support(mine: SmallTeam, managers: Person[], members: Person[]) {
  const users = (people: Person[]) => people.map(({ user }) => user);
  const { area, ...rest } = testArea(mine, mine.ada);
  const made = must(await createGroup(area, { name: "Support", managers: users(managers), members: users(members) }));
  return { area, group: idOf(made), ...rest };
}
const acts = (area: TeamArea) => ({ ...area, absentIn: () => 0, titleOf: () => null }) as unknown as VaultActs;
const vault = ({ team }: SmallTeam, id: VaultId) => team.state.vaults.get(id) as VaultInLog;
const wasSent = (mine: SmallTeam, id: VaultId, { device }: Person) =>
  vault(mine, id).epochs.get(vault(mine, id).epoch)?.sent.has(device) === true;
const listed = async (area: TeamArea, id: VaultId) =>
  must(await listVaults(acts(area))).find((one) => (one.vault as VaultId) === id);

describe("group.create", () => {
  it("keeps the name in the directory, and lists the group with who is in it", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.bob], [mine.dora]);
    expect(must(await listGroups(area))).toEqual([
      { group, name: "Support", managers: [mine.bob.user], members: [mine.dora.user], vaults: [], given: [] },
    ]);
  });
  it("names groups that may be taken for each other, and no other", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    const make = async (name: string) =>
      must(await createGroup(area, { name, managers: [mine.ada.user], members: [] })).group;
    const [one, other] = [await make("Support"), await make("Suppоrt")];
    await make("Supporters");
    const likes = must(await listGroups(area)).map(({ group, like }) => [group, like ?? null]);
    expect(Object.fromEntries(likes)).toMatchObject({ [one]: [other], [other]: [one] });
    expect(likes.filter(([, like]) => like !== null)).toHaveLength(2);
  });
  it("is an admin's, about people of the team", async () => {
    const mine = copyOf(scene);
    const of = (who: Person, user: UserId) =>
      createGroup(testArea(mine, who).area, { name: "Support", managers: [user], members: [] });
    expect(verdict(await of(mine.dora, mine.bob.user))).toBe("role");
    expect(verdict(await of(mine.ada, newId<UserId>()))).toBe("not-found");
    expect(verdict(await of(mine.ada, mine.aud.user))).toBe("role subject");
    expect(mine.team.state.groups.size).toBe(0);
  });
});

describe("a vault that is given to a group", () => {
  it("hands its key to every computer of the members, and says the group as the reason", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.ada], [mine.eve, mine.cleo, mine.dora]);
    must(await setAccess(acts(area), { vault: mine.ops, group, permission: "edit" }));
    for (const person of [mine.eve, mine.cleo, mine.dora]) expect(wasSent(mine, mine.ops, person)).toBe(true);
    const shown = await listed(area, mine.ops);
    expect(shown?.access).toContainEqual({ group, permission: "edit" });
    expect(shown?.access.some(({ user }) => user === mine.eve.user)).toBe(false);
    expect(shown?.readers).toContainEqual({ user: mine.eve.user, permission: "edit", groups: [group] });
    // Dora may use it by a grant of their own, and edit by the group.
    expect(shown?.access).toContainEqual({ user: mine.dora.user, permission: "use" });
    expect(shown?.readers).toContainEqual({ user: mine.dora.user, permission: "edit", groups: [group] });
    const dora = must(accessOfMember(area, mine.dora.user)).find((one) => (one.vault as VaultId) === mine.ops);
    expect(dora).toMatchObject({ via: "group", groups: [group], permission: "edit", end: null });
    expect(must(await listGroups(area))[0]).toMatchObject({
      ...{ vaults: [mine.ops], given: [{ vault: mine.ops, permission: "edit" }] },
    });
  });
  it("is taken again with a cut, and a new key for those who stay", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.ada], [mine.eve]);
    must(await setAccess(acts(area), { vault: mine.ops, group, permission: "use" }));
    must(await setAccess(acts(area), { vault: mine.ops, group, permission: null }));
    expect(rightOf(mine.team.state, mine.eve.user, mine.ops)).toBe(null);
    expect(vault(mine, mine.ops)).toMatchObject({ epoch: 2, rotationDue: false });
    expect(wasSent(mine, mine.ops, mine.eve)).toBe(false);
  });
  it("is not found for a group that is not there", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    const given = setAccess(acts(area), { vault: mine.ops, group: newId<GroupId>(), permission: "use" });
    expect(verdict(await given)).toBe("not-found");
  });
  it("until an end: it ends as a person's grant does", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.ada], [mine.eve]);
    const end = mine.team.now + 1000;
    act(mine.team, mine.ada, planGroupAccess(mine.team, mine.ada, mine.ops, { group, permission: "use", end }));
    expect(must(accessOfMember(area, mine.eve.user)).at(-1)).toBeDefined();
    expect((await listed(area, mine.ops))?.readers).toContainEqual(
      expect.objectContaining({ user: mine.eve.user, end, groups: [group] }),
    );
    expect(endGrants.isDue(area)).toBe(false);
    mine.team.now = end;
    expect(endGrants.isDue(area)).toBe(true);
    must(await endGrants.run(area));
    expect(vault(mine, mine.ops).access.has(group)).toBe(false);
  });
});

describe("group.change", () => {
  it("sends the keys of what the group has to whoever comes", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.ada], []);
    must(await setAccess(acts(area), { vault: mine.ops, group, permission: "use" }));
    must(await changeGroup(area, { group, add: [mine.eve.user] }));
    expect(wasSent(mine, mine.ops, mine.eve)).toBe(true);
    // Asked for again it is so already.
    expect(must(await changeGroup(area, { group, add: [mine.eve.user] }))).toMatchObject({ state: "done" });
  });
  it("asks the server for the heads of vaults that its signer cannot open, and for no others", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.cleo], [mine.eve]);
    must(await setAccess(acts(area), { vault: mine.ops, group, permission: "use" }));
    const cleo = testArea(mine, mine.cleo);
    let asked = 0;
    const head = { vault: mine.ops, seq: 0, hash: mine.team.chains.get(mine.ops)?.head.hash };
    const call = async () => {
      asked++;
      return ok({ heads: [head] });
    };
    const manager = { ...cleo.area, transport: { call } } as unknown as TeamArea;
    must(await changeGroup(manager, { group, remove: [mine.eve.user] }));
    expect(asked).toBe(1);
    expect(rightOf(mine.team.state, mine.eve.user, mine.ops)).toBe(null);
    expect(vault(mine, mine.ops).rotationDue).toBe(true);
  });
  it.each<
    [string, (mine: SmallTeam, group: GroupId) => Parameters<typeof changeGroup>[1], string, "ada" | "bob" | "dora"]
  >([
    ["of no group", () => ({ group: newId<GroupId>() }), "not-found", "ada"],
    ["about nobody", (_, group) => ({ group, add: [newId<UserId>()] }), "not-found", "ada"],
    ["in and out", ({ eve }, group) => ({ group, add: [eve.user], remove: [eve.user] }), "invalid-input", "ada"],
    ["by an admin who does not manage it", ({ cleo }, group) => ({ group, add: [cleo.user] }), "role", "ada"],
    ["by a member about another", ({ eve }, group) => ({ group, remove: [eve.user] }), "role", "dora"],
    [
      "by the last manager who leaves",
      ({ bob }, group) => ({ group, managersRemove: [bob.user] }),
      "role last-manager",
      "bob",
    ],
  ])("is refused %s", async (_, input, refused, who) => {
    const mine = copyOf(scene);
    const { group } = await support(mine, [mine.bob], [mine.dora, mine.eve]);
    expect(verdict(await changeGroup(testArea(mine, mine[who]).area, input(mine, group)))).toBe(refused);
  });
  it("is over, and out of the list, when nobody is in it or manages it", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.ada], []);
    must(await changeGroup(area, { group, managersRemove: [mine.ada.user] }));
    expect(must(await listGroups(area))).toEqual([]);
  });
});

it("a vault that was archived before somebody came into its group is not shown to them: nobody sends them its key", async () => {
  const mine = copyOf(scene);
  const { team, ada, eve } = mine;
  const { group } = await support(mine, [ada], []);
  const made = planVault(team, ada);
  act(team, ada, made.plan);
  act(team, ada, planGroupAccess(team, ada, made.vault, { group, permission: "use" }));
  act(team, ada, planArchive(team, made.vault));
  must(await changeGroup(testArea(mine, ada).area, { group, add: [eve.user] }));
  expect(await listed(testArea(mine, eve).area, made.vault)).toBe(undefined);
  expect(await listed(testArea(mine, ada).area, made.vault)).toMatchObject({ state: "archived" });
});

describe("an invite into groups", () => {
  it("names those that its inviter manages, and no others", async () => {
    const mine = copyOf(scene);
    const { area, group } = await support(mine, [mine.ada], []);
    const { group: others } = await support(mine, [mine.bob], []);
    expect(must(await createInvite(area, { name: "Kai", groups: [group] }))).toMatchObject({ state: "done" });
    expect([...mine.team.state.invites.values()].at(-1)?.groups).toEqual([group]);
    expect(verdict(await createInvite(area, { name: "Kai", groups: [others] }))).toBe("role group");
    expect(verdict(await createInvite(area, { name: "Kai", groups: [newId<GroupId>()] }))).toBe("not-found");
  });
});
