/** What the state of a log says about people, their rights and their devices. */

const rank = { use: 1, edit: 2, manage: 3 };
const bySystem = {
  directory: { member: "use", lead: "use", admin: "manage", auditor: "use" },
  tools: { member: "use", lead: "edit", admin: "manage", auditor: "use" },
  governance: { member: null, lead: "edit", admin: "manage", auditor: "use" },
  audit: { member: null, lead: null, admin: "manage", auditor: "use" },
};

/** The order of permissions; no right is the least [protocol: People and devices]. */
export const rankOf = (permission) => (permission === null ? 0 : rank[permission]);

/** The later of two ends; none is the latest [protocol: Leavers]. */
const endRank = (end) => end ?? Number.POSITIVE_INFINITY;

/** Until when somebody has at least this permission on a shared vault [protocol: Groups]. */
function lastsFor({ log, vault }, user, permission) {
  if (rightOf(log, vault, user) === null) return Number.NEGATIVE_INFINITY;
  const covering = grantsOf(log, vault, user).filter((grant) => rankOf(grant.permission) >= rankOf(permission));
  return Math.max(Number.NEGATIVE_INFINITY, ...covering.map(({ end }) => endRank(end)));
}

/** Whether somebody has some permission on a shared vault for longer than before [protocol: Groups]. */
export const hasMore = (was, now, user) =>
  Object.keys(rank).some((permission) => lastsFor(now, user, permission) > lastsFor(was, user, permission));

/** Whether the first of two rights is higher, or as high and ends later [protocol: Groups]. */
export function isMore(left, right) {
  if (left === null || right === null) return left !== null && right === null;
  const higher = rankOf(left.permission) - rankOf(right.permission);
  return higher > 0 || endRank(left.end) > endRank(right.end);
}

/** Whether this vault has an access list [protocol: System vaults]. */
export const isShared = ({ kind }) => kind === "shared";

function grantsOf(log, vault, user) {
  const direct = vault.access.get(user);
  const found = direct === undefined ? [] : [direct];
  for (const group of log.groups.values())
    if (group.members.has(user) && vault.access.has(group.group)) found.push(vault.access.get(group.group));
  return found;
}

/** A person's right on a vault: permission and its end, or `null` [protocol: People and devices]. */
export function rightOf(log, vault, user) {
  const person = log.users.get(user);
  if (person === undefined || !person.active) return null;
  if (vault.kind === "personal") return vault.owner === user ? { permission: "manage", end: null } : null;
  if (!isShared(vault)) {
    const permission = bySystem[vault.kind][person.role];
    return permission === null ? null : { permission, end: null };
  }
  if (person.role === "auditor") return null;
  return grantsOf(log, vault, user).reduce((best, grant) => {
    if (best === null || rankOf(grant.permission) > rankOf(best.permission)) return grant;
    return rankOf(grant.permission) === rankOf(best.permission) && endRank(grant.end) > endRank(best.end)
      ? grant
      : best;
  }, null);
}

/** Whether somebody has a computer that is in use [protocol: Recovery]. */
export const hasComputer = (log, user) =>
  [...log.devices.values()].some((device) => device.user === user && device.active && device.kind === "computer");

/** Whether a person manages this vault [protocol: People and devices]. */
export const manages = (log, vault, user) => rightOf(log, vault, user)?.permission === "manage";

/** The active devices of people with a permission [protocol: Vault keys]. */
export function entitled(log, vault) {
  const devices = [...log.devices.values()].filter(({ active, user }) => active && rightOf(log, vault, user) !== null);
  return devices.map(({ device }) => device).sort();
}

/** Whether a device that was sent the current key is no longer entitled [protocol: Rotation]. */
export function isDue(log, vault) {
  const may = new Set(entitled(log, vault));
  return [...vault.epochs.at(-1).sent.keys()].some((device) => !may.has(device));
}

/** How well a vault is managed: 2 by somebody lasting, 1 by somebody with a computer, 0 by nobody [protocol: Leavers]. */
export function managedBy(log, vault) {
  const managers = [...log.users.keys()].filter((user) => manages(log, vault, user) && hasComputer(log, user));
  const isLasting = (user) =>
    log.users.get(user).roleEnd === null &&
    grantsOf(log, vault, user).some(({ permission, end }) => permission === "manage" && end === null);
  return managers.some(isLasting) ? 2 : Math.min(managers.length, 1);
}

/** The same of a group [protocol: Leavers]. */
export function groupManagedBy(log, group) {
  const managers = [...group.managers].filter((user) => log.users.get(user).active && hasComputer(log, user));
  return managers.some((user) => log.users.get(user).roleEnd === null) ? 2 : Math.min(managers.length, 1);
}

/** Live shared vaults [protocol: Leavers]. */
export const liveShared = (log) =>
  [...log.vaults.values()].filter((vault) => isShared(vault) && vault.archived === null);

/** What is looked up later, when a commit, letter or statement names an entry: all rights, epochs and devices there [protocol: Commits]. */
export function pastOf(log) {
  const vaults = [...log.vaults.values()].map((vault) => {
    const rights = [...log.users.keys()].map((user) => [user, rightOf(log, vault, user)?.permission ?? null]);
    const state = { epoch: vault.epochs.length, isArchived: vault.archived !== null, isDue: isDue(log, vault) };
    return [vault.vault, { rights: new Map(rights), ...state }];
  });
  const devices = [...log.devices.values()].filter(({ active }) => active).map(({ device }) => device);
  return { vaults: new Map(vaults), devices: new Set(devices) };
}

/** A person's permission on a vault as it was after an entry [protocol: Commits]. */
export const rightAt = (log, vault, user, seq) => log.past[seq].vaults.get(vault)?.rights.get(user) ?? null;

/** Whether a device was in the team after an entry [protocol: Freshness]. */
export const standsAt = (log, device, seq) => log.past[seq].devices.has(device);
