/** Heirs: who goes on where the last lasting manager of a vault or a group was taken away [protocol: Leavers]. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { GroupId, VaultId } from "../../../encoding/ids.ts";
import { act, letIn, planAccess, planVault } from "../../../testing/entries.ts";
import { planRemove, planRevoke, planRole, withGroup } from "../../../testing/leavers.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import type { Person } from "../../../testing/team.ts";
import { readersOf, rightOf } from "./rules.ts";
import type { VaultInLog } from "./team-state.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";
const vault = ({ team }: SmallTeam, id: VaultId) => team.state.vaults.get(id) as VaultInLog;
const permissionOf = ({ team }: SmallTeam, id: VaultId, { user }: Person) => rightOf(team.state, user, id);

describe("an heir", () => {
  /** A vault of Bob's, with these readers. */
  function ofBob(mine: SmallTeam, readers: [Name, "use" | "edit" | "manage"][]): VaultId {
    const { plan, vault: id } = planVault(mine.team, mine.bob);
    act(mine.team, mine.bob, plan);
    const changes = readers.map(([name, permission]) => ({ user: mine[name].user, permission }));
    act(mine.team, mine.bob, planAccess(mine.team, mine.bob, id, changes));
    return id;
  }
  const remove = (mine: SmallTeam, signer: Name, named: [VaultId, Name][] = [], who: Name = "bob") => {
    const heirs = named.map(([id, name]) => ({ vault: id, group: null, user: mine[name].user }));
    act(mine.team, mine[signer], planRemove(mine.team, mine[signer], mine[who].user, heirs));
  };
  const managersOf = (mine: SmallTeam, id: VaultId) =>
    readersOf(mine.team.state, id)
      .filter(({ permission }) => permission === "manage")
      .map(({ user }) =>
        (["ada", "bob", "cleo", "dora", "eve", "aud"] as const).find((name) => mine[name].user === user),
      );

  type Case = {
    what: string;
    readers: [Name, "use" | "edit" | "manage"][];
    signer?: Name;
    named?: Name;
    before?: (mine: SmallTeam, id: VaultId) => void;
    becomes: Name[];
  };
  const cases: Case[] = [
    {
      what: "has the best right",
      readers: [
        ["dora", "use"],
        ["eve", "edit"],
      ],
      becomes: ["eve"],
    },
    {
      what: "is not the signer",
      readers: [
        ["ada", "edit"],
        ["dora", "use"],
      ],
      becomes: ["dora"],
    },
    { what: "is the signer where nobody else reads", readers: [["ada", "use"]], becomes: ["ada"] },
    {
      what: "is chosen among equals",
      readers: [
        ["cleo", "edit"],
        ["dora", "edit"],
      ],
      named: "dora",
      becomes: ["dora"],
    },
    {
      what: "is the one longest here where none is chosen",
      readers: [
        ["dora", "edit"],
        ["cleo", "edit"],
      ],
      becomes: ["cleo"],
    },
    {
      what: "is not chosen below the best",
      readers: [
        ["cleo", "edit"],
        ["dora", "use"],
      ],
      named: "dora",
      becomes: ["cleo"],
    },
    { what: "is nobody who does not read", readers: [["dora", "use"]], named: "eve", becomes: ["dora"] },
    {
      what: "is not needed beside another manager",
      readers: [
        ["cleo", "manage"],
        ["dora", "edit"],
      ],
      named: "dora",
      becomes: ["cleo"],
    },
    {
      what: "is needed beside a manager whose role ends",
      readers: [
        ["cleo", "manage"],
        ["dora", "edit"],
      ],
      before: ({ team, ada, cleo }) =>
        void act(team, ada, planRole(team, ada, { user: cleo.user, role: "admin", end: team.now + 1000 })),
      becomes: ["cleo", "dora"],
    },
    {
      what: "has a computer",
      readers: [
        ["cleo", "edit"],
        ["dora", "use"],
      ],
      before: ({ team, ada, cleo }) => void act(team, ada, planRevoke(team, ada, cleo.device)),
      becomes: ["dora"],
    },
    {
      what: "has a role without an end",
      readers: [
        ["cleo", "edit"],
        ["dora", "use"],
      ],
      before: ({ team, ada, cleo }) =>
        void act(team, ada, planRole(team, ada, { user: cleo.user, role: "admin", end: team.now + 1000 })),
      becomes: ["dora"],
    },
  ];
  it.each(cases)("$what", ({ readers, signer = "ada", named, before, becomes }) => {
    const mine = copyOf(scene);
    const id = ofBob(mine, readers);
    before?.(mine, id);
    remove(mine, signer, named === undefined ? [] : [[id, named]]);
    expect(managersOf(mine, id)).toEqual(expect.arrayContaining(becomes));
    expect(managersOf(mine, id)).toHaveLength(becomes.length);
    expect(vault(mine, id).archived).toBe(false);
    for (const name of becomes.slice(-1))
      expect(vault(mine, id).access.get(mine[name].user)).toEqual({ permission: "manage", end: null });
  });

  it("is nobody while no reader has a computer: the vault sleeps, and is not archived", () => {
    const mine = copyOf(scene);
    const id = ofBob(mine, [["dora", "use"]]);
    act(mine.team, mine.ada, planRevoke(mine.team, mine.ada, mine.dora.device));
    remove(mine, "ada");
    expect(vault(mine, id)).toMatchObject({ archived: false });
    expect(managersOf(mine, id)).toEqual([]);
  });

  it("leaves the other readers what they have", () => {
    const mine = copyOf(scene);
    const id = ofBob(mine, [
      ["eve", "edit"],
      ["dora", "use"],
    ]);
    remove(mine, "ada");
    expect(permissionOf(mine, id, mine.dora)).toBe("use");
  });

  it("manages a group whose last manager leaves, the one who has been here longest", () => {
    const mine = copyOf(scene);
    const group = newId<GroupId>();
    const members = new Set([mine.dora, mine.eve].map(({ user }) => user));
    mine.team.state = withGroup(mine.team.state, { group, members, managers: new Set([mine.bob.user]) }, mine.ops);
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
    expect(mine.team.state.groups.get(group)?.managers).toEqual(new Set([mine.eve.user]));
    expect(mine.team.state.groups.get(group)?.members).toEqual(members);
  });
});

it("a person who was let in after somebody left is no heir of theirs", () => {
  const mine = copyOf(scene);
  act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine.bob.user));
  const late = letIn(mine.team, mine.ada);
  expect(rightOf(mine.team.state, late.user, mine.bobs)).toBe(null);
});
