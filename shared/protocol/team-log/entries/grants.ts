/** What an invite promises and a `user-add` gives: rights on vaults and places in groups [protocol: Invites]. */
import type { GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { isAscending, putGroup } from "../state/groups.ts";
import type { Grant, Role } from "../state/parts.ts";
import { rank, rightIn, userRightAt } from "../state/rules.ts";
import type { InviteInLog, TeamState } from "../state/team-state.ts";
import { type LogTransaction, putVault, recordRights, recordVaultHistory } from "../state/transaction.ts";

/** Grants may name live shared vaults only, ascending; an auditor gets none. */
export function checkGrants(
  state: TeamState,
  { role, grants, groups }: { role: Role; grants: readonly Grant[]; groups: readonly GroupId[] },
): Result<true> {
  if (role === "auditor" && grants.length + groups.length > 0) return fail("role", { reason: "auditor-grant" });
  for (const [at, { vault }] of grants.entries()) {
    const found = state.vaults.get(vault);
    if (found === undefined || found.kind !== "shared" || found.archived)
      return fail("role", { reason: "grant", vault });
    if (at > 0 && (grants[at - 1] as Grant).vault >= vault) return fail("encoding", { reason: "grant-order" });
  }
  if (groups.some((group) => !state.groups.has(group))) return fail("role", { reason: "group" });
  if (!isAscending(groups)) return fail("encoding", { reason: "group-order" });
  return ok(true);
}

/** A grant counts only if its signer manages that vault at their entry and still now. */
export function countingGrants(
  before: TeamState,
  invite: InviteInLog,
  added: { by: UserId; grants: readonly Grant[] },
): Grant[] {
  const managesNow = (user: UserId, vault: VaultId): boolean => {
    const found = before.vaults.get(vault);
    return found !== undefined && !found.archived && rightIn(before, user, found) === "manage";
  };
  const fromInvite = invite.grants.filter(
    ({ vault }) =>
      userRightAt(before, { vault, user: invite.by, seq: invite.seq }) === "manage" && managesNow(invite.by, vault),
  );
  return [...fromInvite, ...added.grants.filter(({ vault }) => managesNow(added.by, vault))];
}

/** Those of these groups that somebody manages. */
export function managedGroups({ groups }: TeamState, user: UserId, among: readonly GroupId[]): GroupId[] {
  return among.filter((group) => groups.get(group)?.managers.has(user) === true);
}

/** A place in a group counts as a grant does: its signer manages the group at their entry and still now. */
export function countingGroups(
  before: TeamState,
  invite: InviteInLog,
  added: { by: UserId; groups: readonly GroupId[] },
): GroupId[] {
  const fromInvite = managedGroups(before, invite.by, invite.groupsManaged);
  return [...new Set([...fromInvite, ...managedGroups(before, added.by, added.groups)])];
}

/** Takes a new member into the groups that count, as far as these are not full. */
export function joinGroups(tx: LogTransaction, user: UserId, groups: readonly GroupId[]): void {
  for (const id of groups) {
    const group = tx.groups.get(id);
    if (group === undefined || group.members.size >= limits.peoplePerGroup) continue;
    putGroup(tx, { ...group, members: new Set([...group.members, user]) }, [user]);
  }
}

/** Gives a new member what counts; of two grants on one vault the greater right stands. */
export function grantAtJoin(tx: LogTransaction, user: UserId, grants: readonly Grant[]): void {
  for (const { vault: id, permission, end } of grants) {
    const vault = tx.vaults.get(id);
    if (vault === undefined) continue;
    const had = vault.access.get(user);
    if (had !== undefined && rank(had.permission) >= rank(permission)) continue;
    putVault(tx, { ...vault, access: new Map(vault.access).set(user, { permission, end }) });
    recordRights(tx, id, [user]);
    recordVaultHistory(tx, id);
  }
}
