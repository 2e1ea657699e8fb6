/**
 * People without much right sign whatever they like: plans that are theirs to make, and plans with values replaced, one after
 * the other under many seeds. Whatever the log takes, nobody has raised themselves or changed what is not theirs.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Dice, dice as diceOf, tamper } from "../../server/testing/tamper.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { Permission } from "../../shared/protocol/team-log/state/parts.ts";
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
import { trespasses } from "./trespasses.ts";

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
