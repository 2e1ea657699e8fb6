/** Join messages: an invited person posts one, admins read those that wait [protocol: Invites]. */

import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok } from "../../shared/failures.ts";
import { parseJoin, verifyJoin } from "../../shared/protocol/join/join.ts";
import { findOpenInvite } from "../../shared/protocol/team-log/entries/user-add.ts";
import { isAdmin } from "../../shared/protocol/team-log/state/rules.ts";
import { bytesEqual } from "../../shared/text.ts";
import { addJoin, countJoins, findJoin, listJoins as readJoins } from "../store/join-store.ts";
import { serialize } from "../teams/team.ts";
import type { Handler } from "./call.ts";

/** Keeps the one join message of an open invite; the same bytes again are ok, others are `invite`. */
export const postJoin: Handler<"join", "db" | "limits" | "log" | "live"> = async (
  context,
  { identity, team, request },
) => {
  if (team === null || identity.kind !== "invite") return fail("role", { reason: "session" });
  return serialize(team, async () => {
    const { db } = context;
    const { teamNo, state } = team;
    const invite = findOpenInvite(state, identity.invite);
    if (!invite.ok) return invite;
    const join = parseJoin(request.join);
    if (!join.ok) return join;
    const verified = verifyJoin(join.value, invite.value, state.team);
    if (!verified.ok) return verified;
    if (state.users.has(verified.value.user) || state.devices.has(verified.value.device))
      return fail("invite", { reason: "id-repeated" });
    const kept = await findJoin(db, teamNo, identity.invite);
    if (kept !== undefined) return bytesEqual(kept, request.join) ? ok({}) : fail("invite", { reason: "joining" });
    if ((await countJoins(db, teamNo)) >= context.limits.joinsPerTeam) return fail("limit", { reason: "joins" });
    await addJoin(db, { teamNo, invite: identity.invite, bytes: request.join });
    context.log.event("join-waits", { team: state.team });
    context.live.hint(state.team, { kind: "join", vault: null, seq: 0 }, (user) => isAdmin(state, user));
    return ok({});
  });
};

/**
 * Join messages of invites that are still open in the log, for admins, whose entry decides whether they came in time: as
 * many as one page holds; whoever is let in makes place for the next.
 */
export const listJoins: Handler<"joins", "db"> = async ({ db }, { team }) => {
  if (team === null) return fail("role", { reason: "session" });
  const waiting = await readJoins(db, team.teamNo);
  const open = waiting.filter(({ invite }) => findOpenInvite(team.state, invite).ok);
  const joins: Uint8Array[] = [];
  let left: number = limits.pageBytes;
  for (const { bytes } of open) {
    left -= bytes.length;
    if (left >= 0) joins.push(bytes);
  }
  return ok({ joins });
};
