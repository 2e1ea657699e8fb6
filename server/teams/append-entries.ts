/**
 * Taking entries of a team that is there: all or none, in the team's turn, checked by the shared reducer and by what only
 * the server knows, durable before memory follows and anybody is answered. The same bytes again are answered ok.
 */

import { limits } from "../../shared/encoding/limits.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { type Entry, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../shared/protocol/team-log/entry-types.ts";
import type { Actor } from "../../shared/protocol/team-log/state/parts.ts";
import type { Head } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { bytesEqual } from "../../shared/text.ts";
import { readEntries } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";
import { matchBlobs } from "./entry-blobs.ts";
import { type Checked, checkHeads, isLateCut, type VaultPlan } from "./entry-heads.ts";
import { actOf, holdForLateCuts, holdForLateEntry } from "./hold-for.ts";
import { entryWaitMs, logWaitMs } from "./holds.ts";
import { keepEntries } from "./keep-entries.ts";
import { checkQuota, type Step } from "./quota.ts";
import type { Team, TeamContext } from "./team.ts";
import type { Taken } from "./write-entries.ts";

export type Post = { entries: readonly Uint8Array[]; blobs: readonly Uint8Array[] };

/** Call in the team's turn. Failures: the reducer's, `log-gap` with our head, `recipient-set`, `manifest`, `role`, `limit`, `throttled` (held). */
export async function appendEntries(
  context: TeamContext,
  team: Team,
  author: Actor,
  post: Post,
): Promise<Result<{ head: Head }>> {
  const waitMs = entryWaitMs(team.holds, author.user, { now: context.elapsed(), limits: context.limits });
  if (waitMs > 0) return held(waitMs);
  const taken = await checkPost(context, team, author, post);
  if (!taken.ok) return taken.failure.code === "log-gap" ? answerLost(context, team, author, post) : taken;
  await keepEntries(context, team, author, taken.value);
  return ok({ head: team.state.head });
}

/** What is said while a pause runs. */
export function held(waitMs: number): Failed {
  return fail("throttled", { waitMs, reason: "held" }, "later");
}

/** The answer to entries that lost by their number; what takes a right away from others is held a place. */
async function answerLost(
  context: TeamContext,
  team: Team,
  author: Actor,
  { entries }: Post,
): Promise<Result<{ head: Head }>> {
  const repeat = await answerRepeat(context.db, team, entries);
  if (!repeat.ok && repeat.failure.code === "log-gap")
    await holdForLateEntry(context, team, { author, bytes: entries[0] as Uint8Array });
  return repeat;
}

/** The answer to entries that do not follow our head: ok where they are what we have, else where our head is. */
async function answerRepeat(db: Db, team: Team, entries: readonly Uint8Array[]): Promise<Result<{ head: Head }>> {
  const first = parseEntry(entries[0] as Uint8Array);
  if (!first.ok) return first;
  const { head } = team.state;
  const from = first.value.body.seq;
  const known = await readEntries(db, {
    teamNo: team.teamNo,
    from,
    count: entries.length,
    bytes: limits.entriesPerPost * limits.entryBytes,
  });
  const isSame =
    known.length === entries.length && known.every(({ bytes }, at) => bytesEqual(bytes, entries[at] as Uint8Array));
  return isSame ? ok({ head }) : fail("log-gap", { number: head.seq }, "later");
}

/** The founder asks again for what they posted: ok if every byte is what we have. */
export async function repeatGenesis(
  db: Db,
  team: Team,
  entries: readonly Uint8Array[],
): Promise<Result<{ head: Head }>> {
  const repeat = await answerRepeat(db, team, entries);
  return repeat.ok ? repeat : fail("setup-code", { reason: "team-exists" }, "after-act");
}

async function checkPost(context: TeamContext, team: Team, author: Actor, post: Post): Promise<Result<Taken>> {
  const plan: VaultPlan = { made: [], voided: [] };
  const entries: Entry[] = [];
  const steps: Step[] = [];
  const closedInvites: Taken["closedInvites"] = [];
  const landed: Taken["landed"] = [];
  const clock = { now: context.elapsed(), limits: context.limits };
  let { state } = team;
  for (const bytes of post.entries) {
    const next = applyEntry(state, bytes);
    if (!next.ok)
      return next.failure.code === "log-gap" ? fail("log-gap", { number: team.state.head.seq }, "later") : next;
    const { entry } = next.value;
    if (entry.body.actor.device !== author.device) return fail("role", { reason: "actor" });
    const checked: Checked = { db: context.db, team, plan, entry, before: state, now: context.now() };
    const waitMs = logWaitMs(team.holds, clock);
    if (waitMs > 0 && !entryRule(entry.body.type).passesHolds) return held(waitMs);
    const heads = await checkHeads(checked);
    if (!heads.ok) {
      if (isLateCut(heads)) await holdForLateCuts(context, checked, next.value.state);
      return heads;
    }
    closedInvites.push(...entryRule(entry.body.type).closesInvites(entry.body.payload, state));
    if (team.holds.running.length > 0) landed.push(actOf(state, next.value.state, entry.body));
    steps.push({ before: state, after: next.value.state, body: entry.body });
    state = next.value.state;
    entries.push(entry);
  }
  const blobs = matchBlobs(entries, post.blobs);
  if (!blobs.ok) return blobs;
  const bytes = postBytes(post);
  const fits = checkQuota(context.limits, team, { user: author.user, bytes, entries: entries.length }, steps);
  if (!fits.ok) return fits;
  return ok({ state, entries, plan, blobs: blobs.value, bytes, closedInvites, landed, lacking: [] });
}

/** What a post adds to what a team has stored. */
export function postBytes({ entries, blobs }: Post): number {
  return [...entries, ...blobs].reduce((sum, part) => sum + part.length, 0);
}
