/** Questions to the team's state: who may what, now and at an earlier entry. Pure; no clock [protocol: People and devices] [protocol: Team log] [protocol: Vault keys]. */

import type { DeviceId, EpochMs, GroupId, Hash, UserId, VaultId } from "../../../encoding/ids.ts";
import { hashAt } from "./log-hashes.ts";
import { activeDevices, groupGrants, hasComputer } from "./membership.ts";
import { type Permission, permissions, type Role, type SystemKind, systemKinds } from "./parts.ts";
import type { Binding, Device, Head, InviteInLog, TeamState, VaultInLog, VaultMoment } from "./team-state.ts";

const systemRights: Record<SystemKind, Record<Role, Permission | null>> = {
  directory: { member: "use", lead: "use", admin: "manage", auditor: "use" },
  tools: { member: "use", lead: "edit", admin: "manage", auditor: "use" },
  governance: { member: null, lead: "edit", admin: "manage", auditor: "use" },
  audit: { member: null, lead: null, admin: "manage", auditor: "use" },
};

/** Whether a vault's access follows the role and nothing else. */
export function isSystem(kind: string): kind is SystemKind {
  return (systemKinds as readonly string[]).includes(kind);
}

/** Whether a role gives more on any system vault than another: what may not be done to oneself, and who may not second. */
export function isRaised(from: Role, to: Role): boolean {
  return systemKinds.some((kind) => rank(systemRights[kind][to]) > rank(systemRights[kind][from]));
}

/** 0 for none, then use, edit, manage. */
export function rank(permission: Permission | null): number {
  return permission === null ? 0 : permissions.indexOf(permission) + 1;
}

/** Whether `permission` covers `needed`. */
export function covers(permission: Permission | null, needed: Permission): boolean {
  return rank(permission) >= rank(needed);
}

/** A person's right on a vault: the greatest of their direct grant and their groups', or what their role gives. */
export function rightOf(
  state: Pick<TeamState, "users" | "groups" | "vaults">,
  user: UserId,
  vault: VaultId,
): Permission | null {
  const found = state.vaults.get(vault);
  return found === undefined ? null : rightIn(state, user, found);
}

/** The same for a vault in hand. */
export function rightIn(
  state: Pick<TeamState, "users" | "groups">,
  user: UserId,
  vault: VaultInLog,
): Permission | null {
  const member = state.users.get(user);
  if (member === undefined || !member.active) return null;
  if (vault.kind === "personal") return vault.createdBy === user ? "manage" : null;
  if (isSystem(vault.kind)) return systemRights[vault.kind][member.role];
  if (member.role === "auditor") return null;
  let best = vault.access.get(user)?.permission ?? null;
  for (const { group, access } of groupGrants(state.groups, vault.access)) {
    if (rank(access.permission) > rank(best) && group.members.has(user)) best = access.permission;
  }
  return best;
}

/** The log's right, minus grants and roles whose end has come [protocol: Removal]; null: as if the vault did not exist. */
export function servedRight(state: TeamState, user: UserId, id: VaultId, now: number): Permission | null {
  const vault = state.vaults.get(id);
  if (vault === undefined || hasRoleEnded(state, user, now)) return null;
  return rightIn(state, user, withoutEnded(vault, now));
}

/** Whether the end of a person's role has come: nothing is served to them, and an admin's app takes them out. */
export function hasRoleEnded({ users }: Pick<TeamState, "users">, user: UserId, now: number): boolean {
  return lastsUntil(users.get(user)?.roleEnd ?? null) <= now;
}

function withoutEnded(vault: VaultInLog, now: number): VaultInLog {
  let isEnded = false;
  for (const { end } of vault.access.values()) isEnded ||= end !== null && end <= now;
  if (!isEnded) return vault;
  return { ...vault, access: new Map([...vault.access].filter(([, { end }]) => end === null || end > now)) };
}

/** Whom a vault may be open to: its person, everybody, or those whom its access names, directly or by a group. */
function candidates(state: Pick<TeamState, "users" | "groups">, vault: VaultInLog): Iterable<UserId> {
  if (vault.kind === "personal") return [vault.createdBy];
  if (isSystem(vault.kind)) return state.users.keys();
  const users = new Set<UserId>();
  for (const subject of vault.access.keys()) if (state.users.has(subject as UserId)) users.add(subject as UserId);
  for (const { group } of groupGrants(state.groups, vault.access)) for (const user of group.members) users.add(user);
  return users;
}

/** Everybody who may open a vault, with their greatest right. */
export function readersOf(
  state: Pick<TeamState, "users" | "groups" | "vaults">,
  vault: VaultId,
): { user: UserId; permission: Permission }[] {
  const found = state.vaults.get(vault);
  const readers: { user: UserId; permission: Permission }[] = [];
  for (const user of found === undefined ? [] : candidates(state, found)) {
    const permission = rightOf(state, user, vault);
    if (permission !== null) readers.push({ user, permission });
  }
  return readers;
}

/** Until when somebody has the right that they have, and through which groups they have any. */
export function reasonsOf(
  { groups }: Pick<TeamState, "groups">,
  { access }: VaultInLog,
  { user, permission }: { user: UserId; permission: Permission },
): { end: EpochMs | null; groups: GroupId[] } {
  const by = groupGrants(groups, access).filter(({ group }) => group.members.has(user));
  const given = [access.get(user) ?? [], by.map((one) => one.access)].flat(2);
  const ends = given.filter((one) => covers(one.permission, permission)).map(({ end }) => end);
  const last = ends.every((end) => end !== null) ? Math.max(...ends) : null;
  return { end: ends.length === 0 ? null : (last as EpochMs | null), groups: by.map(({ group }) => group.group) };
}

/** The active devices of people with a permission, ascending: exactly these are sent a new key. */
export function entitledDevices(state: Pick<TeamState, "users" | "groups" | "devices">, vault: VaultInLog): DeviceId[] {
  const entitled: DeviceId[] = [];
  for (const user of candidates(state, vault)) {
    if (rightIn(state, user, vault) === null) continue;
    for (const { device } of activeDevices(state.devices, user)) entitled.push(device);
  }
  return entitled.sort();
}

/** Whether a device that was sent the current key is no longer entitled. */
export function isRotationDue(state: Pick<TeamState, "users" | "groups" | "devices">, vault: VaultInLog): boolean {
  if (vault.archived) return false;
  for (const device of vault.epochs.get(vault.epoch)?.sent.keys() ?? []) {
    const found = state.devices.get(device);
    if (found === undefined || !found.active || rightIn(state, found.user, vault) === null) return true;
  }
  return false;
}

/** Entitled devices that were not sent the current key, by vault. */
export function waitingDevices(state: TeamState, vault: VaultInLog): DeviceId[] {
  const sent = vault.epochs.get(vault.epoch)?.sent;
  return vault.archived ? [] : entitledDevices(state, vault).filter((device) => !sent?.has(device));
}

/**
 * How well a shared vault is managed by people with a computer: by nobody (0), only by some whose right or role ends (1), or
 * by one for whom neither does (2) [protocol: Leavers].
 */
export function managementOf(state: Pick<TeamState, "users" | "groups" | "devices">, vault: VaultInLog): 0 | 1 | 2 {
  let best: 0 | 1 = 0;
  for (const { user, access } of managers(state, vault)) {
    const member = state.users.get(user);
    if (member?.active !== true || !hasComputer(state.devices, user)) continue;
    if (access.end === null && member.roleEnd === null) return 2;
    best = 1;
  }
  return best;
}

function* managers(state: Pick<TeamState, "groups">, { access: all }: VaultInLog) {
  for (const [subject, access] of all) if (access.permission === "manage") yield { user: subject as UserId, access };
  for (const { group, access } of groupGrants(state.groups, all))
    if (access.permission === "manage") for (const user of group.members) yield { user, access };
}

/** The active devices of a person. */
export function devicesOf(state: Pick<TeamState, "devices">, user: UserId): Device[] {
  return activeDevices(state.devices, user);
}

/** An active admin. */
export function isAdmin(state: TeamState, user: UserId): boolean {
  const member = state.users.get(user);
  return member?.active === true && member.role === "admin";
}

/** The invites of this person under which somebody may still come. */
export function openInvitesOf({ invites }: Pick<TeamState, "invites">, user: UserId): InviteInLog[] {
  return [...invites.values()].filter(({ by, state }) => by === user && state === "open");
}

/** When something with this end is over, to be compared: what has none lasts longest. */
export function lastsUntil(end: EpochMs | null): number {
  return end ?? Number.POSITIVE_INFINITY;
}

/** The invite that the entry with this hash made. */
export function inviteByEntry(state: TeamState, entry: Hash): InviteInLog | undefined {
  const invite = state.inviteByEntry.get(entry);
  return invite === undefined ? undefined : state.invites.get(invite);
}

/** The hash of the entry at `seq` on this log, or null above the head. */
export function headAt(state: TeamState, seq: number): Hash | null {
  return seq <= state.head.seq ? hashAt(state.hashes, seq) : null;
}

/** A vault as it stood after the entry `seq`; null before it was made. */
export function vaultAt(state: TeamState, vault: VaultId, seq: number): VaultMoment | null {
  return lastAtOrBefore(state.vaults.get(vault)?.moments ?? [], seq);
}

/** A device's right on a vault after the entry `seq`; null where the device was not active there. */
export function rightAt(state: TeamState, at: { vault: VaultId; device: DeviceId; seq: number }): Permission | null {
  const device = state.devices.get(at.device);
  if (device === undefined || device.kind !== "computer" || device.addedSeq > at.seq) return null;
  if (device.endedSeq !== null && device.endedSeq <= at.seq) return null;
  return userRightAt(state, { vault: at.vault, user: device.user, seq: at.seq });
}

/** A person's right on a vault after the entry `seq`. */
export function userRightAt(state: TeamState, at: { vault: VaultId; user: UserId; seq: number }): Permission | null {
  return lastAtOrBefore(state.vaults.get(at.vault)?.rights.get(at.user) ?? [], at.seq)?.permission ?? null;
}

/** Cuts and pins of a vault, in the order of their entries. */
export function bindings(state: TeamState, vault: VaultId): readonly Binding[] {
  return state.vaults.get(vault)?.bindings ?? [];
}

/** The last manager's pin settles all before it; an editor's pin settles nothing. */
export function bindingNow(all: readonly Binding[]): readonly Binding[] {
  const settled = all.findLastIndex((binding) => binding.kind === "pin" && binding.manager);
  return settled <= 0 ? all : all.slice(settled);
}

/** A head that a signed entry names for a vault: which entry, and who signed it. */
export type NamedHead = Head & { entrySeq: number; by: UserId };

/**
 * The heads to which a device was led with the keys of a vault [protocol: Completeness]. Each stands beside the others until
 * a later manager's pin settles them; a key that its entry made leads to nothing, there a pin binds.
 */
export function givenHeads({ bindings: all, epochs, epoch }: VaultInLog, device: DeviceId): NamedHead[] {
  const settled = all.findLast(({ kind, manager }) => kind === "pin" && manager)?.entrySeq ?? -1;
  const heads: NamedHead[] = [];
  for (let at = epoch; at > 0 && (epochs.get(at)?.entrySeq ?? -1) >= settled; at--) {
    for (const { given, entrySeq, by } of epochs.get(at)?.sent.get(device) ?? [])
      if (given !== null) heads.push({ ...given, entrySeq, by });
  }
  return heads;
}

function lastAtOrBefore<T extends { seq: number }>(moments: readonly T[], seq: number): T | null {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as T).seq <= seq) low = middle + 1;
    else high = middle;
  }
  return moments[low - 1] ?? null;
}
