/**
 * Who goes on where the last lasting manager of a vault or a group was taken away: an heir [protocol: Leavers]. No removal is
 * blocked by what somebody managed. Pure, on a transaction in which the rights have fallen already.
 */
import type { GroupId, UserId, VaultId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { groupManagementOf } from "./groups.ts";
import { withRows } from "./layered-map.ts";
import { groupGrants, hasComputer } from "./membership.ts";
import type { Heir } from "./parts.ts";
import { managementOf, rank, readersOf } from "./rules.ts";
import type { Group, Member, TeamState, VaultInLog } from "./team-state.ts";
import { type LogTransaction, putVault, recordRights, recordVaultHistory } from "./transaction.ts";

/** What may be without a lasting manager now. */
export type Affected = { vaults: readonly VaultId[]; groups: readonly GroupId[] };

/** A vault or group that needs an heir, and who is equally fit for it; the first is taken where the signer chooses nobody of them. */
export type NeededHeir = { vault: VaultId | null; group: GroupId | null; choices: UserId[] };

type People = Pick<TeamState, "users" | "groups" | "devices">;
/** What is compared in this order, the greater first. */
type Fitness = readonly number[];

/** Each heir stands for a vault or for a group: `encoding` otherwise. Who they are is checked where one is needed. */
export function checkHeirs(heirs: readonly Heir[]): Result<true> {
  return heirs.every(({ vault, group }) => (vault === null) !== (group === null))
    ? ok(true)
    : fail("encoding", { reason: "heir" });
}

/** Live shared vaults that a person may open or manages, and groups in which they are or which they manage, ascending. */
export function affectedBy(state: TeamState, user: UserId): Affected {
  const groups = [...state.groups.values()].filter(({ members, managers }) => members.has(user) || managers.has(user));
  const reads = ({ access }: VaultInLog): boolean =>
    access.has(user) || groupGrants(state.groups, access).some(({ group }) => group.members.has(user));
  const vaults = [...state.vaults.values()].filter(
    (vault) => vault.kind === "shared" && !vault.archived && reads(vault),
  );
  return { vaults: vaults.map(({ vault }) => vault).sort(), groups: groups.map(({ group }) => group).sort() };
}

/**
 * The heirs that are needed on a transaction in which rights have fallen. Vaults that nobody may open any more need none.
 * `exceptSigner`: the signer may not be one at all, else only where nobody else is as fit.
 */
export function neededHeirs(
  tx: LogTransaction,
  affected: Affected,
  signer: UserId,
  exceptSigner = false,
): NeededHeir[] {
  const able = (users: readonly UserId[]) => users.filter((user) => !exceptSigner || user !== signer);
  const needed: NeededHeir[] = [];
  for (const id of affected.groups) {
    const group = tx.groups.get(id);
    if (group === undefined || group.members.size === 0 || groupManagementOf(tx, group) === 2) continue;
    const choices = fittest(tx, able([...group.members]), (user) => personFitness(tx, user, signer));
    if (choices.length > 0) needed.push({ vault: null, group: id, choices });
  }
  for (const id of affected.vaults) {
    const vault = tx.vaults.get(id);
    if (vault === undefined || vault.archived || managementOf(tx, vault) === 2) continue;
    const rights = new Map(readersOf(tx, id).map(({ user, permission }) => [user, rank(permission)]));
    const choices = fittest(tx, able([...rights.keys()]), (user) => [
      ...personFitness(tx, user, signer),
      Number(hasEndlessRight(tx, vault, user)),
      rights.get(user) ?? 0,
    ]);
    if (choices.length > 0) needed.push({ vault: id, group: null, choices });
  }
  return needed;
}

/** Gives each vault and group that needs one its heir, and archives what nobody may open any more. */
export function settleLeavers(
  tx: LogTransaction,
  affected: Affected,
  { heirs, signer }: { heirs: readonly Heir[]; signer: UserId },
): void {
  inherit(tx, neededHeirs(tx, affected, signer), heirs);
  for (const id of affected.vaults) if (readersOf(tx, id).length === 0) archive(tx, id);
}

/**
 * The same where a group's manager takes others out of it: only for what was managed for good until this entry, and never
 * for its signer, so that nobody makes themselves an heir by whom they take out.
 */
export function settleTakenOut(
  tx: LogTransaction,
  { vaults, groups }: Affected,
  { heirs, signer }: { heirs: readonly Heir[]; signer: UserId },
): void {
  const fell: Affected = {
    vaults: vaults.filter((id) => tx.reducedVaults.has(id) && isLessManaged(tx, id)).sort(),
    groups: groups.filter((id) => {
      const [was, now] = [tx.before.groups.get(id), tx.groups.get(id)];
      return was !== undefined && now !== undefined && groupManagementOf(tx, now) < groupManagementOf(tx.before, was);
    }),
  };
  inherit(tx, neededHeirs(tx, fell, signer, true), heirs);
  for (const id of vaults) if (tx.reducedVaults.has(id) && readersOf(tx, id).length === 0) archive(tx, id);
}

function isLessManaged(tx: LogTransaction, id: VaultId): boolean {
  const [was, now] = [tx.before.vaults.get(id), tx.vaults.get(id)];
  return was !== undefined && now?.kind === "shared" && managementOf(tx, now) < managementOf(tx.before, was);
}

function personFitness(tx: People, user: UserId, signer: UserId): Fitness {
  const endless = tx.users.get(user)?.roleEnd === null;
  return [Number(endless), Number(user !== signer)];
}

/** Whether one of their sources of right on a vault does not end. */
function hasEndlessRight({ groups }: People, { access }: VaultInLog, user: UserId): boolean {
  const direct = access.get(user);
  const endless = (end: number | null) => end === null;
  if (direct !== undefined && endless(direct.end)) return true;
  return groupGrants(groups, access).some(({ group, access: given }) => group.members.has(user) && endless(given.end));
}

/** Of those with a computer the equally fittest, whoever has been longest in the log first. */
function fittest(tx: People, users: readonly UserId[], fitness: (user: UserId) => Fitness): UserId[] {
  const able = users
    .filter((user) => tx.users.get(user)?.active === true && hasComputer(tx.devices, user))
    .map((user) => ({ user, fitness: fitness(user), since: (tx.users.get(user) as Member).addedSeq }))
    .sort((one, other) => compare(other.fitness, one.fitness) || one.since - other.since);
  const [best] = able;
  return best === undefined
    ? []
    : able.filter((one) => compare(one.fitness, best.fitness) === 0).map(({ user }) => user);
}

function compare(one: Fitness, other: Fitness): number {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
}

function inherit(tx: LogTransaction, needed: readonly NeededHeir[], heirs: readonly Heir[]): void {
  for (const { vault, group, choices } of needed) {
    const named = heirs.find((heir) => heir.vault === vault && heir.group === group && choices.includes(heir.user));
    const heir = named?.user ?? (choices[0] as UserId);
    if (vault !== null) inheritVault(tx, vault, heir);
    else if (group !== null) inheritGroup(tx, group, heir);
  }
}

function inheritVault(tx: LogTransaction, id: VaultId, heir: UserId): void {
  const vault = tx.vaults.get(id) as VaultInLog;
  const access = new Map(vault.access).set(heir, { permission: "manage", end: null });
  putVault(tx, { ...vault, access });
  recordRights(tx, id, [heir]);
  recordVaultHistory(tx, id);
}

function inheritGroup(tx: LogTransaction, id: GroupId, heir: UserId): void {
  const group = tx.groups.get(id) as Group;
  tx.groups = withRows(tx.groups, [[id, { ...group, managers: new Set([...group.managers, heir]) }]]);
}

function archive(tx: LogTransaction, id: VaultId): void {
  const vault = tx.vaults.get(id) as VaultInLog;
  if (vault.archived) return;
  putVault(tx, { ...vault, archived: true });
  recordVaultHistory(tx, id);
}
