/** What the verified log gives a caller now: a place in the team, and rights on vaults, minus what has ended. Deny by default. */
import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Identity } from "../../shared/protocol/routes/routes.ts";
import { hasRoleEnded, inviteByEntry, isAdmin, servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import type { InviteInLog, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";

/** Whether the log, now, still has this caller's computer or invite: `role` or `invite`. */
export function hasPlace(state: TeamState, identity: Identity, now: number): Result<true> {
  if (identity.kind === "founder") return fail("role", { reason: "session" });
  if (identity.kind === "invite") {
    const invite = inviteByEntry(state, identity.invite);
    return invite === undefined ? fail("invite", { reason: "unknown" }) : inviteStands(state, invite);
  }
  const device = state.devices.get(identity.device);
  const member = state.users.get(identity.user);
  const kind = identity.kind === "paper" ? "paper" : "computer";
  const isActive = device?.active === true && device.kind === kind && device.user === identity.user;
  if (!isActive || member?.active !== true) return fail("role", { reason: "place" });
  return hasRoleEnded(state, identity.user, now) ? fail("role", { reason: "ended" }) : ok(true);
}

/**
 * An open invite stands while its inviter is an admin; a used one reads the log while whom it let in is there. Whether its
 * end came first is for the entry that lets its holder in: the clock of this server is not asked [protocol: Invites].
 */
function inviteStands(state: TeamState, invite: InviteInLog): Result<true> {
  if (invite.state === "open") return isAdmin(state, invite.by) ? ok(true) : fail("invite", { reason: "inviter" });
  const stands = invite.usedBy !== null && state.users.get(invite.usedBy)?.active === true;
  return stands ? ok(true) : fail("invite", { reason: invite.state });
}

/** Every vault that is served to a person now. */
export function servedVaults(state: TeamState, user: UserId, now: number): VaultId[] {
  return [...state.vaults.keys()].filter((vault) => servedRight(state, user, vault, now) !== null);
}
