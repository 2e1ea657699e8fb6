/** Who takes a place in groups over, what an invite names, and who leaves with it [protocol: Groups]. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { GroupId, VaultId } from "../../../encoding/ids.ts";
import { act, letIn, planAccess, planAdd, planInvite, planVault } from "../../../testing/entries.ts";
import {
  by,
  change,
  found,
  give,
  group,
  type Name,
  type Places,
  permissionOf,
  tried,
  vault,
} from "../../../testing/group-acts.ts";
import { planGroupAccess, planGroupChange } from "../../../testing/groups.ts";
import { planRemove, planRole } from "../../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { newPerson } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import type { Permission } from "../state/parts.ts";

let scene: SmallTeam;

beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

describe("an heir", () => {
  /** A vault that a group alone manages: Ada made it, and left. */
  function managedBy(mine: SmallTeam, places: Places, readers: [Name, Permission][]): { id: GroupId; made: VaultId } {
    const { team, ada } = mine;
    const made = planVault(team, ada);
    act(team, ada, made.plan);
    const id = group(mine, places);
    give(mine, made.vault, id, "manage");
    for (const [name, permission] of readers)
      act(team, ada, planAccess(team, ada, made.vault, [{ user: mine[name].user, permission }]));
    act(team, ada, planAccess(team, ada, made.vault, [{ user: ada.user, permission: null }]));
    return { id, made: made.vault };
  }
  const managers = (mine: SmallTeam, id: VaultId) =>
    (["ada", "bob", "cleo", "dora", "eve"] as const).filter((name) => permissionOf(mine, id, mine[name]) === "manage");

  it("goes on with a vault whose last manager was taken out of a group", () => {
    const mine = copyOf(scene);
    const { id, made } = managedBy(mine, { managers: ["cleo"], members: ["bob"] }, [
      ["dora", "use"],
      ["eve", "edit"],
    ]);
    change(mine, "cleo", id, { remove: [mine.bob] });
    expect(managers(mine, made)).toEqual(["eve"]);
    expect(vault(mine, made).access.get(mine.eve.user)).toEqual({ permission: "manage", end: null });
  });
  it("is never the signer, however fit", () => {
    const mine = copyOf(scene);
    const { id, made } = managedBy(mine, { managers: ["eve"], members: ["bob"] }, [
      ["dora", "use"],
      ["eve", "edit"],
    ]);
    const heirs = [{ vault: made, group: null, user: mine.eve.user }];
    change(mine, "eve", id, { remove: [mine.bob], heirs });
    expect(managers(mine, made)).toEqual(["dora"]);
  });
  it("is nobody where the signer alone could be one", () => {
    const mine = copyOf(scene);
    const { id, made } = managedBy(mine, { managers: ["eve"], members: ["bob"] }, [["eve", "edit"]]);
    change(mine, "eve", id, { remove: [mine.bob] });
    expect(managers(mine, made)).toEqual([]);
    expect(vault(mine, made).archived).toBe(false);
  });
  it("is not made where nothing fell: who manages a group chooses no manager of a vault by it", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, ops } = mine;
    // Ada's right has an end: before the entry nobody manages this vault for good.
    const plan = planAccess(team, ada, ops, [{ user: bob.user, permission: "manage" }]);
    const id = group(mine, { managers: ["cleo"], members: ["eve"] });
    give(mine, ops, id, "use");
    act(team, ada, {
      ...plan,
      payload: {
        ...plan.payload,
        changes: plan.payload.changes.map((one) => ({ ...one, end: (team.now + 9) as never })),
      },
    });
    act(team, ada, planRole(team, ada, { user: mine.cleo.user, role: "member" }));
    change(mine, "cleo", id, { remove: [mine.eve] });
    expect(vault(mine, ops).access.get(mine.dora.user)).toMatchObject({ permission: "use" });
  });
  it("goes on with a group whose last lasting manager another took out", () => {
    const mine = copyOf(scene);
    const { team, ada } = mine;
    const id = group(mine, { managers: ["bob", "cleo"], members: ["dora", "eve"] });
    act(team, ada, planRole(team, ada, { user: mine.cleo.user, role: "member", end: team.now + 1000 }));
    change(mine, "cleo", id, { managersRemove: [mine.bob], heirs: [{ vault: null, group: id, user: mine.eve.user }] });
    expect(found(mine, id).managers).toEqual(new Set([mine.cleo.user, mine.eve.user]));
  });
  it("is needed where the last manager of a vault leaves a group by themselves: they may not", () => {
    const mine = copyOf(scene);
    const { id } = managedBy(mine, { managers: ["cleo"], members: ["bob"] }, [["dora", "use"]]);
    expect(tried(mine, "bob", planGroupChange(mine.team, mine.bob, id, { remove: [mine.bob] }))).toBe(
      "role last-manager",
    );
  });
});

describe("the last manager of a vault", () => {
  it("is not taken with a group's grant", () => {
    const mine = copyOf(scene);
    const { team, ada, ops } = mine;
    const id = group(mine, { managers: ["ada"], members: ["cleo"] });
    give(mine, ops, id, "manage");
    act(team, ada, planAccess(team, ada, ops, [{ user: ada.user, permission: null }]));
    const taken = planGroupAccess(team, mine.cleo, ops, { group: id, permission: null });
    expect(tried(mine, "cleo", taken)).toBe("role last-manager");
  });
});

describe("places that an invite names", () => {
  const joined = (mine: SmallTeam, id: GroupId, signer: Name, between?: () => void): boolean => {
    const { team } = mine;
    const { plan, guest } = planInvite(team, { groups: [id] });
    act(team, mine[signer], plan);
    between?.();
    const person = newPerson(team);
    act(team, mine.ada, planAdd(team, guest, person));
    return found(mine, id).members.has(person.user);
  };
  it("count where the inviter manages the group then and still", () => {
    const mine = copyOf(scene);
    const id = group(mine, { managers: ["cleo", "bob"], members: ["dora"] });
    expect(joined(mine, id, "cleo")).toBe(true);
    expect(joined(mine, id, "ada")).toBe(false);
    expect(joined(mine, id, "eve", () => change(mine, "bob", id, { managersAdd: [mine.eve] }))).toBe(false);
    expect(joined(mine, id, "cleo", () => change(mine, "bob", id, { managersRemove: [mine.cleo] }))).toBe(false);
  });
  it.each([
    ["count where", "ada", "edit"],
    ["count for nothing unless", "cleo", null],
  ] as const)("%s who lets in, %s, manages the group", (_, signer, right) => {
    const mine = copyOf(scene);
    const { team, ada, ops } = mine;
    const id = group(mine, { managers: ["ada"] });
    give(mine, ops, id, "edit");
    const { plan, guest } = planInvite(team);
    act(team, ada, plan);
    const person = newPerson(team);
    act(team, mine[signer], planAdd(team, guest, person, { groups: [id] }));
    expect(permissionOf(mine, ops, person)).toBe(right);
  });
  check([
    ["of no group", "role group", by("ada", ({ team }) => planInvite(team, { groups: [newId<GroupId>()] }).plan)],
    [
      "twice",
      "encoding group-order",
      by("ada", (mine) => {
        const id = group(mine, { managers: ["ada"] });
        return planInvite(mine.team, { groups: [id, id] }).plan;
      }),
    ],
    [
      "for an auditor",
      "role auditor-grant",
      by(
        "ada",
        (mine) => planInvite(mine.team, { role: "auditor", groups: [group(mine, { managers: ["ada"] })] }).plan,
      ),
    ],
  ]);
});

describe("who goes, goes out of their groups", () => {
  it("removed, or made an auditor", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, dora, ops } = mine;
    const id = group(mine, { managers: ["bob", "dora"], members: ["bob", "dora", "eve"] });
    give(mine, ops, id, "manage");
    const cuts = act(team, ada, planRole(team, ada, { user: dora.user, role: "auditor" })).body.attached.cuts;
    expect(cuts.map((cut) => cut.vault)).toContain(ops);
    act(team, ada, planRemove(team, ada, bob.user));
    expect(found(mine, id)).toEqual({
      group: id,
      members: new Set([mine.eve.user]),
      managers: new Set([mine.eve.user]),
    });
    for (const person of [bob, dora]) expect(permissionOf(mine, ops, person)).toBe(null);
  });
  it("and nobody who is let in later is in one by their id", () => {
    const mine = copyOf(scene);
    expect(found(mine, group(mine, { managers: ["ada"] })).members.has(letIn(mine.team, mine.ada).user)).toBe(false);
  });
});
