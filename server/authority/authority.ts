/** What the verified log gives a caller now: a place in the team, and rights on vaults, minus what has ended. Deny by default. */
import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Identity } from "../../shared/protocol/routes/routes.ts";
import { isAdmin, servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import type { InviteInLog, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";

/** Whether the log, now, still has this caller's computer or invite: `role` or `invite`. */
export function hasPlace(state: TeamState, identity: Identity, now: number): Result<true> {
  if (identity.kind === "founder") return fail("role", { reason: "session" });
  if (identity.kind === "invite") {
    const invite = findInvite(state, identity.invite);
    return invite === null ? fail("invite", { reason: "unknown" }) : inviteStands(state, invite, now);
  }
  const device = state.devices.get(identity.device);
  const member = state.users.get(identity.user);
  const isActive = device?.active === true && device.kind === "computer" && device.user === identity.user;
  if (!isActive || member?.active !== true) return fail("role", { reason: "place" });
  return member.roleEnd !== null && member.roleEnd <= now ? fail("role", { reason: "ended" }) : ok(true);
}

/** An open invite stands until its end while its inviter is an admin; a used one still reads the log until then. */
function inviteStands(state: TeamState, invite: InviteInLog, now: number): Result<true> {
  if (invite.state === "cancelled") return fail("invite", { reason: "cancelled" });
  if (now > invite.end) return fail("invite", { reason: "ended" });
  return invite.state === "used" || isAdmin(state, invite.by) ? ok(true) : fail("invite", { reason: "inviter" });
}

/** The invite with this entry hash. */
export function findInvite(state: TeamState, hash: string): InviteInLog | null {
  for (const invite of state.invites.values()) if (invite.hash === hash) return invite;
  return null;
}

/** Every vault that is served to a person now. */
export function servedVaults(state: TeamState, user: UserId, now: number): VaultId[] {
  return [...state.vaults.keys()].filter((vault) => servedRight(state, user, vault, now) !== null);
}
