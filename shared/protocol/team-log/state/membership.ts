/**
 * Who belongs to what, found without looking at everybody: a person's devices, the groups that a vault's access names. The
 * indexes are made once for a table that is not changed any more, and what changed since is looked at beside them.
 */
import type { DeviceId, GroupId, UserId } from "../../../encoding/ids.ts";
import { tableLayers } from "./layered-map.ts";
import type { Access, Device, Group, VaultInLog } from "./team-state.ts";

const devicesByUser = new WeakMap<ReadonlyMap<DeviceId, Device>, Map<UserId, DeviceId[]>>();

function indexOf(base: ReadonlyMap<DeviceId, Device>): Map<UserId, DeviceId[]> {
  const known = devicesByUser.get(base);
  if (known !== undefined) return known;
  const index = new Map<UserId, DeviceId[]>();
  for (const { device, user } of base.values()) {
    const own = index.get(user);
    if (own === undefined) index.set(user, [device]);
    else own.push(device);
  }
  devicesByUser.set(base, index);
  return index;
}

/** The active devices of a person, in the order in which they came. */
export function activeDevices(devices: ReadonlyMap<DeviceId, Device>, user: UserId): Device[] {
  const { base, top } = tableLayers(devices);
  const ids = indexOf(base).get(user) ?? [];
  const found = ids.map((id) => top.get(id) ?? (base.get(id) as Device));
  for (const [id, device] of top) if (device.user === user && !base.has(id)) found.push(device);
  return found.filter(({ active }) => active);
}

/** Whether a person has an active computer; a paper device is none. */
export function hasComputer(devices: ReadonlyMap<DeviceId, Device>, user: UserId): boolean {
  return activeDevices(devices, user).some(({ kind }) => kind === "computer");
}

type GroupGrant = { group: Group; access: Access };
const grantsByAccess = new WeakMap<
  VaultInLog["access"],
  { groups: ReadonlyMap<GroupId, Group>; found: GroupGrant[] }
>();

/** The groups among those to whom a vault's access is given. */
export function groupGrants(groups: ReadonlyMap<GroupId, Group>, access: VaultInLog["access"]): readonly GroupGrant[] {
  if (groups.size === 0) return [];
  const known = grantsByAccess.get(access);
  if (known?.groups === groups) return known.found;
  const found: GroupGrant[] = [];
  for (const [subject, given] of access) {
    const group = groups.get(subject as GroupId);
    if (group !== undefined) found.push({ group, access: given });
  }
  grantsByAccess.set(access, { groups, found });
  return found;
}
