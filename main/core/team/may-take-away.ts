/** What is asked before a person takes everything that they may open out of the team: others' words, and their second factor. */
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { TeamArea } from "./team-area.ts";

/**
 * Reads the log anew. `stale-view` where nobody else confirmed within a day that the policy is still what this computer knows [protocol: Freshness];
 * `step-up` where the person has a second factor and did not answer lately; `offline`: only the server knows of it; those of reading the log.
 */
export async function mayTakeAway(
  area: Pick<TeamArea, "freshness" | "log" | "statements" | "transport">,
): Promise<Result<true>> {
  // What an admin decided since the last sync counts.
  const pulled = await area.log.pull();
  if (!pulled.ok) return pulled;
  if (!area.freshness().isFresh) {
    const looked = await area.statements.fetch();
    if (!looked.ok) return looked;
  }
  const { isFresh, waitsFor } = area.freshness();
  if (!isFresh)
    return fail(
      "stale-view",
      { reason: "export", ...(waitsFor[0] === undefined ? {} : { user: waitsFor[0] }) },
      "later",
    );
  const answered = await area.transport.call("checkSecondFactor", {});
  return answered.ok ? ok(true) : answered;
}
