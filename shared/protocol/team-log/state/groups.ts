/** Groups in the state: who manages them for good, their places taken and given, the rights that follow [protocol: Groups]. */
import type { GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { withRows } from "./layered-map.ts";
import { hasComputer } from "./membership.ts";
import type { Group, TeamState, VaultInLog } from "./team-state.ts";
import { type LogTransaction, recordRights, recordVaultHistory } from "./transaction.ts";

/** Whether somebody may be in a group or manage it: they are in the team, and no auditor. */
export function mayBeInGroup({ users }: Pick<TeamState, "users">, user: UserId): boolean {
  const member = users.get(user);
  return member?.active === true && member.role !== "auditor";
}

/** Each once, in the order of their bytes' text: one set has one form. */
export function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, at) => at === 0 || (ids[at - 1] as string) < id);
}

/** Whether somebody manages any group. */
export function managesGroup({ groups }: Pick<TeamState, "groups">, user: UserId): boolean {
  return [...groups.values()].some(({ managers }) => managers.has(user));
}

/** How well a group is managed by people with a computer: by nobody (0), only by some whose role ends (1), or for good (2). */
export function groupManagementOf(state: Pick<TeamState, "users" | "devices">, { managers }: Group): 0 | 1 | 2 {
  let best: 0 | 1 = 0;
  for (const user of managers) {
    const member = state.users.get(user);
    if (member?.active !== true || !hasComputer(state.devices, user)) continue;
    if (member.roleEnd === null) return 2;
    best = 1;
  }
  return best;
}

/** Nobody takes the last lasting manager, nor the last one with a computer, from a group with members: `role`. */
export function checkGroupManagers(tx: LogTransaction, groups: readonly GroupId[]): Result<true> {
  for (const id of groups) {
    const [was, found] = [tx.before.groups.get(id), tx.groups.get(id)];
    if (was === undefined || found === undefined || found.members.size === 0) continue;
    if (groupManagementOf(tx, found) < groupManagementOf(tx.before, was))
      return fail("role", { reason: "last-manager" });
  }
  return ok(true);
}

/** Vaults to which this group is given, archived ones too. */
export function vaultsOfGroup({ vaults }: Pick<TeamState, "vaults">, group: GroupId): VaultInLog[] {
  return [...vaults.values()].filter(({ access }) => access.has(group));
}

/** Puts a group, and records what became of the rights of these people on its vaults, which are the answer. */
export function putGroup(tx: LogTransaction, group: Group, users: readonly UserId[]): VaultId[] {
  tx.groups = withRows(tx.groups, [[group.group, group]]);
  if (users.length === 0) return [];
  const vaults = vaultsOfGroup(tx, group.group).map(({ vault }) => vault);
  for (const vault of vaults) {
    recordRights(tx, vault, users);
    recordVaultHistory(tx, vault);
  }
  return vaults;
}
