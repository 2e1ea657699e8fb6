/**
 * Taking entries of a team that is there: all or none, in the team's turn, judged by the shared reducer and by what only
 * the server knows, durable before memory follows and anybody is answered. The same bytes again are answered ok.
 */

import type { DeviceId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { type Entry, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import type { Head } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { bytesEqual } from "../../shared/text.ts";
import { readEntries } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";
import { matchBlobs } from "./entry-blobs.ts";
import { isLateCut, type Judged, judgeHeads, type VaultPlan } from "./entry-heads.ts";
import { holdBack, releaseHolds } from "./holds.ts";
import type { StoredVault, Team, TeamContext } from "./team.ts";
import { type Taken, writeTaken } from "./write-entries.ts";

export type Post = { entries: readonly Uint8Array[]; blobs: readonly Uint8Array[] };

/** Call in the team's turn. Failures: the reducer's, `log-gap` with our head, `recipient-set`, `manifest`, `role`, `limit`. */
export async function appendEntries(
  context: TeamContext,
  team: Team,
  author: DeviceId,
  post: Post,
): Promise<Result<{ head: Head }>> {
  const taken = await judgePost(context, team, author, post);
  if (!taken.ok) return taken.failure.code === "log-gap" ? answerRepeat(context.db, team, post.entries) : taken;
  const { state, entries, plan } = taken.value;
  const made = await context.db.transaction((db) => writeTaken(db, team, taken.value));
  team.state = state;
  team.storedBytes += taken.value.bytes;
  for (const [vault, stored] of made) team.vaults.set(vault, stored);
  for (const { vault, pin, chain } of plan.voided) {
    const stored = team.vaults.get(vault) as StoredVault;
    team.vaults.set(vault, { ...stored, head: pin });
    team.chains.set(vault, chain);
  }
  releaseHolds(
    team.holds,
    entries.flatMap(({ body }) => body.attached.cuts.map(({ vault }) => vault)),
  );
  context.log.event("entries-taken", { team: state.team, seq: state.head.seq, count: entries.length });
  return ok({ head: state.head });
}

/** The answer to entries that do not follow our head: ok where they are what we have, else where our head is. */
async function answerRepeat(db: Db, team: Team, entries: readonly Uint8Array[]): Promise<Result<{ head: Head }>> {
  const first = parseEntry(entries[0] as Uint8Array);
  if (!first.ok) return first;
  const { head } = team.state;
  const from = first.value.body.seq;
  const known = await readEntries(db, { teamNo: team.teamNo, from, count: entries.length, bytes: limits.requestBytes });
  const isSame =
    known.length === entries.length && known.every(({ bytes }, at) => bytesEqual(bytes, entries[at] as Uint8Array));
  return isSame ? ok({ head }) : fail("log-gap", { number: head.seq }, "later");
}

/** The founder asks again for what he posted: ok if every byte is what we have. */
export async function repeatGenesis(
  db: Db,
  team: Team,
  entries: readonly Uint8Array[],
): Promise<Result<{ head: Head }>> {
  const repeat = await answerRepeat(db, team, entries);
  return repeat.ok ? repeat : fail("setup-code", { reason: "team-exists" }, "after-act");
}

async function judgePost(context: TeamContext, team: Team, author: DeviceId, post: Post): Promise<Result<Taken>> {
  const plan: VaultPlan = { made: [], voided: [] };
  const entries: Entry[] = [];
  let { state } = team;
  for (const bytes of post.entries) {
    const next = applyEntry(state, bytes);
    if (!next.ok)
      return next.failure.code === "log-gap" ? fail("log-gap", { number: team.state.head.seq }, "later") : next;
    const { entry } = next.value;
    if (entry.body.actor.device !== author) return fail("role", { reason: "actor" });
    const judged: Judged = { db: context.db, team, plan, entry, before: state, now: context.now() };
    const heads = await judgeHeads(judged);
    if (!heads.ok) {
      if (await isLateCut(judged, heads)) holdForCut(context, team, entry);
      return heads;
    }
    state = next.value.state;
    entries.push(entry);
  }
  const blobs = matchBlobs(entries, post.blobs);
  if (!blobs.ok) return blobs;
  const bytes = postBytes(post);
  if (team.storedBytes + bytes > context.limits.storedBytesPerTeam) return fail("limit", { reason: "team-bytes" });
  if (state.head.seq >= context.limits.entriesPerTeam) return fail("limit", { reason: "team-entries" });
  return ok({ state, entries, plan, blobs: blobs.value, bytes });
}

function holdForCut(context: TeamContext, team: Team, entry: Entry): void {
  const { body } = entry;
  const subjects = body.type === "vault-access" ? body.payload.changes.flatMap(({ user }) => user ?? []) : [];
  const held = holdBack(team.holds, {
    by: body.actor.user,
    vaults: body.attached.cuts.map(({ vault }) => vault),
    subjects: subjects.filter((user) => user !== body.actor.user),
    now: context.now(),
    limits: context.limits,
  });
  if (held) context.log.event("held", { team: team.state.team, ms: context.limits.holdVaultMs });
}

/** What a post adds to what a team has stored. */
export function postBytes({ entries, blobs }: Post): number {
  return [...entries, ...blobs].reduce((sum, part) => sum + part.length, 0);
}
