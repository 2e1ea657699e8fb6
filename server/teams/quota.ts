/**
 * What a team may store, shared among its members [protocol: Sessions]: nobody alone takes more than half of what the others
 * left, and a reserve stays for entries that take another person's right or device away, its last part for those of admins.
 */
import type { UserId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { EntryBody } from "../../shared/protocol/team-log/entry.ts";
import { isAdmin } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import type { ServerLimits } from "../limits/limits.ts";
import type { Share } from "../store/share-store.ts";
import { takenFrom } from "./taken-from.ts";
import type { Team } from "./team.ts";

type Limits = Pick<ServerLimits, "storedBytesPerTeam" | "entriesPerTeam">;
type Stored = Pick<Team, "storedBytes" | "shares" | "state">;

/** How much of one kind (bytes, entries) a team has, of that one member, and may have. */
type Used = { all: number; own: number; most: number };
/** What space is asked for, as far as it may go into the reserve. */
type Purpose = "ordinary" | "removal" | "admin-removal";

/** The part of a quota that is a reserve for removals, and the part that is kept for those of admins. */
const reserves = { ordinary: 1 / 16, removal: 1 / 32, "admin-removal": 0 } satisfies Record<Purpose, number>;

/** Whether there is space for so much more by this member. */
export function fits({ all, own, most }: Used, more: number, purpose: Purpose): boolean {
  if (purpose === "ordinary") return more <= ordinaryLeft({ all, own, most });
  return all + more <= most - Math.ceil(most * reserves[purpose]);
}

/** The most that fits for this member and no purpose of its own; below zero where they have more than their share already. */
export function ordinaryLeft({ all, own, most }: Used): number {
  const free = most - Math.ceil(most * reserves.ordinary);
  return Math.min(free - all, Math.floor((free - (all - own)) / 2) - own);
}

/** How many bytes of files, or of anything else, a person may still add to their team. */
export function spaceLeft(
  { storedBytesPerTeam: most }: Pick<Limits, "storedBytesPerTeam">,
  team: Stored,
  user: UserId,
): number {
  const own = team.shares.get(user)?.bytes ?? 0;
  return Math.max(0, ordinaryLeft({ all: team.storedBytes, own, most }));
}

/** A verified entry with the states on both sides of it. */
export type Step = { before: TeamState; after: TeamState; body: EntryBody };
/** What a person wants to store. */
export type Added = { user: UserId } & Share;

/** What these entries together may use: the reserve where each takes a right or a device from another, with a cut. */
function purposeOf(steps: readonly Step[]): Purpose {
  const isRemoval = steps.every(
    ({ before, after, body }) => body.attached.cuts.length > 0 && takenFrom(before, after, body).length > 0,
  );
  if (!isRemoval) return "ordinary";
  return steps.every(({ before, body }) => isAdmin(before, body.actor.user)) ? "admin-removal" : "removal";
}

/** Whether a person may add this to their team: `limit`. `steps` are the entries, none for commits. */
export function checkQuota(limits: Limits, team: Stored, added: Added, steps: readonly Step[] = []): Result<true> {
  const own = team.shares.get(added.user) ?? { bytes: 0, entries: 0 };
  const bytes = { all: team.storedBytes, own: own.bytes, most: limits.storedBytesPerTeam };
  const entries = { all: team.state.head.seq + 1, own: own.entries, most: limits.entriesPerTeam };
  const lacking = (purpose: Purpose): string | null => {
    if (!fits(bytes, added.bytes, purpose)) return "team-bytes";
    return added.entries > 0 && !fits(entries, added.entries, purpose) ? "team-entries" : null;
  };
  if (lacking("ordinary") === null) return ok(true);
  // Who loses what is looked for only here: it costs a pass over the team.
  const reason = lacking(steps.length === 0 ? "ordinary" : purposeOf(steps));
  return reason === null ? ok(true) : fail("limit", { reason });
}

/** Counts in memory what became durable. */
export function countStored(team: Pick<Team, "storedBytes" | "shares">, { user, bytes, entries }: Added): void {
  const had = team.shares.get(user) ?? { bytes: 0, entries: 0 };
  team.storedBytes += bytes;
  team.shares.set(user, { bytes: had.bytes + bytes, entries: had.entries + entries });
}
