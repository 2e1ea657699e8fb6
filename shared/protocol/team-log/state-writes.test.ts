/**
 * The table of [protocol: State and signers], cell by cell where it says no: who may not change which part of the state with
 * which type of entry. Each row is an entry that somebody with less right signs, and the name under which it is refused.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { VaultId } from "../../encoding/ids.ts";
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
import { makeGroup, planGroup, planGroupChange } from "../../testing/groups.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { newPerson, vaultOfKind } from "../../testing/team.ts";
import { checkEntries, type Row } from "../../testing/verdicts.ts";
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
