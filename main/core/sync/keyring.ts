/**
 * Vault keys that this device was sent: opened from bundles whose hash stands in a verified entry, and taken only if they
 * match the commitment there (`key-commit`). Earlier epochs come from the history under a later key.
 */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { openKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { keyCommit, openKeyHistory } from "../../../shared/crypto/vault-key.ts";
import type { Hash, VaultId } from "../../../shared/protocol/ids.ts";
import type { TeamState } from "../../../shared/protocol/team-state.ts";
import type { Database } from "../ports.ts";
import { findBlob } from "../store/log-rows.ts";
import type { Keyring, Profile } from "../unlocked.ts";

type Holder = { db: Database; profile: Profile; keys: DeviceKeys; state(): TeamState; refused(vault: VaultId): void };
export type OpenKeyring = Keyring & { wipe(): void };

/** Keys are opened at first need and kept until lock. */
export function createKeyring(holder: Holder): OpenKeyring {
  const { db, profile, keys } = holder;
  const opened = new Map<string, Uint8Array>();
  const spentBundles = new Set<Hash>();

  function take(vault: VaultId, epoch: number, key: Uint8Array): boolean {
    const expected = holder.state().vaults.get(vault)?.epochs.get(epoch)?.keyCommit;
    const isRight = expected !== undefined && keyCommit({ team: profile.team, vault, epoch, key }) === expected;
    if (isRight) opened.set(`${vault}/${epoch}`, key);
    else holder.refused(vault);
    return isRight;
  }

  /** A bundle may hold keys of many vaults; those that the entries list are taken, once. */
  function openBundle(bundle: Hash): void {
    if (spentBundles.has(bundle)) return;
    const bytes = findBlob(db, bundle);
    if (bytes === null) return;
    spentBundles.add(bundle);
    const found = openKeyBundle(keys.kemKey, { team: profile.team, device: profile.device }, bytes);
    if (!found.ok) return;
    for (const { vault, epoch, key } of found.value) {
      const listed = holder.state().vaults.get(vault)?.epochs.get(epoch)?.sent.get(profile.device);
      if (listed?.bundle === bundle && !opened.has(`${vault}/${epoch}`)) take(vault, epoch, key);
    }
  }

  function openHistory(vault: VaultId, epoch: number): void {
    const key = opened.get(`${vault}/${epoch}`);
    const history = holder.state().vaults.get(vault)?.epochs.get(epoch)?.history;
    const bytes = key === undefined || history == null ? null : findBlob(db, history);
    if (key === undefined || bytes === null) return;
    const earlier = openKeyHistory(key, { team: profile.team, vault, epoch }, bytes);
    if (!earlier.ok) {
      holder.refused(vault);
      return;
    }
    for (const { epoch: old, key: oldKey } of earlier.value) {
      if (oldKey !== null && !opened.has(`${vault}/${old}`)) take(vault, old, oldKey);
    }
  }

  function find(vault: VaultId, epoch: number): Uint8Array | null {
    const name = `${vault}/${epoch}`;
    if (opened.has(name)) return opened.get(name) as Uint8Array;
    const inLog = holder.state().vaults.get(vault);
    const sent = inLog?.epochs.get(epoch)?.sent.get(profile.device);
    if (sent !== undefined) openBundle(sent.bundle);
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
    wipe() {
      for (const key of opened.values()) key.fill(0);
      opened.clear();
    },
  };
}
