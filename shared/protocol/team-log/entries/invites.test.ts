/** What the entries about invites may do: each row breaks one rule of [protocol: Team log] and must get its name. */
import { beforeAll, describe } from "vitest";
import { newId } from "../../../crypto/random.ts";
import { cryptoReady } from "../../../crypto/ready.ts";
import type { EpochMs, GroupId, InviteId, VaultId } from "../../../encoding/ids.ts";
import { act, type Plan, planCancel, planInvite, signed } from "../../../testing/entries.ts";
import { grant, invited } from "../../../testing/on-small-team.ts";
import { type SmallTeam, smallTeam } from "../../../testing/small-team.ts";
import type { Person } from "../../../testing/team.ts";
import { checkEntries, type Row } from "../../../testing/verdicts.ts";
import type { TeamState } from "../state/team-state.ts";

let scene: SmallTeam;

beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

describe("invite", () => {
  type Invite = Plan<"invite">;
  const inviting = (tamper: (plan: Invite, mine: SmallTeam) => Invite["payload"], by: keyof SmallTeam = "ada") =>
    ((mine: SmallTeam) => {
      const { plan } = planInvite(mine.team);
      return signed(mine, mine[by] as Person, { ...plan, payload: tamper(plan, mine) });
    }) satisfies Row[2];
  const ordered = ({ ops, bobs }: SmallTeam) => [ops, bobs].sort().map(grant);
  check([
    ["by an admin", "taken", inviting(({ payload }) => payload)],
    ["by a member", "role", inviting(({ payload }) => payload, "bob")],
    ["by a lead", "role", inviting(({ payload }) => payload, "dora")],
    ["by an auditor", "role", inviting(({ payload }) => payload, "aud")],
    [
      "under an id that was used",
      "invite repeated",
      inviting(({ payload }, mine) => ({ ...payload, invite: someInvite(mine) })),
    ],
    [
      "that ends when it begins",
      "invite end",
      inviting(({ payload }, { team }) => ({ ...payload, end: team.now as EpochMs })),
    ],
    ["with two grants", "taken", inviting(({ payload }, mine) => ({ ...payload, grants: ordered(mine) }))],
    [
      "with grants in reducedVaults order",
      "encoding grant-order",
      inviting(({ payload }, mine) => ({ ...payload, grants: ordered(mine).reverse() })),
    ],
    [
      "with one grant twice",
      "encoding grant-order",
      inviting(({ payload }, { ops }) => ({ ...payload, grants: [grant(ops), grant(ops)] })),
    ],
    [
      "to an unknown vault",
      "role grant",
      inviting(({ payload }) => ({ ...payload, grants: [grant(newId<VaultId>())] })),
    ],
    [
      "to an archived vault",
      "role grant",
      inviting(({ payload }, { archived }) => ({ ...payload, grants: [grant(archived)] })),
    ],
    [
      "to somebody's personal vault",
      "role grant",
      inviting(({ payload }, { bobsPersonal }) => ({ ...payload, grants: [grant(bobsPersonal)] })),
    ],
    [
      "to a system vault",
      "role grant",
      inviting(({ payload }, { team }) => ({ ...payload, grants: [grant(systemVault(team.state))] })),
    ],
    [
      "of an auditor, with a grant",
      "role auditor-grant",
      inviting(({ payload }, { ops }) => ({ ...payload, role: "auditor", grants: [grant(ops)] })),
    ],
    [
      "of an auditor, with a group",
      "role auditor-grant",
      inviting(({ payload }) => ({ ...payload, role: "auditor", groups: [newId<GroupId>()] })),
    ],
    ["into an unknown group", "role group", inviting(({ payload }) => ({ ...payload, groups: [newId<GroupId>()] }))],
    [
      "with a key that is no point",
      "encoding sign-key",
      inviting(({ payload }) => ({ ...payload, invitePk: new Uint8Array(32) })),
    ],
    [
      "with the key of another invite",
      "encoding key-repeated",
      inviting(({ payload }, { team }) => ({
        ...payload,
        invitePk: [...team.state.invites.values()][0]?.invitePk as Uint8Array,
      })),
    ],
    [
      "with the key of a computer",
      "encoding key-repeated",
      inviting(({ payload }, { bob }) => ({ ...payload, invitePk: bob.keys.signPk })),
    ],
  ]);
});

const someInvite = ({ team }: SmallTeam) => [...team.state.invites.keys()][0] as InviteId;

const systemVault = (state: TeamState) =>
  [...state.vaults.values()].find(({ kind }) => kind === "tools")?.vault as VaultId;

describe("invite-cancel", () => {
  check([
    ["by another admin", "taken", (mine) => signed(mine, mine.cleo, planCancel(invited(mine).invite))],
    ["by a member", "role", (mine) => signed(mine, mine.bob, planCancel(invited(mine).invite))],
    ["of an unknown invite", "invite", (mine) => signed(mine, mine.ada, planCancel(newId<InviteId>()))],
    ["of a used invite", "invite", (mine) => signed(mine, mine.ada, planCancel(someInvite(mine)))],
    [
      "twice",
      "invite",
      (mine) => {
        const { invite } = invited(mine);
        act(mine.team, mine.ada, planCancel(invite));
        return signed(mine, mine.ada, planCancel(invite));
      },
    ],
  ]);
});
