/**
 * A state under change: each table is drafted at its first write, so that a refused entry leaves the given state as it was,
 * and an entry costs what it touches. Also records where rights changed, which later verification asks for.
 */
import { hash } from "../../../crypto/hash.ts";
import type { DeviceId, GroupId, Hash, InviteId, UserId, VaultId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { base32Text } from "../../../text.ts";
import { draftTable, type TableDraft, withRows } from "./layered-map.ts";
import { addHash } from "./log-hashes.ts";
import type { Permission } from "./parts.ts";
import type { Policy } from "./policy.ts";
import { isRotationDue, rank, rightIn } from "./rules.ts";
import type {
  Device,
  Group,
  InviteInLog,
  Member,
  Recovery,
  RightMoment,
  TeamState,
  VaultInLog,
  Verification,
} from "./team-state.ts";

export type LogTransaction = {
  before: TeamState;
  seq: number;
  readonly users: TableDraft<UserId, Member>;
  readonly devices: TableDraft<DeviceId, Device>;
  readonly invites: TableDraft<InviteId, InviteInLog>;
  readonly inviteByEntry: TableDraft<Hash, InviteId>;
  /** Replaced as a whole, so that what was found for one table is never taken for another (`groupGrants`). */
  groups: ReadonlyMap<GroupId, Group>;
  /** Few at any time: replaced as a whole. */
  recoveries: ReadonlyMap<Hash, Recovery>;
  readonly verified: TableDraft<UserId, ReadonlyMap<UserId, Verification>>;
  readonly vaults: TableDraft<VaultId, VaultInLog>;
  readonly personalVaults: TableDraft<UserId, VaultId>;
  readonly liveSharedBy: TableDraft<UserId, number>;
  liveShared: number;
  readonly keysSeen: TableDraft<string, number>;
  readonly actsSeen: TableDraft<string, number>;
  systemVaults: readonly VaultId[];
  policy: Policy;
  policySeq: number;
  /** Vaults in which a computed right or a device's access falls. */
  reducedVaults: Set<VaultId>;
};

/** Begins a change on top of `state`. */
export function beginTransaction(state: TeamState): LogTransaction {
  return {
    before: state,
    seq: state.head.seq + 1,
    users: draftTable(state.users),
    devices: draftTable(state.devices),
    invites: draftTable(state.invites),
    inviteByEntry: draftTable(state.inviteByEntry),
    groups: state.groups,
    recoveries: state.recoveries,
    verified: draftTable(state.verified),
    vaults: draftTable(state.vaults),
    personalVaults: draftTable(state.personalVaults),
    liveSharedBy: draftTable(state.liveSharedBy),
    liveShared: state.liveShared,
    keysSeen: draftTable(state.keysSeen),
    actsSeen: draftTable(state.actsSeen),
    systemVaults: state.systemVaults,
    policy: state.policy,
    policySeq: state.policySeq,
    reducedVaults: new Set(),
  };
}

/** A key that already stands in the log is `encoding` [protocol: People and devices]: no two devices, invites or halves share one. */
export function takeKey(tx: LogTransaction, key: Uint8Array): Result<true> {
  const seen = keyName(key);
  if (tx.keysSeen.has(seen)) return fail("encoding", { reason: "key-repeated" });
  tx.keysSeen.set(seen, tx.seq);
  return ok(true);
}

/** How a key stands in `keysSeen`. */
export function keyName(key: Uint8Array): string {
  return base32Text(hash("key-seen", key).subarray(0, 16));
}

/** Replaces a vault's record, and keeps the indexes over vaults true. */
export function putVault(tx: LogTransaction, vault: VaultInLog): void {
  const change = liveShared(vault) - liveShared(tx.vaults.get(vault.vault));
  tx.vaults.set(vault.vault, vault);
  if (vault.kind === "personal" && !tx.personalVaults.has(vault.createdBy))
    tx.personalVaults.set(vault.createdBy, vault.vault);
  if (change === 0) return;
  tx.liveShared += change;
  tx.liveSharedBy.set(vault.createdBy, (tx.liveSharedBy.get(vault.createdBy) ?? 0) + change);
}

function liveShared(vault: VaultInLog | undefined): 0 | 1 {
  return vault?.kind === "shared" && !vault.archived ? 1 : 0;
}

/** A device is there from this entry on. */
export function addDevice(tx: LogTransaction, device: Omit<Device, "active" | "addedSeq" | "endedSeq">): void {
  tx.devices.set(device.device, { ...device, active: true, addedSeq: tx.seq, endedSeq: null });
}

/** Replaces a recovery's record, or takes it away. */
export function putRecovery(tx: LogTransaction, open: Hash, recovery: Recovery | null): void {
  const next = new Map(tx.recoveries);
  if (recovery === null) next.delete(open);
  else next.set(open, recovery);
  tx.recoveries = next;
}

/** Replaces an invite's record, and keeps the index over invites true. */
export function putInvite(tx: LogTransaction, invite: InviteInLog): void {
  tx.invites.set(invite.invite, invite);
  if (!tx.inviteByEntry.has(invite.hash)) tx.inviteByEntry.set(invite.hash, invite.invite);
}

/** Records the rights of these people on a vault after the change, and whether one fell; in one that was archived nothing is cut. */
export function recordRights(tx: LogTransaction, vaultId: VaultId, users: Iterable<UserId>): void {
  const vault = tx.vaults.get(vaultId) as VaultInLog;
  const changed: [UserId, readonly RightMoment[]][] = [];
  for (const user of users) {
    const now: Permission | null = rightIn(tx, user, vault);
    const moments = vault.rights.get(user) ?? [];
    const was = moments.at(-1)?.permission ?? null;
    if (now === was) continue;
    if (rank(now) < rank(was) && tx.before.vaults.get(vaultId)?.archived !== true) tx.reducedVaults.add(vaultId);
    changed.push([user, [...moments, { seq: tx.seq, permission: now }]]);
  }
  if (changed.length > 0) putVault(tx, { ...vault, rights: withRows(vault.rights, changed) });
}

/** Records epoch, rotation-due and archive of a vault after the change. */
export function recordVaultHistory(tx: LogTransaction, vaultId: VaultId): void {
  const vault = tx.vaults.get(vaultId) as VaultInLog;
  const moment = {
    seq: tx.seq,
    epoch: vault.epoch,
    rotationDue: isRotationDue(tx, vault),
    archived: vault.archived,
  };
  const last = vault.moments.at(-1);
  const same =
    last !== undefined &&
    last.epoch === moment.epoch &&
    last.rotationDue === moment.rotationDue &&
    last.archived === moment.archived;
  if (!same) putVault(tx, { ...vault, rotationDue: moment.rotationDue, moments: [...vault.moments, moment] });
}

/** The state after the entry with this hash, which named `touched` (ids of any kind). */
export function finishTransaction(tx: LogTransaction, entryHash: Hash, touched: readonly string[]): TeamState {
  const { before, seq } = tx;
  return {
    team: before.team,
    founder: before.founder,
    head: { seq, hash: entryHash },
    policy: tx.policy,
    policySeq: tx.policySeq,
    users: tx.users.settled(),
    devices: tx.devices.settled(),
    invites: tx.invites.settled(),
    inviteByEntry: tx.inviteByEntry.settled(),
    groups: tx.groups,
    recoveries: tx.recoveries,
    verified: tx.verified.settled(),
    vaults: tx.vaults.settled(),
    personalVaults: tx.personalVaults.settled(),
    liveShared: tx.liveShared,
    liveSharedBy: tx.liveSharedBy.settled(),
    systemVaults: tx.systemVaults,
    keysSeen: tx.keysSeen.settled(),
    actsSeen: tx.actsSeen.settled(),
    touched: withRows(
      before.touched,
      touched.map((id): [string, number] => [id, seq]),
    ),
    hashes: addHash(before.hashes, entryHash),
  };
}
