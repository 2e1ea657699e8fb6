/** Commands about people and invites. */
import type { Handlers } from "../../../shared/contract/handlers.ts";
import type { InviteId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { cancelInvite, createInvite, inviteAgain, listInvites } from "./invites.ts";
import { listMembers } from "./people.ts";
import type { TeamArea } from "./team-area.ts";

const inviteClearsInMs = 120_000;

async function copyInvite(area: TeamArea, invite: InviteId): Promise<Result<{ clearsInMs: number }>> {
  const made = inviteAgain(area, invite);
  if (!made.ok) return made;
  const written = await area.ports.clipboard.write(made.value.message, inviteClearsInMs);
  if (!written.ok) return written;
  area.emit("clipboard.changed", { clearsAt: area.ports.clock.now() + inviteClearsInMs });
  return ok({ clearsInMs: inviteClearsInMs });
}

/** Handlers of one unlocked profile. */
export function teamHandlers(area: TeamArea) {
  return {
    "invite.create": (input) => createInvite(area, input),
    "invite.list": () => listInvites(area),
    "invite.cancel": ({ invite }) => cancelInvite(area, invite as InviteId),
    "invite.again": async ({ invite }) => inviteAgain(area, invite as InviteId),
    "invite.copy": ({ invite }) => copyInvite(area, invite as InviteId),
    "member.list": () => listMembers(area),
    "act.list": async () => ok([]),
    "act.cancel": async () => fail("not-found"),
  } satisfies Partial<Handlers>;
}
