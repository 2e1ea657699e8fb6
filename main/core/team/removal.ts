/** Taking people out of the team and changing their role [protocol: Leavers]: what it means is said before, then it is one act. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act, MemberRemoval } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { IntentOf } from "../../../shared/protocol/team-log/compose-intents.ts";
import { removalOf } from "../../../shared/protocol/team-log/removal.ts";
import { openInvitesOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { heirOf, readHeirs, shownHeirs, withAllHeads } from "./leaving.ts";
import type { TeamArea, TeamParts } from "./team-area.ts";

/** `member.removal`: what removing this person would do. Failures: `not-found` for somebody who is not in the team. */
export function planRemoval(area: TeamArea, user: UserId): Result<MemberRemoval> {
  const { log, profile, chains } = area;
  const state = log.state();
  if (state.users.get(user)?.active !== true) return fail("not-found", { field: "user" });
  const { vaults, archived, groups, heirs } = removalOf(state, user, profile.user);
  const invites = openInvitesOf(state, user).length;
  const live = (vault: VaultId): number =>
    [...chains.chain(vault).items].filter(([item, { deleted }]) => !deleted && (item as string) !== vault).length;
  const seen = vaults.reduce((sum, vault) => sum + live(vault), 0);
  return ok({
    ...{ vaults, archived, groups, invites, seen },
    heirs: shownHeirs(area, heirs),
  });
}

/**
 * `member.remove`: takes a person out everywhere, at once; keys change right after, by this app where it may and by others'
 * else. Whoever is gone already is gone. Failures: `invalid-input` for an heir whom nobody needs or who cannot be one,
 * `role` (no admin, or the last one), `not-found`, `offline`.
 */
export async function removeMember(area: TeamArea, input: CommandParsed<"member.remove">): Promise<Result<Act>> {
  const wanted = removalWanted(area, input);
  if (!wanted.ok) return wanted;
  if (wanted.value === null) return ok(done());
  const removed = await act(withAllHeads(area), wanted.value);
  area.requestSync();
  return removed.ok ? ok(done()) : removed;
}

/** What `member.remove` wants of the log; null where they are gone already. */
export function removalWanted(
  area: TeamParts,
  { user, heirs = [] }: CommandParsed<"member.remove">,
): Result<IntentOf<"user-remove"> | null> {
  const state = area.log.state();
  const member = state.users.get(user);
  if (member === undefined) return fail("not-found", { field: "user" });
  if (!member.active) return ok(null);
  const chosen = readHeirs(area, removalOf(state, user, area.profile.user).heirs, heirs);
  return chosen.ok ? ok({ type: "user-remove", id: newId<string>(), user, heirs: chosen.value }) : chosen;
}

/** `member.setRole`: raises or lowers a role, or says when it ends. Failures: `invalid-input` (an end in the past), `role`, `not-found`, `offline`. */
export async function setRole(area: TeamArea, input: CommandParsed<"member.setRole">): Promise<Result<Act>> {
  const wanted = roleWanted(area, input);
  if (!wanted.ok) return wanted;
  const changed = await act(withAllHeads(area), wanted.value);
  area.requestSync();
  return changed.ok ? ok(done()) : changed;
}

/** What `member.setRole` wants of the log. */
export function roleWanted(area: TeamParts, input: CommandParsed<"member.setRole">): Result<IntentOf<"user-role">> {
  const { user, role, heirs = [] } = input;
  const end = input.end ?? null;
  if (end !== null && end <= area.rights.now()) return fail("invalid-input", { field: "end" });
  if (area.log.state().users.get(user)?.active !== true) return fail("not-found", { field: "user" });
  const named = heirs.map(heirOf);
  return ok({ type: "user-role", id: newId<string>(), user, role, end, heirs: named } as const);
}
