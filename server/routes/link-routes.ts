/** The exchange between two who compare codes [protocol: New device] [protocol: Compared invites]. */
import { fail } from "../../shared/failures.ts";
import { findOpenInvite } from "../../shared/protocol/team-log/entries/user-add.ts";
import { isAdmin } from "../../shared/protocol/team-log/state/rules.ts";
import { hasPlace } from "../authority/authority.ts";
import type { Handler } from "./call.ts";

/** A new slot for this computer; the number is what a person types into the new one. */
export const openLink: Handler<"openLink", "links" | "linkPace"> = async ({ links, linkPace }, { identity, team }) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  const opener = { team: team.state.team, device: identity.device };
  const waitMs = linkPace.take(`${opener.team}/${opener.device}`);
  return waitMs > 0 ? fail("throttled", { waitMs, reason: "links" }, "later") : links.open(opener);
};

/** The old computer says something, or asks what the new one said. */
export const linkOld: Handler<"linkOld", "links"> = async ({ links }, { identity, team, request }) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  return links.asOld(request.slot, { team: team.state.team, device: identity.device }, request.put);
};

/** The same for the new computer, which nobody knows yet; a slot whose opener lost their place is gone. */
export const linkNew: Handler<"linkNew", "links" | "teams" | "now"> = async ({ links, teams, now }, { request }) => {
  const { slot, token, put } = request;
  return links.asNew(slot, {
    ...{ token, put },
    stands({ team, device }) {
      const state = teams.get(team)?.state;
      const user = state?.devices.get(device)?.user;
      return state !== undefined && user !== undefined && hasPlace(state, { kind: "device", user, device }, now()).ok;
    },
  });
};

/** A new slot for an open invite; whoever has its key finds it by that. */
export const openCompare: Handler<"openCompare", "links" | "linkPace"> = async (
  { links, linkPace },
  { identity, team, request },
) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  const invite = findOpenInvite(team.state, request.invite);
  if (!invite.ok) return invite;
  const opener = { team: team.state.team, device: identity.device };
  const waitMs = linkPace.take(`${opener.team}/${opener.device}`);
  return waitMs > 0 ? fail("throttled", { waitMs, reason: "links" }, "later") : links.open(opener, request.invite);
};

/** The joiner says something, or asks what the admin said; a slot of somebody who is no admin any more is gone. */
export const linkJoin: Handler<"linkJoin", "links" | "now"> = async ({ links, now }, { identity, team, request }) => {
  if (team === null || identity.kind !== "invite") return fail("role", { reason: "session" });
  const { state } = team;
  const of = { team: state.team, invite: identity.invite };
  return links.asJoiner(of, {
    put: request.put,
    stands: ({ device }) => {
      const user = state.devices.get(device)?.user;
      if (user === undefined || !isAdmin(state, user)) return false;
      return hasPlace(state, { kind: "device", user, device }, now()).ok;
    },
  });
};
