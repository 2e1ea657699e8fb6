import { groupManagedBy, hasComputer, liveShared, managedBy, rankOf, rightOf } from "./rights.mjs";

/** Of these people the one who goes on managing: by weight, then the signer's choice, then who has been longest in the log [protocol: Leavers]. */
function heirOf(log, people, { weigh, chosen }) {
  const rows = people.map((user) => ({ user, weights: weigh(user) }));
  const best = rows.reduce((least, { weights }) => {
    const differs = least === null ? -1 : weights.findIndex((weight, at) => weight !== least[at]);
    return least === null || (differs >= 0 && weights[differs] > least[differs]) ? weights : least;
  }, null);
  const equals = rows
    .filter(({ weights }) => weights.every((weight, at) => weight === best[at]))
    .map(({ user }) => user);
  const named = equals.find((user) => chosen.includes(user));
  return named ?? equals.sort((left, right) => log.users.get(left).since - log.users.get(right).since)[0] ?? null;
}

const isLastingRole = (log, user) => Number(log.users.get(user).roleEnd === null);

/** Gives a vault its heir, archives it where nobody reads it, and leaves it where no reader has a computer [protocol: Leavers]. */
function settleVault(log, vault, { signer, heirs, isSignerOut, seq }) {
  const readers = [...log.users.keys()].filter((user) => rightOf(log, vault, user) !== null);
  if (readers.length === 0) {
    vault.archived = seq;
    return;
  }
  const able = readers.filter((user) => hasComputer(log, user) && !(isSignerOut && user === signer));
  if (able.length === 0) return;
  const weigh = (user) => {
    const right = rightOf(log, vault, user);
    const isLasting = Number(right.end === null);
    return [isLastingRole(log, user), Number(user !== signer), isLasting, rankOf(right.permission)];
  };
  const chosen = heirs.filter((heir) => heir.vault === vault.vault).map(({ user }) => user);
  vault.access.set(heirOf(log, able, { weigh, chosen }), { permission: "manage", end: null });
}

/** The same of a group; its heir becomes its manager [protocol: Leavers]. */
function settleGroup(log, group, { signer, heirs, isSignerOut }) {
  const able = [...group.members].filter((user) => hasComputer(log, user) && !(isSignerOut && user === signer));
  if (able.length === 0) return;
  const weigh = (user) => [isLastingRole(log, user), Number(user !== signer)];
  const chosen = heirs.filter((heir) => heir.group === group.group).map(({ user }) => user);
  group.managers.add(heirOf(log, able, { weigh, chosen }));
}

/** After somebody's access fell: whatever they could open or were in, and that nobody lasting manages, gets an heir [protocol: Leavers]. */
export function settleLeaver(before, log, user, how) {
  for (const group of log.groups.values()) {
    const was = before.groups.get(group.group);
    const isTheirs = was !== undefined && (was.members.has(user) || was.managers.has(user));
    if (isTheirs && groupManagedBy(log, group) < 2) settleGroup(log, group, how);
  }
  for (const vault of liveShared(log)) {
    const isTheirs = rightOf(before, before.vaults.get(vault.vault), user) !== null;
    if (isTheirs && managedBy(log, vault) < 2) settleVault(log, vault, how);
  }
}

/** After others were taken out of a group: what is less well managed than before gets an heir, who is never the signer [protocol: Groups]. */
export function settleGroupLeavers(before, log, group, how) {
  const signerOut = { ...how, isSignerOut: true };
  if (groupManagedBy(log, group) < groupManagedBy(before, before.groups.get(group.group)))
    settleGroup(log, group, signerOut);
  for (const vault of liveShared(log)) {
    const was = before.vaults.get(vault.vault);
    const hadReaders = [...before.users.keys()].some((user) => rightOf(before, was, user) !== null);
    const hasReaders = [...log.users.keys()].some((user) => rightOf(log, vault, user) !== null);
    const isLost = hadReaders && !hasReaders;
    if (isLost || managedBy(log, vault) < managedBy(before, was)) settleVault(log, vault, signerOut);
  }
}

/** Whether some vault, or some group with members, is less well managed than before [protocol: Leavers]. */
export function isLessManaged(before, log) {
  const vaults = liveShared(log).some(({ vault }) => {
    const was = before.vaults.get(vault);
    return was !== undefined && managedBy(log, log.vaults.get(vault)) < managedBy(before, was);
  });
  const groups = [...log.groups.values()].some((group) => {
    const was = before.groups.get(group.group);
    return was !== undefined && group.members.size > 0 && groupManagedBy(log, group) < groupManagedBy(before, was);
  });
  return vaults || groups;
}
