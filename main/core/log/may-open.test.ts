/** Which vaults the writer asks about before it signs: those that somebody can read after the entry who cannot before it. */
import { beforeAll, expect, it } from "vitest";
import { inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, InviteId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { makeGroup } from "../../../shared/testing/groups.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, type Person, takeFirst } from "../../../shared/testing/team.ts";
import { act } from "./act.ts";
import { testWriter } from "./test-writer.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

const dayMs = 86_400_000;
const access = (
  vault: VaultId,
  { user }: Person,
  permission: "use" | "edit" | null,
  end: EpochMs | null = null,
): Intent => ({ type: "vault-access", vault, changes: [{ user, group: null, permission, end }] });
const role = ({ user }: Person, to: "admin" | "lead" | "member", end: EpochMs | null = null): Intent => ({
  ...{ type: "user-role", id: newId<string>(), user, role: to, end },
});
const soonOf = ({ team }: SmallTeam) => (team.now + dayMs) as EpochMs;
const ends = (mine: SmallTeam, intent: Intent): void => {
  takeFirst(mine.team, mine.ada, intent);
  mine.team.now += 2 * dayMs;
};
const inviteTo = (mine: SmallTeam, vaults: VaultId[]): Intent => ({
  ...{ type: "invite", invite: newId<InviteId>(), invitePk: inviteKeys(randomBytes(16), mine.team.team).signPk },
  ...{ role: "member", roleEnd: null, groups: [], end: soonOf(mine) },
  grants: vaults.map((vault) => ({ vault, permission: "use", end: null })),
});

/** By Ada; with the vaults about which their app asks. */
const rows: [string, (mine: SmallTeam) => Intent, (keyof SmallTeam)[]][] = [
  ["a grant", ({ ops, cleo }) => access(ops, cleo, "use"), ["ops"]],
  ["more for who reads it", ({ ops, dora }) => access(ops, dora, "edit"), []],
  ["less", ({ ops, bob }) => access(ops, bob, "use"), []],
  ["none any more", ({ ops, bob }) => access(ops, bob, null), []],
  [
    "a grant that had ended",
    (mine) => {
      ends(mine, access(mine.ops, mine.cleo, "use", soonOf(mine)));
      return access(mine.ops, mine.cleo, "use");
    },
    ["ops"],
  ],
  ["a role", ({ dora }) => role(dora, "admin"), []],
  [
    "a role that had ended",
    (mine) => {
      ends(mine, role(mine.dora, "lead", soonOf(mine)));
      return role(mine.dora, "lead");
    },
    ["ops", "due"],
  ],
  ["an invite with vaults", (mine) => inviteTo(mine, [mine.ops]), ["ops"]],
  ["an invite without", (mine) => inviteTo(mine, []), []],
  [
    "a place in a group",
    (mine) => {
      const group = makeGroup(mine.team, mine.ada, { managers: [mine.ada] });
      const change = { user: null, group, permission: "use" as const, end: null };
      takeFirst(mine.team, mine.ada, { type: "vault-access", vault: mine.ops, changes: [change] });
      const { user } = mine.cleo;
      return { type: "group-change", group, add: [user], remove: [], managersAdd: [], managersRemove: [] };
    },
    ["ops"],
  ],
  ["a new vault", () => ({ type: "vault-create", vault: newId<VaultId>(), kind: "shared" }), []],
];

it.each(rows)("%s", async (_name, intentOf, vaults) => {
  const mine = copyOf(scene);
  const intent = intentOf(mine);
  const { writer, log } = testWriter(mine.team, mine.ada);
  const asked: VaultId[] = [];
  const opened = vaults.map((name) => mine[name]);
  const mayOpen = async (some: readonly VaultId[]) => {
    asked.push(...some);
    return fail("not-settled");
  };
  const refused = await act({ ...writer, mayOpen }, intent);
  expect(asked).toEqual(opened);
  expect(refused.ok).toBe(opened.length === 0);
  expect(log.posts.length).toBe(opened.length === 0 ? 1 : 0);
  if (opened.length > 0) must(await act({ ...writer, mayOpen: async () => ok(true) }, intent));
});
