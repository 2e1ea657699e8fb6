/** Entries that take a person, their role or a computer away: who may sign them, what they do at once, what they never do. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { act, headAt, type Plan, planInvite, signed } from "../../../testing/entries.ts";
import { planRemove, planRevoke, planRole, withGroup } from "../../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { newPerson, type Person, vaultOfKind } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import { isRotationDue, rightOf } from "../state/rules.ts";
import type { VaultInLog } from "../state/team-state.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";
const by =
  (name: Name, make: (mine: SmallTeam, signer: Person) => Plan): Row[2] =>
  (mine) =>
    signed(mine, mine[name], make(mine, mine[name]));
const removing =
  (name: Name) =>
  (mine: SmallTeam, signer: Person): Plan<"user-remove"> =>
    planRemove(mine.team, signer, mine[name].user);

/** Only Ada is an admin after it. */
function onlyAda(mine: SmallTeam): void {
  for (const { user } of [mine.cleo, mine.eve])
    act(mine.team, mine.ada, planRole(mine.team, mine.ada, { user, role: "member" }));
}
const vault = ({ team }: SmallTeam, id: VaultId) => team.state.vaults.get(id) as VaultInLog;
const permissionOf = ({ team }: SmallTeam, id: VaultId, { user }: Person) => rightOf(team.state, user, id);

describe("user-remove", () => {
  check([
    ["by an admin", "taken", by("ada", removing("bob"))],
    ["by an admin whom they invited", "taken", by("eve", removing("cleo"))],
    ["of an admin by themselves, where others remain", "taken", by("cleo", removing("cleo"))],
    ["by a lead", "role", by("dora", removing("bob"))],
    ["by a member", "role", by("bob", removing("dora"))],
    ["of a member by themselves", "role", by("bob", removing("bob"))],
    ["by an auditor", "role", by("aud", removing("bob"))],
    ["of nobody", "role subject", by("ada", ({ team }, ada) => planRemove(team, ada, newId<UserId>()))],
    [
      "of somebody who is gone",
      "role subject",
      by("ada", (mine, ada) => {
        act(mine.team, ada, planRemove(mine.team, ada, mine.bob.user));
        return planRemove(mine.team, ada, mine.bob.user);
      }),
    ],
    [
      "of the last admin",
      "role last-admin",
      by("ada", (mine, ada) => {
        onlyAda(mine);
        return planRemove(mine.team, ada, ada.user);
      }),
    ],
    [
      "of the last admin whose role does not end",
      "role last-admin",
      by("cleo", (mine) => {
        const { team, ada, cleo, eve } = mine;
        act(team, ada, planRole(team, ada, { user: eve.user, role: "member" }));
        act(team, ada, planRole(team, ada, { user: cleo.user, role: "admin", end: team.now + 1000 }));
        return planRemove(team, cleo, ada.user);
      }),
    ],
    [
      "with an heir of no vault and no group",
      "encoding heir",
      by("ada", ({ team, bob }, ada) =>
        planRemove(team, ada, bob.user, [{ vault: null, group: null, user: ada.user }]),
      ),
    ],
    [
      "with an heir of both",
      "encoding heir",
      by("ada", ({ team, bob, ops }, ada) =>
        planRemove(team, ada, bob.user, [{ vault: ops, group: newId<GroupId>(), user: ada.user }]),
      ),
    ],
    [
      "with an heir whom nobody needs",
      "taken",
      by("ada", ({ team, bob, ops, cleo }, ada) =>
        planRemove(team, ada, bob.user, [{ vault: ops, group: null, user: cleo.user }]),
      ),
    ],
    [
      "without a cut",
      "recipient-set cuts",
      by("ada", (mine, ada) => {
        const plan = removing("bob")(mine, ada);
        return { ...plan, attached: { ...plan.attached, cuts: plan.attached.cuts.slice(1) } };
      }),
    ],
    [
      "with a cut of a vault that they could not open",
      "recipient-set cuts",
      by("ada", (mine, ada) => {
        const plan = removing("dora")(mine, ada);
        const cuts = [...plan.attached.cuts, headAt(mine.team, mine.bobs)];
        return { ...plan, attached: { ...plan.attached, cuts: cuts.sort((a, b) => (a.vault < b.vault ? -1 : 1)) } };
      }),
    ],
    [
      "that is signed by them",
      "signature device",
      (mine) => {
        const { team, ada, cleo } = mine;
        act(team, ada, planRemove(team, ada, cleo.user));
        return signed(mine, cleo, planInvite(team).plan);
      },
    ],
  ]);

  /** Bob is gone. */
  function withoutBob(): SmallTeam {
    const mine = copyOf(scene);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
    return mine;
  }

  it("ends every right of theirs at once, and cuts exactly the vaults in which one fell", () => {
    const mine = copyOf(scene);
    const had = [...mine.team.state.vaults.values()]
      .filter((one) => !one.archived && rightOf(mine.team.state, mine.bob.user, one.vault) !== null)
      .map((one) => one.vault);
    const entry = act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
    expect(entry.body.attached.cuts.map((cut) => cut.vault)).toEqual(had.sort());
    expect(had).toEqual(expect.arrayContaining([mine.ops, mine.bobs, mine.bobsPersonal]));
    for (const id of mine.team.state.vaults.keys()) expect(permissionOf(mine, id, mine.bob)).toBe(null);
    for (const id of had) expect(vault(mine, id).bindings.at(-1)).toMatchObject({ kind: "cut", by: mine.ada.user });
    for (const one of mine.team.state.vaults.values()) expect(one.access.has(mine.bob.user)).toBe(false);
  });

  it("leaves a key to be changed wherever they were sent one, archives their own vault and what nobody else opens", () => {
    const mine = withoutBob();
    expect(isRotationDue(mine.team.state, vault(mine, mine.ops))).toBe(true);
    expect(vault(mine, mine.ops).rotationDue).toBe(true);
    expect(vault(mine, mine.bobsPersonal)).toMatchObject({ archived: true, rotationDue: false });
    expect(vault(mine, mine.bobs)).toMatchObject({ archived: true, rotationDue: false });
    expect(vault(mine, mine.ops).archived).toBe(false);
    expect(mine.team.state.devices.get(mine.bob.device)).toMatchObject({
      active: false,
      endedSeq: mine.team.state.head.seq,
    });
  });

  it("cancels the invites that they left open, and no others", () => {
    const mine = copyOf(scene);
    const { team, ada, cleo } = mine;
    const [theirs, adas] = [planInvite(team), planInvite(team)];
    act(team, cleo, theirs.plan);
    act(team, ada, adas.plan);
    act(team, ada, planRemove(team, ada, cleo.user));
    expect(team.state.invites.get(theirs.guest.invite)?.state).toBe("cancelled");
    expect(team.state.invites.get(adas.guest.invite)?.state).toBe("open");
  });

  it("takes them out of their groups", () => {
    const mine = copyOf(scene);
    const group = newId<GroupId>();
    const users = [mine.bob.user, mine.dora.user];
    mine.team.state = withGroup(
      mine.team.state,
      { group, members: new Set(users), managers: new Set(users) },
      mine.ops,
    );
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
    expect(mine.team.state.groups.get(group)).toEqual({
      group,
      members: new Set([mine.dora.user]),
      managers: new Set([mine.dora.user]),
    });
  });
});

describe("user-role", () => {
  const to =
    (name: Name, role: "member" | "lead" | "admin" | "auditor", end: number | null = null) =>
    (mine: SmallTeam, signer: Person) =>
      planRole(mine.team, signer, { user: mine[name].user, role, end });
  check([
    ["raised by an admin", "taken", by("ada", to("bob", "lead"))],
    ["lowered by an admin", "taken", by("ada", to("cleo", "member"))],
    ["given an end", "taken", by("ada", to("aud", "auditor", 1_800_000_000_000))],
    ["by a lead", "role", by("dora", to("bob", "lead"))],
    ["by a member, for themselves", "role", by("bob", to("bob", "admin"))],
    ["lowered by an admin, for themselves", "taken", by("cleo", to("cleo", "lead"))],
    ["as it is", "role unchanged", by("ada", to("bob", "member"))],
    [
      "of nobody",
      "role subject",
      by("ada", ({ team }, ada) => planRole(team, ada, { user: newId<UserId>(), role: "lead" })),
    ],
    [
      "of somebody who is gone",
      "role subject",
      by("ada", (mine, ada) => {
        act(mine.team, ada, planRemove(mine.team, ada, mine.bob.user));
        return planRole(mine.team, ada, { user: mine.bob.user, role: "lead" });
      }),
    ],
    [
      "of their own that ends later",
      "role own",
      by("cleo", (mine, cleo) => {
        const { team, ada } = mine;
        act(team, ada, planRole(team, ada, { user: cleo.user, role: "admin", end: team.now + 1000 }));
        return planRole(team, cleo, { user: cleo.user, role: "admin" });
      }),
    ],
    [
      "of their own that is lower and ends later",
      "role own",
      by("cleo", (mine, cleo) => {
        const { team, ada } = mine;
        act(team, ada, planRole(team, ada, { user: cleo.user, role: "admin", end: team.now + 1000 }));
        return planRole(team, cleo, { user: cleo.user, role: "lead" });
      }),
    ],
    [
      "of the last admin",
      "role last-admin",
      by("ada", (mine, ada) => {
        onlyAda(mine);
        return planRole(mine.team, ada, { user: ada.user, role: "lead" });
      }),
    ],
    [
      "of the last admin, given an end",
      "role last-admin",
      by("ada", (mine, ada) => {
        onlyAda(mine);
        return planRole(mine.team, ada, { user: ada.user, role: "admin", end: mine.team.now + 1000 });
      }),
    ],
    [
      "lowered, without its cuts",
      "recipient-set cuts",
      by("ada", (mine, ada) => {
        const plan = to("cleo", "member")(mine, ada);
        return { ...plan, attached: { ...plan.attached, cuts: [] } };
      }),
    ],
  ]);

  it("of an auditor leaves no grant, no place in a group, no right on a shared vault", () => {
    const mine = copyOf(scene);
    const group = newId<GroupId>();
    const users = new Set([mine.dora.user]);
    mine.team.state = withGroup(mine.team.state, { group, members: users, managers: users }, mine.bobs);
    act(mine.team, mine.ada, planRole(mine.team, mine.ada, { user: mine.dora.user, role: "auditor" }));
    for (const one of mine.team.state.vaults.values())
      if (one.kind === "shared") {
        expect(rightOf(mine.team.state, mine.dora.user, one.vault)).toBe(null);
        expect(one.access.has(mine.dora.user)).toBe(false);
      }
    expect(mine.team.state.groups.get(group)).toEqual({ group, members: new Set(), managers: new Set() });
    expect(permissionOf(mine, vaultOfKind(mine.team.state, "audit").vault, mine.dora)).toBe("use");
    expect(vault(mine, mine.ops).rotationDue).toBe(true);
  });

  it("lowered cancels the open invites of who was an admin; raised cancels none", () => {
    const mine = copyOf(scene);
    const { team, ada, cleo } = mine;
    const { plan, guest } = planInvite(team);
    act(team, cleo, plan);
    act(team, ada, planRole(team, ada, { user: mine.bob.user, role: "lead" }));
    expect(team.state.invites.get(guest.invite)?.state).toBe("open");
    act(team, ada, planRole(team, ada, { user: cleo.user, role: "lead" }));
    expect(team.state.invites.get(guest.invite)?.state).toBe("cancelled");
  });

  it("remembers everybody who raised somebody", () => {
    const mine = copyOf(scene);
    const { team, ada, cleo, bob } = mine;
    const raisedBy = () => team.state.users.get(bob.user)?.raisedBy;
    act(team, ada, planRole(team, ada, { user: bob.user, role: "lead" }));
    act(team, cleo, planRole(team, cleo, { user: bob.user, role: "admin" }));
    expect(raisedBy()).toEqual([ada.user, cleo.user]);
    act(team, cleo, planRole(team, cleo, { user: bob.user, role: "member" }));
    expect(raisedBy()).toEqual([ada.user, cleo.user]);
  });
});

describe("device-revoke", () => {
  const revoking = (name: Name) => (mine: SmallTeam, signer: Person) =>
    planRevoke(mine.team, signer, mine[name].device);
  check([
    ["of one's own", "taken", by("bob", revoking("bob"))],
    ["by an admin", "taken", by("cleo", revoking("bob"))],
    ["of another's", "role", by("bob", revoking("dora"))],
    ["of another's by a lead", "role", by("dora", revoking("bob"))],
    [
      "of none, by an admin",
      "role device",
      by("ada", ({ team }, ada) => planRevoke(team, ada, newPerson(team).device)),
    ],
    [
      "twice",
      "role device",
      by("ada", (mine, ada) => {
        act(mine.team, ada, planRevoke(mine.team, ada, mine.bob.device));
        return planRevoke(mine.team, ada, mine.bob.device);
      }),
    ],
    [
      "of the last admin's last computer",
      "role last-admin",
      by("ada", (mine, ada) => {
        onlyAda(mine);
        return planRevoke(mine.team, ada, ada.device);
      }),
    ],
    [
      "without its cuts",
      "recipient-set cuts",
      by("ada", (mine, ada) => {
        const plan = revoking("bob")(mine, ada);
        return { ...plan, attached: { ...plan.attached, cuts: [] } };
      }),
    ],
  ]);

  it("cuts every live vault of its person, leaves their rights, and asks for new keys", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, ops, bobs, bobsPersonal } = mine;
    const entry = act(team, ada, planRevoke(team, ada, bob.device));
    const cut = entry.body.attached.cuts.map((one) => one.vault);
    expect(cut).toEqual(expect.arrayContaining([ops, bobs, bobsPersonal]));
    for (const id of cut)
      expect(vault(mine, id).rotationDue).toBe(id !== mine.archived && isRotationDue(team.state, vault(mine, id)));
    expect(vault(mine, ops).rotationDue).toBe(true);
    expect(permissionOf(mine, ops, bob)).toBe("edit");
    expect(vault(mine, bobs).archived).toBe(false);
  });
});
