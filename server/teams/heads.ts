/**
 * Where the computers of a team say that they stand [protocol: Freshness]: kept for the others, the last one of each. One that
 * names a head which this server lacks is refused: nobody is shown a claim that it could not answer.
 */
import type { DeviceId, UserId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { type StatementBody, verifyStatement } from "../../shared/protocol/heads/statement.ts";
import { bytesEqual } from "../../shared/text.ts";
import type { Throttle } from "../limits/throttle.ts";
import { findLastStatement, findStatement, putStatement } from "../store/heads-store.ts";
import type { Db } from "../store/query.ts";
import { holdsHead } from "./chains.ts";
import type { Team, TeamContext } from "./team.ts";

type At = { team: Team; by: { user: UserId; device: DeviceId } };

/**
 * Call in the team's turn. The same bytes again are ok; otherwise what `verifyStatement` says, `signature` (another computer's),
 * `manifest` (a counter that is not above the last one's, with that; a head that this server lacks), `throttled`. One statement a
 * computer is kept, whatever comes: no quota is asked.
 */
export async function takeStatement(
  { db, now, headsPace }: Pick<TeamContext, "db" | "now"> & { headsPace: Throttle },
  { team, by }: At,
  bytes: Uint8Array,
): Promise<Result<Record<string, never>>> {
  const { teamNo } = team;
  const had = await findStatement(db, teamNo, by.device);
  if (had !== undefined && bytesEqual(had.bytes, bytes)) return ok({});
  // Before the heads are looked up: a statement names thousands of them.
  const waitMs = headsPace.take(`${team.state.team}/${by.device}`);
  if (waitMs > 0) return fail("throttled", { waitMs, reason: "heads" }, "later");
  const verified = verifyStatement(team.state, bytes);
  if (!verified.ok) return verified;
  const { body } = verified.value;
  if (body.device !== by.device || body.user !== by.user) return fail("signature", { reason: "sender" });
  const { counter } = body;
  if (had !== undefined && counter <= had.counter) return fail("manifest", { number: had.counter, reason: "counter" });
  const known = await areHeld(db, team, body);
  if (!known.ok) return known;
  const number = Math.max((await findLastStatement(db, teamNo)) + 1, now());
  await putStatement(db, { teamNo, device: by.device, number, counter, bytes });
  return ok({});
}

async function areHeld(db: Db, team: Team, { vaults }: StatementBody): Promise<Result<true>> {
  for (const { vault, seq, hash } of vaults) {
    const stored = team.vaults.get(vault);
    if (stored === undefined || !(await holdsHead(db, stored, { seq, hash })))
      return fail("manifest", { vault, number: stored?.head.seq ?? 0, reason: "head" }, "later");
  }
  return ok(true);
}
