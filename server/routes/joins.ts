/** Join messages: an invited person posts one, admins read those of open invites (protocol 12). */

import { parseJoin, verifyJoin } from "../../shared/protocol/join.ts";
import { findOpenInvite } from "../../shared/protocol/reduce-people.ts";
import { fail, ok } from "../../shared/result.ts";
import { putJoin, readJoins } from "../store/vault-rows.ts";
import { inTurn } from "../teams.ts";
import type { Handler } from "./context.ts";

/** Keeps the one join message of an invite. */
export const postJoin: Handler<"join"> = async (context, { session, request }) => {
  const team = context.teams.get(session.team);
  const { identity } = session;
  if (team === undefined || identity.kind !== "invite") return fail("session-binding");
  const join = parseJoin(request.join);
  if (!join.ok) return join;
  const invite = findOpenInvite(team.state, join.value.invite, context.now());
  if (!invite.ok) return invite;
  if (invite.value.hash !== identity.invite) return fail("invite", { reason: "other" });
  const verified = verifyJoin(join.value, invite.value, session.team);
  if (!verified.ok) return verified;
  const kept = await inTurn(team, () =>
    putJoin(context.store.db, {
      team: session.team,
      invite: invite.value.invite,
      at: context.now(),
      bytes: request.join,
    }),
  );
  if (!kept) return fail("invite", { reason: "used" });
  context.hint(
    team,
    { kind: "join", vault: null, seq: 0 },
    (user) => team.state.users.get(user as never)?.role === "admin",
  );
  return ok({});
};

/** Join messages that wait, for admins. */
export const listJoins: Handler<"joins"> = async (context, { session }) => {
  const team = context.teams.get(session.team);
  const { identity } = session;
  if (team === undefined || identity.kind !== "device") return fail("session-binding");
  if (team.state.users.get(identity.user)?.role !== "admin") return fail("role");
  const open = [...team.state.invites.values()].filter(
    (invite) => invite.state === "open" && invite.end >= context.now(),
  );
  return ok({
    joins: await readJoins(
      context.store.db,
      session.team,
      open.map(({ invite }) => invite),
    ),
  });
};
