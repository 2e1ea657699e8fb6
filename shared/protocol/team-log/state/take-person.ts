/** What entries do that take a person, their role or one of their computers away [protocol: Leavers]. */
import type { DeviceId, UserId, VaultId } from "../../../encoding/ids.ts";
import { withRows } from "./layered-map.ts";
import { activeDevices } from "./membership.ts";
import { openInvitesOf, rightIn } from "./rules.ts";
import type { Device, Member, VaultInLog } from "./team-state.ts";
import {
  type LogTransaction,
  putInvite,
  putRecovery,
  putVault,
  recordRights,
  recordVaultHistory,
} from "./transaction.ts";

/** Vaults that a person may open, or that name them, before the entry; archived ones too, in which their right ends as well. */
export function vaultsOf({ before }: LogTransaction, user: UserId): VaultInLog[] {
  return [...before.vaults.values()].filter((vault) => vault.access.has(user) || rightIn(before, user, vault) !== null);
}

/** Takes the person's own grants on shared vaults and their places in groups away. Rights are recorded by whoever calls. */
export function dropGrants(tx: LogTransaction, user: UserId): void {
  for (const { vault: id, access } of vaultsOf(tx, user)) {
    if (!access.has(user)) continue;
    const left = new Map(access);
    left.delete(user);
    putVault(tx, { ...(tx.vaults.get(id) as VaultInLog), access: left });
  }
  for (const group of tx.before.groups.values()) {
    if (!group.members.has(user) && !group.managers.has(user)) continue;
    const without = (users: ReadonlySet<UserId>) => new Set([...users].filter((one) => one !== user));
    const { members, managers } = group;
    const left = { ...group, members: without(members), managers: without(managers) };
    tx.groups = withRows(tx.groups, [[group.group, left]]);
  }
}

/** Ends a computer or a sheet of paper, with what it opened; what was sent to it counts as sent to somebody who is not entitled. */
export function endDevice(tx: LogTransaction, device: DeviceId): void {
  tx.devices.set(device, { ...(tx.devices.get(device) as Device), active: false, endedSeq: tx.seq });
  for (const { open, paper } of tx.recoveries.values()) if (paper === device) putRecovery(tx, open, null);
}

/** Ends a person: all their devices, grants, places in groups and open invites; their own vault is archived. */
export function endPerson(tx: LogTransaction, user: UserId): void {
  const had = vaultsOf(tx, user);
  tx.users.set(user, { ...(tx.users.get(user) as Member), active: false });
  for (const { device } of activeDevices(tx.devices, user)) endDevice(tx, device);
  dropGrants(tx, user);
  const own = tx.before.personalVaults.get(user);
  if (own !== undefined) putVault(tx, { ...(tx.vaults.get(own) as VaultInLog), archived: true });
  recordChange(
    tx,
    had.map(({ vault }) => vault),
    user,
  );
  closeInvites(tx, user);
}

/** Records what became of a person's rights on these vaults. */
export function recordChange(tx: LogTransaction, vaults: readonly VaultId[], user: UserId): void {
  for (const vault of vaults) {
    recordRights(tx, vault, [user]);
    recordVaultHistory(tx, vault);
  }
}

/** The open invites of somebody who is no admin any more end with that. */
export function closeInvites(tx: LogTransaction, user: UserId): void {
  for (const invite of openInvitesOf(tx.before, user)) putInvite(tx, { ...invite, state: "cancelled" });
}
