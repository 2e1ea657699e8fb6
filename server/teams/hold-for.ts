/**
 * Whether an entry that lost its race starts a pause: only once its signature, cosignatures and authority are verified on
 * our own state, and only if the heads that it names are on our chains [protocol: Cuts].
 */

import { type EntryBody, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../shared/protocol/team-log/entry-types.ts";
import type { Actor } from "../../shared/protocol/team-log/state/parts.ts";
import { headAt, isAdmin } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { outcomeOfSigned } from "../../shared/protocol/team-log/verify.ts";
import { areCutsKnown, type Checked } from "./entry-heads.ts";
import { type Hold, startHold } from "./holds.ts";
import { takenFrom } from "./taken-from.ts";
import type { Team, TeamContext } from "./team.ts";

/** For an entry that verified on `checked.before` (giving `after`) and whose cuts alone were too old. */
export async function holdForLateCuts(context: TeamContext, checked: Checked, after: TeamState): Promise<void> {
  if (await areCutsKnown(checked)) hold(context, checked, actOf(checked.before, after, checked.entry.body));
}

/** For the first entry of a post that lost by its number alone: it must verify where our log stands now, and take from others. */
export async function holdForLateEntry(
  context: TeamContext,
  team: Team,
  { author, bytes }: { author: Actor; bytes: Uint8Array },
): Promise<void> {
  const parsed = parseEntry(bytes);
  if (!parsed.ok) return;
  const { seq, prev, actor } = parsed.value.body;
  if (seq === 0 || headAt(team.state, seq - 1) !== prev || actor.device !== author.device) return;
  const entry = parsed.value;
  // Everything as it is now, but for the place in the log that the signer knew. What it names followed from what the log was: whom it
  // is about may have made a vault since, which it has to cut too.
  const before = { ...team.state, head: { seq: seq - 1, hash: prev } };
  const next = outcomeOfSigned(before, entry);
  if (!next.ok) return;
  const { after, cuts } = next.value;
  if (takenFrom(before, after, entry.body).length === 0) return;
  const checked = { db: context.db, team, plan: { made: [], voided: [] }, entry, before, now: context.now() };
  if (await areCutsKnown(checked)) hold(context, checked, { ...actOf(before, after, entry.body), vaults: cuts });
}

/** What a pause would be for: who takes what away from whom. */
export function actOf(before: TeamState, after: TeamState, body: EntryBody): Hold {
  return {
    by: body.actor.user,
    subjects: takenFrom(before, after, body),
    vaults: body.attached.cuts.map(({ vault }) => vault),
    isRemovalByAdmin: entryRule(body.type).passesHolds && isAdmin(before, body.actor.user),
  };
}

function hold(context: TeamContext, { team }: Checked, act: Hold): void {
  if (startHold(team.holds, act, { now: context.elapsed(), limits: context.limits }))
    context.log.event("held", { team: team.state.team, ms: context.limits.holdVaultMs });
}
