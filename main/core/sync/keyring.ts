/**
 * Vault keys that this device was sent: opened from bundles whose hash stands in a verified entry, and taken only if they
 * match the commitment there (`key-commit`). Earlier epochs come from the history under a later key.
 */
import { type DeviceKeys, inboxHash, inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { openKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { keyCommit, openKeyHistory } from "../../../shared/crypto/vault-key.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { Database } from "../ports.ts";
import { findBlob } from "../store/log-rows.ts";
import type { Profile } from "../store/profile-row.ts";

/** Vault keys that this device was sent, opened from verified bundles and checked against their commitments. */
export type Keyring = {
  key(vault: VaultId, epoch: number): Uint8Array | null;
  /** The key of the epoch that is current in the verified log; null while key-pending. */
  current(vault: VaultId): { epoch: number; key: Uint8Array } | null;
};

type Holder = {
  db: Database;
  profile: Profile;
  keys: DeviceKeys;
  state(): TeamState;
  /** A key, history or inbox that does not match its commitment, by the entry whose signer is to be named; told once. */
  refused(vault: VaultId, entrySeq: number): void;
};
export type OpenKeyring = Keyring & {
  /** Compares the inbox that the newest epoch's entry names with the one that its key gives [protocol: Vault keys]. */
  checkInbox(vault: VaultId): void;
  wipe(): void;
};

/** Keys are opened at first need and kept until lock. */
export function createKeyring(holder: Holder): OpenKeyring {
  const { db, profile, keys } = holder;
  const opened = new Map<string, Uint8Array>();
  const spent = new Set<Hash>();
  const named = new Set<string>();

  function refuse(vault: VaultId, entrySeq: number): void {
    const name = `${vault}/${entrySeq}`;
    if (!named.has(name)) holder.refused(vault, entrySeq);
    named.add(name);
  }

  function take(vault: VaultId, epoch: number, given: { key: Uint8Array; entrySeq: number }): void {
    const expected = holder.state().vaults.get(vault)?.epochs.get(epoch)?.keyCommit;
    const { key, entrySeq } = given;
    if (keyCommit({ team: profile.team, vault, epoch, key }) === expected) opened.set(`${vault}/${epoch}`, key);
    else refuse(vault, entrySeq);
  }

  /** A bundle may hold keys of many vaults; those that its entry lists are taken, once. */
  function openBundle(vault: VaultId, bundle: Hash, entrySeq: number): void {
    const bytes = spent.has(bundle) ? null : findBlob(db, bundle);
    if (bytes === null) return;
    spent.add(bundle);
    const found = openKeyBundle(keys.kemKey, { team: profile.team, device: profile.device }, bytes);
    if (!found.ok) {
      refuse(vault, entrySeq);
      return;
    }
    for (const { vault: of, epoch, key } of found.value) {
      const listed = holder.state().vaults.get(of)?.epochs.get(epoch)?.sent.get(profile.device);
      if (listed?.bundle === bundle && !opened.has(`${of}/${epoch}`)) take(of, epoch, { key, entrySeq });
    }
  }

  function openHistory(vault: VaultId, epoch: number): void {
    const key = opened.get(`${vault}/${epoch}`);
    const made = holder.state().vaults.get(vault)?.epochs.get(epoch);
    if (key === undefined || made === undefined || made.history === null || spent.has(made.history)) return;
    const bytes = findBlob(db, made.history);
    if (bytes === null) return;
    spent.add(made.history);
    const earlier = openKeyHistory(key, { team: profile.team, vault, epoch }, bytes);
    if (!earlier.ok) {
      refuse(vault, made.entrySeq);
      return;
    }
    for (const { epoch: old, key: oldKey } of earlier.value) {
      if (oldKey !== null && !opened.has(`${vault}/${old}`)) take(vault, old, { key: oldKey, entrySeq: made.entrySeq });
    }
  }

  function find(vault: VaultId, epoch: number): Uint8Array | null {
    const name = `${vault}/${epoch}`;
    if (opened.has(name)) return opened.get(name) as Uint8Array;
    const inLog = holder.state().vaults.get(vault);
    const sent = inLog?.epochs.get(epoch)?.sent.get(profile.device);
    if (sent !== undefined) openBundle(vault, sent.bundle, sent.entrySeq);
    for (let later = inLog?.epoch ?? 0; later > epoch && !opened.has(name); later--) {
      if (find(vault, later) !== null) openHistory(vault, later);
    }
    return opened.get(name) ?? null;
  }

  return {
    key: find,
    current(vault) {
      const epoch = holder.state().vaults.get(vault)?.epoch;
      const key = epoch === undefined ? null : find(vault, epoch);
      return epoch === undefined || key === null ? null : { epoch, key };
    },
    checkInbox(vault) {
      const inLog = holder.state().vaults.get(vault);
      const made = inLog?.epochs.get(inLog.epoch);
      const key = inLog === undefined ? null : find(vault, inLog.epoch);
      if (made === undefined || key === null) return;
      if (inboxHash(inboxKeys(key).kemPk) !== made.inbox) refuse(vault, made.entrySeq);
    },
    wipe() {
      for (const key of opened.values()) key.fill(0);
      opened.clear();
    },
  };
}
