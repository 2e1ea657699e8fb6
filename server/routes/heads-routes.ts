/** Where computers say that they stand: stated by each for itself, read by everybody of the team [protocol: Freshness]. */
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok } from "../../shared/failures.ts";
import { readStatements } from "../store/heads-store.ts";
import { takeStatement } from "../teams/heads.ts";
import { serialize } from "../teams/team.ts";
import type { Handler } from "./call.ts";

/** The last statement of each computer, from this number on, as many as one page holds. */
export const listHeads: Handler<"heads", "db"> = async ({ db }, { team, request }) => {
  if (team === null) return fail("not-found");
  const page = { teamNo: team.teamNo, from: request.from, count: limits.statementsPerPage, bytes: limits.pageBytes };
  const rows = await readStatements(db, page);
  return ok({ statements: rows.map(({ seq, bytes }) => ({ number: seq, bytes })) });
};

/**
 * Takes a computer's statement; the others are told that there may be one, for what waits for it. Where another one has its
 * number, all sessions of that computer end.
 */
export const stateHeads: Handler<"stateHeads", "db" | "now" | "live" | "headsPace" | "sessions"> = async (
  context,
  { identity, team, request },
) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  const taken = await serialize(team, () => takeStatement(context, { team, by: identity }, request.statement));
  if (!taken.ok) {
    if (taken.failure.code === "manifest" && taken.failure.detail?.reason === "counter")
      // Two programs sign as this computer, or its file was put back: none goes on in a session, nor with its answer.
      for (const session of context.sessions.ofPerson(team.state.team, identity.user))
        if (session.identity.kind === "device" && session.identity.device === identity.device)
          context.sessions.close(session);
    return taken;
  }
  const { state } = team;
  context.live.hint(state.team, { kind: "heads", vault: null, seq: state.head.seq }, (user) => user !== identity.user);
  return taken;
};
