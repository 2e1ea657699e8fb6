/**
 * The table of [protocol: State and signers], cell by cell where it says no: who may not change which part of the state with
 * which type of entry. Each row is an entry that somebody with less right signs, and the name under which it is refused.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { bundleHash } from "../../crypto/key-bundle.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { EpochMs, VaultId } from "../../encoding/ids.ts";
import {
  act,
  headAt,
  letIn,
  type Plan,
  planAccess,
  planAdd,
  planArchive,
  planCancel,
  planInvite,
  planKeys,
  planPolicy,
  planRotate,
  planVault,
  signed,
} from "../../testing/entries.ts";
import { makeGroup, planGroup, planGroupAccess, planGroupChange } from "../../testing/groups.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { newPerson, vaultOfKind } from "../../testing/team.ts";
import { checkEntries, type Row } from "../../testing/verdicts.ts";
import type { AccessChange, Permission } from "./state/parts.ts";
import { rightOf } from "./state/rules.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

type Name = "ada" | "bob" | "cleo" | "dora" | "eve" | "aud";
const by =
  (name: Name, make: (mine: SmallTeam) => Plan): Row[2] =>
  (mine) =>
    signed(mine, mine[name], make(mine));
const system = ({ team }: SmallTeam, kind: "directory" | "tools" | "audit") => vaultOfKind(team.state, kind).vault;

describe("the policy", () => {
  const policy = ({ team }: SmallTeam) => planPolicy(team, { ...team.state.policy, exports: "all" });
  check([
    ["is not changed by a lead", "cosign missing", by("dora", policy)],
    ["is not changed by a member", "cosign missing", by("bob", policy)],
    ["is not changed by an admin alone", "cosign missing", by("ada", policy)],
  ]);
});

describe("invites, people and devices", () => {
  const invited = (mine: SmallTeam) => {
    const { plan, guest } = planInvite(mine.team);
    act(mine.team, mine.ada, plan);
    return guest;
  };
  const cancelled = (mine: SmallTeam) => planCancel(invited(mine).invite);
  const added = (mine: SmallTeam) => planAdd(mine.team, invited(mine), newPerson(mine.team));
  check([
    ...(["bob", "dora", "aud"] as const).flatMap((name): Row[] => [
      [`an invite is not made by ${name}`, "role", by(name, ({ team }) => planInvite(team).plan)],
      [`an open invite is not cancelled by ${name}`, "role", by(name, cancelled)],
      [`nobody is let in by ${name}`, "role", by(name, added)],
    ]),
    [
      "an invite that stands is not replaced by another under its id",
      "invite repeated",
      by("cleo", (mine) => {
        const { plan } = planInvite(mine.team);
        return { ...plan, payload: { ...plan.payload, invite: invited(mine).invite } };
      }),
    ],
    [
      "a used invite is not used again",
      "invite used",
      by("ada", (mine) => {
        const guest = invited(mine);
        act(mine.team, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
        return planAdd(mine.team, guest, newPerson(mine.team));
      }),
    ],
    [
      "a person is not put in the place of another",
      "encoding id-repeated",
      by("ada", (mine) => planAdd(mine.team, invited(mine), { ...newPerson(mine.team), user: mine.bob.user })),
    ],
  ]);

  it("a grant of somebody who does not manage the vault counts for nothing", () => {
    const mine = copyOf(scene);
    const grants = [{ vault: mine.ops, permission: "manage" as const, end: null }];
    // Cleo is an admin, and does not manage Ada's vault.
    const person = letIn(mine.team, mine.cleo, { grants });
    expect(rightOf(mine.team.state, person.user, mine.ops)).toBe(null);
  });
});

describe("vaults", () => {
  check([
    [
      "a vault that stands is not replaced by another under its id",
      "encoding id-repeated",
      by("bob", (mine) => {
        const { plan } = planVault(mine.team, mine.bob);
        return { ...plan, payload: { ...plan.payload, vault: mine.ops } };
      }),
    ],
    ...(["bob", "dora", "cleo", "aud"] as const).map(
      (name): Row => [`is not archived by ${name}`, "role", by(name, ({ team, ops }) => planArchive(team, ops))],
    ),
  ]);
});

describe("access", () => {
  const change =
    (vault: (mine: SmallTeam) => VaultId, made: (mine: SmallTeam) => Partial<AccessChange>) => (mine: SmallTeam) => {
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "use" }]);
      const one: AccessChange = { user: null, group: null, permission: "use", end: null, ...made(mine) };
      const payload = { vault: vault(mine), changes: [one] };
      const heads = [headAt(mine.team, payload.vault)];
      return { ...plan, payload, attached: { ...plan.attached, heads, bundles: [] } };
    };
  const onOps = (made: (mine: SmallTeam) => Partial<AccessChange>) => change(({ ops }) => ops, made);
  const forSelf = (name: Name, permission: Permission) => onOps((mine) => ({ user: mine[name].user, permission }));
  check([
    ["an editor does not make themselves a manager", "role own", by("bob", forSelf("bob", "manage"))],
    ["a reader does not make themselves an editor", "role own", by("dora", forSelf("dora", "edit"))],
    ["an admin does not give themselves a vault", "role", by("cleo", forSelf("cleo", "use"))],
    [
      "who manages through a group does not give themselves a right of their own",
      "role own",
      (mine) => {
        const { team, ada, cleo, ops } = mine;
        const group = makeGroup(team, ada, { managers: [ada], members: [cleo] });
        act(team, ada, planGroupAccess(team, ada, ops, { group, permission: "manage" }));
        return [team.state, by("cleo", forSelf("cleo", "manage"))(mine) as Uint8Array];
      },
    ],
    [
      "an editor does not take a right from the manager",
      "role",
      by(
        "bob",
        onOps(({ ada }) => ({ user: ada.user, permission: null })),
      ),
    ],
    ...(["directory", "tools", "audit"] as const).map(
      (kind): Row => [
        `nobody has a grant on ${kind}`,
        "role vault",
        by(
          "ada",
          change(
            (mine) => system(mine, kind),
            ({ bob }) => ({ user: bob.user, permission: "manage" }),
          ),
        ),
      ],
    ),
    [
      "nobody has a grant on another's personal vault",
      "role vault",
      by(
        "ada",
        change(
          ({ bobsPersonal }) => bobsPersonal,
          ({ ada }) => ({ user: ada.user }),
        ),
      ),
    ],
  ]);
});

describe("a manager's own grant", () => {
  const until = 2_000_000_000_000 as EpochMs;
  /** Ada's vault, which Bob manages until an end, beside Ada. */
  function managedUntil(mine: SmallTeam, end: EpochMs | null): void {
    const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.bob.user, permission: "manage" }]);
    const changes = plan.payload.changes.map((one) => ({ ...one, end }));
    act(mine.team, mine.ada, { ...plan, payload: { ...plan.payload, changes } });
  }
  const own =
    (name: "ada" | "bob", had: EpochMs | null, to: { permission: Permission | null; end?: number | null }): Row[2] =>
    (mine) => {
      managedUntil(mine, had);
      const { team, ops } = mine;
      const { user } = mine[name];
      const plan = planAccess(team, mine[name], ops, [{ user, permission: to.permission }]);
      const end = (to.end ?? null) as EpochMs | null;
      const changes = plan.payload.changes.map((one) => ({ ...one, end }));
      plan.attached.cuts = to.permission === "manage" ? [] : [headAt(team, ops)];
      return [team.state, signed(mine, mine[name], { ...plan, payload: { ...plan.payload, changes } })];
    };
  check([
    ["keeps its end", "role own", own("bob", until, { permission: "manage", end: null })],
    ["is not made longer", "role own", own("bob", until, { permission: "manage", end: until + 1 })],
    ["is not said again", "role own", own("bob", until, { permission: "manage", end: until })],
    ["is not exchanged for a lower one without an end", "role own", own("bob", until, { permission: "edit" })],
    ["is not exchanged for a lower, longer one", "role own", own("bob", until, { permission: "use", end: until + 1 })],
    ["ends earlier", "taken", own("bob", until, { permission: "manage", end: until - 1 })],
    ["is given an end", "taken", own("bob", null, { permission: "manage", end: until })],
    ["is lowered", "taken", own("bob", null, { permission: "use" })],
    ["is lowered, with its end", "taken", own("bob", until, { permission: "use", end: until })],
    ["is given up", "taken", own("bob", until, { permission: null })],
    ["is given up by the last whose right does not end", "role last-manager", own("ada", until, { permission: null })],
    [
      "is given an end by the last whose right does not end",
      "role last-manager",
      own("ada", until, { permission: "manage", end: until }),
    ],
  ]);
});

describe("keys that were sent", () => {
  const listing = (vault: (mine: SmallTeam) => VaultId, to: Name) => (mine: SmallTeam) =>
    planKeys(mine.team, vault(mine), [mine[to].device]);
  check([
    [
      "no admin without the key lists",
      "recipient-set sender",
      by(
        "cleo",
        listing(({ ops }) => ops, "bob"),
      ),
    ],
    [
      "nobody who lost the right lists",
      "recipient-set sender",
      by(
        "bob",
        listing(({ due }) => due, "dora"),
      ),
    ],
    [
      "nobody lists a device without a right",
      "recipient-set entitled",
      by(
        "bob",
        listing(({ ops }) => ops, "cleo"),
      ),
    ],
    [
      "nobody lists in an archived vault",
      "recipient-set sender",
      by(
        "ada",
        listing(({ archived }) => archived, "ada"),
      ),
    ],
    [
      "nobody's entry about something else carries keys",
      "recipient-set bundles",
      by("ada", (mine) => ({
        ...planInvite(mine.team).plan,
        attached: planKeys(mine.team, mine.ops, [mine.bob.device]).attached,
      })),
    ],
  ]);

  it("stay as they are, whatever entry lists them again", () => {
    const mine = copyOf(scene);
    const { team, ada, dora, bob, ops } = mine;
    const first = () => team.state.vaults.get(ops)?.epochs.get(1)?.sent.get(bob.device)?.[0];
    const before = first();
    act(team, dora, planKeys(team, ops, [bob.device]));
    const granted = planAccess(team, ada, ops, [{ user: mine.cleo.user, permission: "use" }]);
    const { bundles } = planKeys(team, ops, [bob.device, mine.cleo.device]).attached;
    const again = bundles.map((one) => ({ ...one, hash: bundleHash(randomBytes(64)) }));
    act(team, ada, { ...granted, attached: { ...granted.attached, bundles: again } });
    expect(before).not.toBe(undefined);
    expect(first()).toEqual(before);
  });
});

describe("epochs, cuts and pins", () => {
  const rotating = (vault: (mine: SmallTeam) => VaultId, options: { voids?: number } = {}) =>
    ((mine: SmallTeam) => planRotate(mine.team, [vault(mine)], options)) satisfies (mine: SmallTeam) => Plan;
  const withCut = (plan: (mine: SmallTeam) => Plan) => (mine: SmallTeam) => {
    const made = plan(mine);
    return { ...made, attached: { ...made.attached, cuts: [headAt(mine.team, mine.ops)] } };
  };
  check([
    [
      "an editor makes no epoch where none is due",
      "role",
      by(
        "bob",
        rotating(({ ops }) => ops),
      ),
    ],
    [
      "a reader makes no epoch where one is due",
      "role",
      by(
        "cleo",
        rotating(({ due }) => due),
      ),
    ],
    [
      "an admin makes no epoch of a vault of others",
      "role",
      by(
        "cleo",
        rotating(({ ops }) => ops),
      ),
    ],
    [
      "an editor voids nothing",
      "role voids",
      by(
        "dora",
        rotating(({ due }) => due, { voids: 1 }),
      ),
    ],
    [
      "nobody voids in the audit vault",
      "role voids",
      by(
        "ada",
        rotating((mine) => system(mine, "audit"), { voids: 1 }),
      ),
    ],
    [
      "a reader's listing binds no head",
      "recipient-set cuts",
      by(
        "dora",
        withCut(({ team, ops, bob }) => planKeys(team, ops, [bob.device])),
      ),
    ],
    [
      "a raised right binds no head",
      "recipient-set cuts",
      by(
        "ada",
        withCut(({ team, ada, ops, cleo }) => planAccess(team, ada, ops, [{ user: cleo.user, permission: "use" }])),
      ),
    ],
    [
      "another's vault binds no head",
      "recipient-set cuts",
      by(
        "bob",
        withCut(({ team, bobs }) => planArchive(team, bobs)),
      ),
    ],
    [
      "a rotation binds no head of another vault",
      "recipient-set cuts",
      by("dora", withCut(rotating(({ due }) => due))),
    ],
  ]);
});

describe("groups", () => {
  /** Bob manages it, Dora is in it. */
  const ofBob = (mine: SmallTeam) => makeGroup(mine.team, mine.ada, { managers: [mine.bob], members: [mine.dora] });
  const taking = (signer: Name, who: Name) =>
    by(signer, (mine) => planGroupChange(mine.team, mine[signer], ofBob(mine), { remove: [mine[who]] }));
  check([
    ...(["bob", "dora", "aud"] as const).map(
      (name): Row => [
        `are not made by ${name}`,
        "role",
        by(name, (mine) => planGroup(mine.team, { managers: [mine.bob] }).plan),
      ],
    ),
    ...(["ada", "dora", "cleo", "aud"] as const).flatMap((name): Row[] => [
      [
        `take nobody in by ${name}, who does not manage them`,
        "role",
        by(name, (mine) => planGroupChange(mine.team, mine[name], ofBob(mine), { add: [mine.eve] })),
      ],
      [
        `are not managed by ${name} because they say so`,
        "role",
        by(name, (mine) => planGroupChange(mine.team, mine[name], ofBob(mine), { managersAdd: [mine[name]] })),
      ],
    ]),
    ["are not left by somebody on another's word", "role", taking("cleo", "dora")],
    ["are left by whoever is in them", "taken", taking("dora", "dora")],
    ["are changed by their manager", "taken", taking("bob", "dora")],
  ]);
});

describe("what stands in no payload", () => {
  check([
    [
      "an act that was decided is not decided again",
      "cosign act-repeated",
      (mine) => {
        const { team, ada } = mine;
        const plan = planPolicy(team, team.state.policy);
        const actsSeen = new Map([[plan.payload.id, 1]]);
        const state = {
          ...team.state,
          actsSeen,
          users: new Map([...team.state.users].filter(([user]) => user === ada.user)),
        };
        return [state, signed({ team: { ...team, state } }, ada, plan)];
      },
    ],
    [
      "an id of nobody is nobody's vault",
      "role vault",
      by("ada", ({ team, ops }) => {
        const plan = planRotate(team, [ops]);
        return {
          ...plan,
          payload: { vaults: plan.payload.vaults.map((one) => ({ ...one, vault: newId<VaultId>() })) },
        };
      }),
    ],
  ]);
});
