/** Entries about groups: who may sign them, what a place gives and takes, what nobody gets by their own word [protocol: Groups]. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { GroupId, InviteId, UserId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { act, type Plan, planAccess, planAdd, planArchive, planInvite, planVault } from "../../../testing/entries.ts";
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
import { type Change, planGroup, planGroupAccess, planGroupChange } from "../../../testing/groups.ts";
import { planRole } from "../../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import { newPerson, type Person } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import type { Permission } from "../state/parts.ts";

let scene: SmallTeam;

beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

describe("group-create", () => {
  const making = (
    places: (mine: SmallTeam) => { managers: Person[]; members?: Person[] },
    id?: (mine: SmallTeam) => string,
  ) =>
    by("ada", (mine) => {
      const { plan } = planGroup(mine.team, places(mine));
      return { ...plan, payload: { ...plan.payload, group: (id?.(mine) ?? newId()) as GroupId } } as Plan;
    });
  const one = (mine: SmallTeam) => ({ managers: [mine.bob], members: [mine.dora] });
  check([
    ["by an admin, for somebody else to manage", "taken", making(one)],
    ["without members", "taken", making(({ bob }) => ({ managers: [bob] }))],
    ["with an auditor in it", "role subject", making(({ bob, aud }) => ({ managers: [bob], members: [aud] }))],
    ["managed by an auditor", "role subject", making(({ aud }) => ({ managers: [aud] }))],
    [
      "with somebody who is not in the team",
      "role subject",
      making((mine) => ({ managers: [mine.bob], members: [newPerson(mine.team)] })),
    ],
    [
      "managed by somebody twice",
      "encoding people-order",
      by("ada", ({ team, bob }) => {
        const { plan } = planGroup(team, { managers: [bob] });
        return { ...plan, payload: { ...plan.payload, managers: [bob.user, bob.user] } };
      }),
    ],
    ["under a person's id", "encoding id-repeated", making(one, ({ dora }) => dora.user)],
    ["under a vault's id", "encoding id-repeated", making(one, ({ ops }) => ops)],
    ["under another group's id", "encoding id-repeated", making(one, (mine) => group(mine, { managers: ["ada"] }))],
    [
      "under an invite's id",
      "encoding id-repeated",
      making(one, (mine) => {
        const { plan, guest } = planInvite(mine.team);
        act(mine.team, mine.ada, plan);
        return guest.invite;
      }),
    ],
    [
      "managed only by somebody whose role ends",
      "role last-manager",
      by("ada", (mine) => {
        act(
          mine.team,
          mine.ada,
          planRole(mine.team, mine.ada, { user: mine.bob.user, role: "member", end: mine.team.now + 1 }),
        );
        return planGroup(mine.team, { managers: [mine.bob], members: [mine.dora] }).plan;
      }),
    ],
  ]);

  it("gives nobody a right", () => {
    const mine = copyOf(scene);
    const id = group(mine, { managers: ["bob"], members: ["dora"] });
    expect(found(mine, id)).toEqual({
      group: id,
      managers: new Set([mine.bob.user]),
      members: new Set([mine.dora.user]),
    });
    expect(permissionOf(mine, mine.bobs, mine.dora)).toBe(null);
  });

  it("leaves no id that somebody who joins could take: they would have what the group has", () => {
    const mine = copyOf(scene);
    const { team, ada, ops } = mine;
    const id = group(mine, { managers: ["ada"] });
    give(mine, ops, id, "manage");
    const { plan, guest } = planInvite(team);
    act(team, ada, plan);
    const joiner = { ...newPerson(team), user: id as string as UserId };
    expect(tried(mine, "ada", planAdd(team, guest, joiner))).toBe("encoding id-repeated");
    const again = planInvite(team).plan;
    expect(tried(mine, "ada", { ...again, payload: { ...again.payload, invite: id as string as InviteId } })).toBe(
      "invite repeated",
    );
  });
});

describe("group-change", () => {
  const changing = (
    signer: Name,
    made: (mine: SmallTeam) => Change,
    places: Places = { managers: ["bob"], members: ["dora", "eve"] },
  ) => by(signer, (mine) => planGroupChange(mine.team, mine[signer], group(mine, places), made(mine)));
  check([
    ["somebody is taken in", "taken", changing("bob", ({ cleo }) => ({ add: [cleo] }))],
    ["an auditor is not", "role subject", changing("bob", ({ aud }) => ({ add: [aud] }))],
    ["an auditor does not manage it", "role subject", changing("bob", ({ aud }) => ({ managersAdd: [aud] }))],
    ["who is in already", "role unchanged", changing("bob", ({ dora, cleo }) => ({ add: [dora, cleo] }))],
    ["who is not in it", "role unchanged", changing("bob", ({ dora, cleo }) => ({ remove: [dora, cleo] }))],
    ["in and out at once", "role unchanged", changing("bob", ({ dora }) => ({ add: [dora], remove: [dora] }))],
    ["nothing", "role unchanged", changing("bob", () => ({}))],
    ["a manager more", "taken", changing("bob", ({ dora }) => ({ managersAdd: [dora] }))],
    ["the last manager leaves", "role last-manager", changing("bob", ({ bob }) => ({ managersRemove: [bob] }))],
    [
      "the last manager leaves and takes another out: who is left goes on",
      "taken",
      changing("bob", ({ bob, dora }) => ({ managersRemove: [bob], remove: [dora] })),
    ],
    [
      "who is in the way of the last manager's leaving",
      "role last-manager",
      by("bob", (mine) => {
        // Only Bob could be an heir, and nobody is by their own entry.
        const { team, ada, bob, dora } = mine;
        const made = planVault(team, ada);
        act(team, ada, made.plan);
        const id = group(mine, { managers: ["cleo", "bob"], members: ["bob", "dora"] });
        give(mine, made.vault, id, "manage");
        act(
          team,
          ada,
          planAccess(team, ada, made.vault, [
            { user: bob.user, permission: "use" },
            { user: ada.user, permission: null },
          ]),
        );
        return planGroupChange(team, bob, id, { remove: [bob, dora] });
      }),
    ],
    [
      "the last manager leaves and names another",
      "taken",
      changing("bob", ({ bob, dora }) => ({ managersAdd: [dora], managersRemove: [bob] })),
    ],
    [
      "the last manager of an empty group leaves",
      "taken",
      changing("bob", ({ bob }) => ({ managersRemove: [bob] }), { managers: ["bob"] }),
    ],
    [
      "a manager takes another's place away",
      "taken",
      changing("bob", ({ cleo }) => ({ managersRemove: [cleo] }), { managers: ["bob", "cleo"], members: ["dora"] }),
    ],
    ["a member leaves", "taken", changing("dora", ({ dora }) => ({ remove: [dora] }))],
    [
      "a member leaves and takes another in",
      "role",
      changing("dora", ({ dora, cleo }) => ({ remove: [dora], add: [cleo] })),
    ],
    ["a member leaves and takes another along", "role", changing("dora", ({ dora, eve }) => ({ remove: [dora, eve] }))],
    [
      "of no group",
      "role group",
      by("bob", (mine) => {
        const plan = planGroupChange(mine.team, mine.bob, group(mine, { managers: ["bob"] }), { add: [mine.dora] });
        return { ...plan, payload: { ...plan.payload, group: newId<GroupId>() } };
      }),
    ],
    [
      "in another order",
      "encoding people-order",
      by("bob", (mine) => {
        const plan = planGroupChange(mine.team, mine.bob, group(mine, { managers: ["bob"] }), {
          add: [mine.dora, mine.eve],
        });
        return { ...plan, payload: { ...plan.payload, add: [...plan.payload.add].reverse() } };
      }),
    ],
    [
      "with an heir of nothing",
      "encoding heir",
      changing("bob", ({ dora }) => ({ remove: [dora], heirs: [{ vault: null, group: null, user: dora.user }] })),
    ],
    [
      "without the cut of a vault in which a right falls",
      "recipient-set cuts",
      by("bob", (mine) => {
        const id = group(mine, { managers: ["bob"], members: ["eve"] });
        give(mine, mine.ops, id, "use");
        const plan = planGroupChange(mine.team, mine.bob, id, { remove: [mine.eve] });
        return { ...plan, attached: { ...plan.attached, cuts: [] } };
      }),
    ],
    [
      "with a cut where none falls",
      "recipient-set cuts",
      by("bob", (mine) => {
        const id = group(mine, { managers: ["bob"], members: ["eve"] });
        give(mine, mine.ops, id, "use");
        const cuts = planGroupChange(mine.team, mine.bob, id, { remove: [mine.eve] }).attached.cuts;
        const plan = planGroupChange(mine.team, mine.bob, id, { add: [mine.cleo] });
        return { ...plan, attached: { ...plan.attached, cuts } };
      }),
    ],
  ]);

  it("gives and takes exactly what the group has, and cuts it", () => {
    const mine = copyOf(scene);
    const { ops, eve, dora } = mine;
    const id = group(mine, { managers: ["bob"], members: ["dora"] });
    give(mine, ops, id, "edit");
    expect(permissionOf(mine, ops, dora)).toBe("edit");
    change(mine, "bob", id, { add: [eve] });
    expect(permissionOf(mine, ops, eve)).toBe("edit");
    const entry = change(mine, "bob", id, { remove: [eve, dora] });
    expect(entry.body.attached.cuts.map((cut) => cut.vault)).toEqual([ops]);
    expect(permissionOf(mine, ops, eve)).toBe(null);
    // What they have besides stays.
    expect(permissionOf(mine, ops, dora)).toBe("use");
    expect(vault(mine, ops).bindings.at(-1)).toMatchObject({ kind: "cut", by: mine.bob.user });
  });

  it("asks for a new key where somebody was sent one, and for none where nobody was", () => {
    const mine = copyOf(scene);
    const { ops, eve, cleo } = mine;
    const id = group(mine, { managers: ["bob"], members: ["eve"] });
    give(mine, ops, id, "use");
    change(mine, "bob", id, { add: [cleo] });
    change(mine, "bob", id, { remove: [cleo] });
    expect(vault(mine, ops).rotationDue).toBe(false);
    change(mine, "eve", id, { remove: [eve] });
    expect(vault(mine, ops).rotationDue).toBe(true);
  });

  it("archives a vault that nobody opens any more, as a removal does", () => {
    const mine = copyOf(scene);
    const { team, ada } = mine;
    const made = planVault(team, ada);
    act(team, ada, made.plan);
    const id = group(mine, { managers: ["bob", "dora"], members: ["cleo"] });
    give(mine, made.vault, id, "manage");
    act(team, ada, planAccess(team, ada, made.vault, [{ user: ada.user, permission: null }]));
    change(mine, "bob", id, { remove: [mine.cleo] });
    expect(vault(mine, made.vault).archived).toBe(true);
  });
});

describe("nobody raises themselves", () => {
  const soon = 1_700_000_500_000;
  it("by taking themselves into a group that has more", () => {
    const mine = copyOf(scene);
    const id = group(mine, { managers: ["bob", "dora"], members: ["eve"] });
    give(mine, mine.ops, id, "manage");
    for (const name of ["bob", "dora"] as const)
      expect(tried(mine, name, planGroupChange(mine.team, mine[name], id, { add: [mine[name]] }))).toBe("role own");
    // Another manager may: it is their word, not one's own.
    expect(tried(mine, "bob", planGroupChange(mine.team, mine.bob, id, { add: [mine.dora] }))).toBe("taken");
  });
  it("and may come into one that has nothing more for them", () => {
    const mine = copyOf(scene);
    const id = group(mine, { managers: ["bob"], members: ["eve"] });
    expect(tried(mine, "bob", planGroupChange(mine.team, mine.bob, id, { add: [mine.bob] }))).toBe("taken");
    give(mine, mine.ops, id, "edit");
    expect(tried(mine, "bob", planGroupChange(mine.team, mine.bob, id, { add: [mine.bob] }))).toBe("taken");
  });
  it("by giving a vault, for longer than they have it, to a group that they are in", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, ops } = mine;
    const id = group(mine, { managers: ["ada"], members: ["bob"] });
    const plan = planAccess(team, ada, ops, [{ user: bob.user, permission: "manage" }]);
    const until = plan.payload.changes.map((one) => ({ ...one, end: soon as typeof one.end }));
    act(team, ada, { ...plan, payload: { ...plan.payload, changes: until } });
    const giving = (permission: Permission, end: number | null) =>
      tried(mine, "bob", planGroupAccess(team, bob, ops, { group: id, permission, end }));
    expect(giving("use", null)).toBe("role own");
    expect(giving("manage", soon + 1)).toBe("role own");
    expect(giving("manage", soon)).toBe("taken");
    expect(giving("use", soon)).toBe("taken");
  });
  it("in a vault that is archived: what lies there is read still", () => {
    const mine = copyOf(scene);
    const { team, ada, bob } = mine;
    const made = planVault(team, ada);
    act(team, ada, made.plan);
    const id = group(mine, { managers: ["bob"], members: ["eve"] });
    give(mine, made.vault, id, "use");
    act(team, ada, planArchive(team, made.vault));
    expect(tried(mine, "bob", planGroupChange(team, bob, id, { add: [bob] }))).toBe("role own");
  });
});

describe("groups", () => {
  const many = (count: number) => Array.from({ length: count }, () => newId<UserId>());
  it("are no more in a team than their limit", () => {
    const mine = copyOf(scene);
    const { team, ada, bob } = mine;
    const made = () => tried(mine, "ada", planGroup(team, { managers: [ada], members: [bob] }).plan);
    const groups = (count: number) =>
      new Map(
        many(count).map((id) => [
          id as string as GroupId,
          { group: id as string as GroupId, members: new Set<UserId>(), managers: new Set<UserId>() },
        ]),
      );
    team.state = { ...team.state, groups: groups(limits.groupsPerTeam - 1) };
    expect(made()).toBe("taken");
    team.state = { ...team.state, groups: groups(limits.groupsPerTeam) };
    expect(made()).toBe("limit");
  });
  it("are no larger than their limit", () => {
    const mine = copyOf(scene);
    const { team, bob, cleo } = mine;
    const id = group(mine, { managers: ["bob"] });
    const filled = (count: number) => {
      team.state = { ...team.state, groups: new Map([[id, { ...found(mine, id), members: new Set(many(count)) }]]) };
      return tried(mine, "bob", planGroupChange(team, bob, id, { add: [cleo] }));
    };
    expect(filled(limits.peoplePerGroup - 1)).toBe("taken");
    expect(filled(limits.peoplePerGroup)).toBe("limit");
  });
});
