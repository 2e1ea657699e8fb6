/**
 * People without much right sign whatever they like: plans that are theirs to make, and plans with values replaced, one after
 * the other under many seeds. Whatever the log takes, nobody has raised themselves or changed what is not theirs.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Dice, dice as diceOf, tamper } from "../../server/testing/tamper.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { DeviceId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import type { Permission } from "../../shared/protocol/team-log/state/parts.ts";
import { covers, rightOf } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import {
  bodyOf,
  type Plan,
  planAccess,
  planArchive,
  planCancel,
  planInvite,
  planKeys,
  planPolicy,
  planRotate,
  planVault,
  signBody,
} from "../../shared/testing/entries.ts";
import type { Person } from "../../shared/testing/team.ts";
import { type Scene, scene } from "./on-protocol.ts";
import { counted, seed } from "./settings.ts";

const acts = 40;
beforeAll(cryptoReady);

/** What somebody may try: on a vault, for a person, whether it is theirs to do or not. */
function anyPlan(mine: Scene, dice: Dice): Plan {
  const { team, bob, dora, cleo, aud, ada } = mine;
  const vault = dice.pick([
    mine.ops,
    mine.bobs,
    mine.due,
    mine.archived,
    mine.bobsPersonal,
    ...team.state.vaults.keys(),
  ]);
  const { user, device } = dice.pick([bob, dora, cleo, aud, ada]);
  const permission = dice.pick([null, "use", "edit", "manage"] as (Permission | null)[]);
  const invites = [...team.state.invites.keys()];
  return dice.pick<() => Plan>([
    () => planAccess(team, ada, vault, [{ user, permission }]),
    () => planKeys(team, vault, [device]),
    () => planRotate(team, [vault]),
    () => planArchive(team, vault),
    () => planVault(team, ada, dice.pick(["shared", "personal", "directory"])).plan,
    () => planInvite(team, { role: dice.pick(["member", "admin"]) }).plan,
    () => planCancel(dice.pick(invites)),
    () => planPolicy(team, team.state.policy),
  ])();
}

/** The entry as one person signs it, with a value of it replaced every other time; null where it cannot even be written. */
function signs(mine: Scene, by: Person, dice: Dice): Uint8Array | null {
  const known = [mine.ops, mine.bobs, by.user, by.device, mine.ada.user, mine.ada.device, mine.bob.user];
  try {
    const plan = anyPlan(mine, dice);
    const parts = { payload: plan.payload, attached: plan.attached };
    const changed = dice.chance(0.5) ? tamper(dice, parts, known) : parts;
    return signBody(bodyOf(mine.team, by, { ...plan, ...changed } as Plan), by);
  } catch {
    return null;
  }
}

type Standing = Map<string, { right: Permission | null; end: number | null; keys: string }>;
/** Each person's right in each vault, until when, and which of their computers were sent its current key. */
function standingOf(state: TeamState): Standing {
  const rows: Standing = new Map();
  for (const vault of state.vaults.values())
    for (const user of state.users.keys()) {
      const sent = vault.epochs.get(vault.epoch)?.sent;
      const computers = [...state.devices.values()].filter(
        (device) => device.user === user && sent?.has(device.device),
      );
      const keys = `${vault.epoch}: ${computers.map(({ device }: { device: DeviceId }) => device).join(" ")}`;
      const end = vault.access.get(user)?.end ?? null;
      rows.set(`${vault.vault} ${user}`, { right: rightOf(state, user, vault.vault), end, keys });
    }
  return rows;
}

/** What the signer did that was not theirs to do. */
function trespasses(before: TeamState, after: TeamState, signer: UserId): string[] {
  const [was, is] = [standingOf(before), standingOf(after)];
  const found: string[] = [];
  for (const [name, now] of is) {
    const [vault, user] = name.split(" ") as [VaultId, UserId];
    const then = was.get(name);
    if (then === undefined || before.vaults.get(vault) === undefined) continue;
    const isRaised = now.right !== null && !covers(then.right, now.right);
    const endsLater = then.end !== null && (now.end === null || now.end > then.end) && now.right !== null;
    if (user === signer && (isRaised || endsLater)) found.push(`${name}: raised themselves`);
    const mayManage = rightOf(before, signer, vault) === "manage";
    if (user !== signer && then.right !== now.right && !mayManage) found.push(`${name}: another's right`);
  }
  for (const [user, member] of before.users)
    if (after.users.get(user)?.role !== member.role) found.push(`${user}: a role`);
  return found;
}

describe("whoever has little right", () => {
  const many = counted(50, 500);
  it(`under ${many} seeds of ${acts} acts: nobody raises themselves or changes what is not theirs`, () => {
    let taken = 0;
    for (let at = 0; at < many; at++) {
      const dice = diceOf(seed + at * 7919);
      const mine = scene();
      for (let time = 0; time < acts; time++) {
        const by = dice.pick([mine.bob, mine.dora, mine.aud, mine.cleo]);
        const bytes = signs(mine, by, dice);
        const result = bytes === null ? null : applyEntry(mine.team.state, bytes);
        if (result?.ok !== true) continue;
        taken += 1;
        const what = `seed ${seed}, walk ${at}, act ${time}: ${result.value.entry.body.type}`;
        expect(trespasses(mine.team.state, result.value.state, by.user), what).toEqual([]);
        mine.team.state = result.value.state;
      }
    }
    expect(taken, "some acts are theirs to do").toBeGreaterThan(many);
  }, 1_800_000);
});
