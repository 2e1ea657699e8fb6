/**
 * A state under change: each table is copied at its first write, so that a refused entry leaves the given state as it
 * was, and an entry costs what it touches. Also notes where rights changed, which later verification asks for.
 */

import { hash } from "../../crypto/hash.ts";
import type { DeviceId, GroupId, Hash, InviteId, UserId, VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { base32Text } from "../../text.ts";
import type { Permission } from "./payloads.ts";
import type { Policy } from "./policy.ts";
import { isRotationDue, rank, rightIn } from "./rules.ts";
import type { Device, Group, InviteInLog, Member, TeamState, VaultInLog } from "./state.ts";

export type LogTransaction = {
  before: TeamState;
  seq: number;
  readonly users: Map<UserId, Member>;
  readonly devices: Map<DeviceId, Device>;
  readonly invites: Map<InviteId, InviteInLog>;
  readonly groups: ReadonlyMap<GroupId, Group>;
  readonly vaults: Map<VaultId, VaultInLog>;
  readonly keysSeen: Set<string>;
  readonly actsSeen: Set<string>;
  policy: Policy;
  policySeq: number;
  /** Vaults in which a computed right or a device's access falls. */
  reducedVaults: Set<VaultId>;
};

/** Begins a change on top of `state`; a table is copied when it is first asked for. */
export function beginTransaction(state: TeamState): LogTransaction {
  const copies = new Map<string, unknown>();
  const once = <T>(name: string, make: () => T): T => {
    if (!copies.has(name)) copies.set(name, make());
    return copies.get(name) as T;
  };
  return {
    before: state,
    seq: state.head.seq + 1,
    groups: state.groups,
    policy: state.policy,
    policySeq: state.policySeq,
    reducedVaults: new Set(),
    get users() {
      return once("users", () => new Map(state.users));
    },
    get devices() {
      return once("devices", () => new Map(state.devices));
    },
    get invites() {
      return once("invites", () => new Map(state.invites));
    },
    get vaults() {
      return once("vaults", () => new Map(state.vaults));
    },
    get keysSeen() {
      return once("keysSeen", () => new Set(state.keysSeen));
    },
    get actsSeen() {
      return once("actsSeen", () => new Set(state.actsSeen));
    },
  };
}

/** A key that already stands in the log is `encoding` [protocol: People and devices]: no two devices, invites or halves share one. */
export function takeKey(tx: LogTransaction, key: Uint8Array): Result<true> {
  const seen = keyName(key);
  if (tx.keysSeen.has(seen)) return fail("encoding", { reason: "key-repeated" });
  tx.keysSeen.add(seen);
  return ok(true);
}

/** How a key stands in `keysSeen`. */
export function keyName(key: Uint8Array): string {
  return base32Text(hash("key-seen", key).subarray(0, 16));
}

/** Replaces a vault's record. */
export function putVault(tx: LogTransaction, vault: VaultInLog): void {
  tx.vaults.set(vault.vault, vault);
}

/** Notes the rights of these people on a vault after the change, and whether one fell. */
export function recordRights(tx: LogTransaction, vaultId: VaultId, users: Iterable<UserId>): void {
  const vault = tx.vaults.get(vaultId) as VaultInLog;
  const rights = new Map(vault.rights);
  let changed = false;
  for (const user of users) {
    const now: Permission | null = rightIn(tx, user, vault);
    const moments = rights.get(user) ?? [];
    const was = moments.at(-1)?.permission ?? null;
    if (now === was) continue;
    changed = true;
    if (rank(now) < rank(was)) tx.reducedVaults.add(vaultId);
    rights.set(user, [...moments, { seq: tx.seq, permission: now }]);
  }
  if (changed) putVault(tx, { ...vault, rights });
}

/** Notes epoch, rotation-due and archive of a vault after the change. */
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

/** The state after the entry with this hash. */
export function finishTransaction(tx: LogTransaction, entryHash: Hash): TeamState {
  const { before, seq } = tx;
  // Append-only and shared: only a second entry on the same state (another branch) has to copy.
  const hashes = before.hashes as Hash[];
  const own = hashes.length === seq ? hashes : hashes.slice(0, seq);
  own.push(entryHash);
  return {
    team: before.team,
    founder: before.founder,
    head: { seq, hash: entryHash },
    policy: tx.policy,
    policySeq: tx.policySeq,
    users: tx.users,
    devices: tx.devices,
    invites: tx.invites,
    groups: tx.groups,
    vaults: tx.vaults,
    keysSeen: tx.keysSeen,
    actsSeen: tx.actsSeen,
    hashes: own,
  };
}
