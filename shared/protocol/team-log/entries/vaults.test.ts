/** What the entries about vaults may do: each row breaks one rule of [protocol: Team log] or 6 and must get that rule's name. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { EpochMs, GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import {
  act,
  headAt,
  listDevices,
  type Plan,
  planAccess,
  planAdd,
  planInvite,
  planVault,
  signed,
} from "../../../testing/entries.ts";
import { granted, inLog, ofKind, withUser } from "../../../testing/on-small-team.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import type { Person } from "../../../testing/team.ts";
import { newPerson } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import type { VaultKind } from "../state/parts.ts";
import { rightAt, rightOf } from "../state/rules.ts";
import type { TeamState } from "../state/team-state.ts";
import { beginTransaction, putVault } from "../state/transaction.ts";

let scene: SmallTeam;

beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

describe("vault-create", () => {
  type Create = Plan<"vault-create">;
  const making = (
    by: keyof SmallTeam,
    kind: VaultKind,
    tamper: (plan: Create, mine: SmallTeam) => Create = (plan) => plan,
  ) =>
    ((mine: SmallTeam) => {
      const { plan } = planVault(mine.team, mine[by] as Person, kind);
      return signed(mine, mine[by] as Person, tamper(plan, mine));
    }) satisfies Row[2];
  const bundles = (plan: Create, devices: (keyof SmallTeam)[], mine: SmallTeam, isReversed = false): Create => {
    const listed = listDevices(devices.map((name) => (mine[name] as Person).device)).bundles;
    return { ...plan, attached: { ...plan.attached, bundles: isReversed ? listed.reverse() : listed } };
  };
  const crowded =
    (count: number, by: keyof SmallTeam, archived = 0) =>
    (mine: SmallTeam): TeamState => {
      const { state } = mine.team;
      const tx = beginTransaction(state);
      const like = { ...inLog(state, mine.ops), createdBy: (mine[by] as Person).user };
      const made = Array.from({ length: count }, () => newId<VaultId>());
      for (const vault of made) putVault(tx, { ...like, vault });
      for (const vault of made.slice(count - archived)) putVault(tx, { ...like, vault, archived: true });
      const { liveShared } = tx;
      return { ...state, vaults: tx.vaults.settled(), liveShared, liveSharedBy: tx.liveSharedBy.settled() };
    };
  const leadsOnly = ({ team }: SmallTeam): TeamState => ({
    ...team.state,
    policy: { ...team.state.policy, vaultCreation: "leads" },
  });
  check([
    ["shared, by a member", "taken", making("bob", "shared")],
    ["shared, by an auditor", "role policy", making("aud", "shared")],
    ["personal, by an auditor", "taken", making("aud", "personal")],
    ["a second personal one", "role second-personal", making("bob", "personal")],
    ...(["directory", "tools", "governance", "audit"] as const).map(
      (kind): Row => [`a second ${kind}`, "role system-vault", making("ada", kind)],
    ),
    [
      "shared, by a member, where leads make them",
      "role policy",
      (mine) => [leadsOnly(mine), making("bob", "shared")(mine)],
    ],
    ["shared, by a lead, where leads make them", "taken", (mine) => [leadsOnly(mine), making("dora", "shared")(mine)]],
    [
      "personal, by a member, where leads make them",
      "taken",
      (mine) => {
        const mia = letInBy(mine);
        return [
          { ...mine.team.state, policy: { ...mine.team.state.policy, vaultCreation: "leads" } },
          signed(mine, mia, planVault(mine.team, mia, "personal").plan),
        ];
      },
    ],
    [
      "the 257th of one person",
      "limit",
      (mine) => [crowded(limits.vaultsPerMaker, "bob")(mine), making("bob", "shared")(mine)],
    ],
    [
      // Bob has one of before.
      "in the place of an archived one",
      "taken",
      (mine) => [crowded(limits.vaultsPerMaker, "bob", 2)(mine), making("bob", "shared")(mine)],
    ],
    [
      "somebody else's 257 are not mine",
      "taken",
      (mine) => [crowded(limits.vaultsPerMaker, "bob")(mine), making("dora", "shared")(mine)],
    ],
    [
      "the 2001st of a team",
      "limit",
      (mine) => [crowded(limits.vaultsPerTeam, "bob")(mine), making("dora", "shared")(mine)],
    ],
    [
      "under an id that is there",
      "encoding id-repeated",
      making("ada", "shared", (plan, { ops }) => ({ ...plan, payload: { ...plan.payload, vault: ops } })),
    ],
    [
      "with a bundle for nobody",
      "recipient-set exact",
      making("ada", "shared", (plan, mine) => bundles(plan, [], mine)),
    ],
    [
      "with a bundle for a guest",
      "recipient-set exact",
      making("ada", "shared", (plan, mine) => bundles(plan, ["ada", "bob"], mine)),
    ],
    [
      "with a bundle for somebody else",
      "recipient-set exact",
      making("ada", "shared", (plan, mine) => bundles(plan, ["bob"], mine)),
    ],
    [
      "with two bundles for one",
      "recipient-set exact",
      making("ada", "shared", (plan, mine) => bundles(plan, ["ada", "ada"], mine)),
    ],
    [
      "with a bundle that leads to a head",
      "recipient-set exact",
      making("ada", "shared", (plan, mine) => ({
        ...plan,
        attached: { ...plan.attached, bundles: listDevices([mine.ada.device], [headAt(mine.team, mine.ops)]).bundles },
      })),
    ],
  ]);
});

/** One more member in a copy of the scene. */
function letInBy(mine: SmallTeam): Person {
  const { plan, guest } = planInvite(mine.team);
  act(mine.team, mine.ada, plan);
  const person = newPerson(mine.team);
  act(mine.team, mine.ada, planAdd(mine.team, guest, person));
  return person;
}

describe("vault-access", () => {
  type Access = Plan<"vault-access">;
  type Change = Access["payload"]["changes"][number];
  const giving = (tamper: (plan: Access, mine: SmallTeam) => Access, by: keyof SmallTeam = "ada") =>
    ((mine: SmallTeam) => {
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "use" }]);
      return signed(mine, mine[by] as Person, tamper(plan, mine));
    }) satisfies Row[2];
  const changing = (change: (mine: SmallTeam) => Partial<Change>[]) =>
    giving((plan, mine) => {
      const changes = change(mine).map(
        (one): Change => ({ user: null, group: null, permission: "use", end: null, ...one }),
      );
      return { ...plan, payload: { ...plan.payload, changes }, attached: { ...plan.attached, bundles: [] } };
    });
  const on = (pick: (mine: SmallTeam) => VaultId) =>
    giving((plan, mine) => {
      const vault = pick(mine);
      return {
        ...plan,
        payload: { ...plan.payload, vault },
        attached: { ...plan.attached, bundles: [], heads: [headAt(mine.team, vault)] },
      };
    });
  const heads = (pick: (mine: SmallTeam) => Access["attached"]["heads"]) =>
    giving((plan, mine) => ({ ...plan, attached: { ...plan.attached, heads: pick(mine) } }));
  const both = ({ bob, dora }: SmallTeam) =>
    [bob, dora]
      .map(({ user }) => ({ user, permission: "edit" as const }))
      .sort((left, right) => (left.user < right.user ? -1 : 1));
  check([
    ["by the manager", "taken", giving((plan) => plan)],
    ["by an editor", "role", giving((plan) => plan, "bob")],
    ["by a reader", "role", giving((plan) => plan, "dora")],
    ["by an admin who does not manage it", "role", giving((plan) => plan, "cleo")],
    ["to an unknown vault", "role vault", on(() => newId<VaultId>())],
    ["to an archived vault", "role vault", on(({ archived }) => archived)],
    ["to somebody's personal vault", "role vault", on(({ bobsPersonal }) => bobsPersonal)],
    ["to a system vault", "role vault", on((mine) => ofKind(mine, "directory"))],
    ["to a vault that another manages", "role", on(({ bobs }) => bobs)],
    ["without the vault's head", "recipient-set head", heads(() => [])],
    ["with the head of another vault", "recipient-set head", heads(({ team, bobs }) => [headAt(team, bobs)])],
    ["with two heads", "recipient-set head", heads(({ team, ops }) => [headAt(team, ops), headAt(team, ops)])],
    [
      "for a person and a group at once",
      "encoding subject",
      changing(({ bob }) => [{ user: bob.user, group: newId<GroupId>() }]),
    ],
    ["for nobody", "encoding subject", changing(() => [{}])],
    ["given until an end", "taken", changing(({ bob }) => [{ user: bob.user, permission: "edit", end: 5 as EpochMs }])],
    [
      "taken from an auditor",
      "taken",
      (mine) => [granted(mine, mine.aud), changing(({ aud }) => [{ user: aud.user, permission: null }])(mine)],
    ],
    [
      "taken away, with an end",
      "encoding end",
      changing(({ bob }) => [{ user: bob.user, permission: null, end: 5 as EpochMs }]),
    ],
    ["for an unknown group", "role group", changing(() => [{ group: newId<GroupId>() }])],
    ["for an unknown person", "role subject", changing(() => [{ user: newId<UserId>() }])],
    ["taken from an unknown person", "role subject", changing(() => [{ user: newId<UserId>(), permission: null }])],
    ["for an auditor", "role subject", changing(({ aud }) => [{ user: aud.user }])],
    [
      "for somebody who was removed",
      "role subject",
      (mine) => [withUser(mine, mine.cleo.user, { active: false }), giving((plan) => plan)(mine)],
    ],
    ["two at once", "taken", (mine) => changing(both)(mine)],
    ["in reducedVaults order", "encoding change-order", changing((mine) => both(mine).reverse())],
    ["one person twice", "encoding change-order", changing(({ bob }) => [{ user: bob.user }, { user: bob.user }])],
  ]);

  /** Somebody without a say in `ops`, who speaks of themselves. */
  const oneself = (
    by: "bob" | "dora" | "cleo",
    change: Partial<Change>,
    more: (mine: SmallTeam) => Change[] = () => [],
  ) =>
    ((mine: SmallTeam) => {
      const { user } = mine[by];
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user, permission: null }]);
      const own: Change = { user, group: null, permission: null, end: null, ...change };
      const changes = [own, ...more(mine)].sort((left, right) => ((left.user ?? "") < (right.user ?? "") ? -1 : 1));
      const cuts = own.permission === "edit" || (by === "dora" && own.permission === "use") ? [] : plan.attached.cuts;
      const attached = { ...plan.attached, cuts, bundles: [] };
      return signed(mine, mine[by], { ...plan, payload: { ...plan.payload, changes }, attached });
    }) satisfies Row[2];
  const taking = (pick: (mine: SmallTeam) => Person) => (mine: SmallTeam) => [
    { user: pick(mine).user, group: null, permission: null, end: null },
  ];
  check([
    ["left by a reader", "taken", oneself("dora", {})],
    ["left by an editor", "taken", oneself("bob", {})],
    ["lowered by an editor themselves", "taken", oneself("bob", { permission: "use" })],
    ["ended by a reader themselves", "taken", oneself("dora", { permission: "use", end: 5 as EpochMs })],
    ["raised by a reader themselves", "role own", oneself("dora", { permission: "manage" })],
    ["said again by an editor", "role own", oneself("bob", { permission: "edit" })],
    [
      "left by a reader, who takes another along",
      "role",
      oneself(
        "dora",
        {},
        taking(({ bob }) => bob),
      ),
    ],
    ["left by somebody who has no grant", "role", oneself("cleo", {})],
  ]);

  it("hands a vault over and leaves it in one entry, and only to somebody who can go on managing it", () => {
    const handing = (to: (mine: SmallTeam) => Person) => {
      const mine = copyOf(scene);
      const { team, ada, ops } = mine;
      const changes = [
        { user: ada.user, permission: null },
        { user: to(mine).user, permission: "manage" as const },
      ].sort((left, right) => (left.user < right.user ? -1 : 1));
      const plan = planAccess(team, ada, ops, changes);
      return { mine, apply: () => act(team, ada, plan) };
    };
    const { mine, apply } = handing(({ bob }) => bob);
    apply();
    expect(rightOf(mine.team.state, mine.bob.user, mine.ops)).toBe("manage");
    expect(rightOf(mine.team.state, mine.ada.user, mine.ops)).toBe(null);
    expect(inLog(mine.team.state, mine.ops).rotationDue).toBe(true);
    expect(handing(({ aud }) => aud).apply).toThrow(/role/);
  });

  it("says from which entry on a right holds, and until which", () => {
    const mine = copyOf(scene);
    const { team, ada, bob, ops } = mine;
    const before = team.state.head.seq;
    act(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }]));
    const at = (seq: number) => rightAt(team.state, { vault: ops, device: bob.device, seq });
    expect([at(before), at(before + 1)]).toEqual(["edit", "use"]);
    expect(at(inLog(team.state, ops).createdSeq)).toBe(null);
    expect(inLog(team.state, ops).bindings).toEqual(
      [
        {
          entrySeq: before + 1,
          by: ada.user,
          ...headAt(team, ops),
          vault: undefined,
          kind: "cut",
          manager: false,
          root: null,
          voids: 0,
        },
      ].map(({ vault: _gone, ...binding }) => binding),
    );
  });
});
