/**
 * Vault keys that this device was sent: opened from bundles whose hash stands in a verified entry, and taken only if they
 * match the commitment there (`key-commit`). Earlier epochs come from the history under a later key.
 */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { openKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { keyCommit, openKeyHistory } from "../../../shared/crypto/vault-key.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { lacksLiveKey } from "../../../shared/protocol/team-log/state/dead-epochs.ts";
import type { SentKey, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findBlob } from "../local/named-bytes.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { isBrokenEpoch } from "./broken-epoch.ts";

/** Vault keys that this device was sent, opened from verified bundles and checked against their commitments. */
export type Keyring = {
  key(vault: VaultId, epoch: number): Uint8Array | null;
  /** The key of the epoch that is current in the verified log; null while key-pending. */
  current(vault: VaultId): { epoch: number; key: Uint8Array } | null;
  /** Whether the newest epoch's entry is wrong about its own key (`broken-epoch.ts`); its signer is named then. */
  isBroken(vault: VaultId): boolean;
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
  wipe(): void;
};

/** Keys that were opened and fit their commitments, and who is named for those that did not: each once. */
function createOpenedKeys({ profile, state, refused }: Holder) {
  const opened = new Map<string, Uint8Array>();
  const named = new Set<string>();
  function refuse(vault: VaultId, entrySeq: number): void {
    const name = `${vault}/${entrySeq}`;
    if (!named.has(name)) refused(vault, entrySeq);
    named.add(name);
  }
  return {
    refuse,
    find: (vault: VaultId, epoch: number): Uint8Array | null => opened.get(`${vault}/${epoch}`) ?? null,
    take(vault: VaultId, epoch: number, given: { key: Uint8Array; entrySeq: number }): void {
      const expected = state().vaults.get(vault)?.epochs.get(epoch)?.keyCommit;
      const { key, entrySeq } = given;
      if (keyCommit({ team: profile.team, vault, epoch, key }) === expected) opened.set(`${vault}/${epoch}`, key);
      else refuse(vault, entrySeq);
    },
    wipe(): void {
      for (const key of opened.values()) key.fill(0);
      opened.clear();
    },
  };
}

function sentTo({ state, profile }: Holder, vault: VaultId, epoch: number): readonly SentKey[] {
  return state().vaults.get(vault)?.epochs.get(epoch)?.sent.get(profile.device) ?? [];
}

/** Opens what was sent: bundles for this device, and histories under later keys. Each is opened once for a key. */
function createKeyOpening(holder: Holder, known: ReturnType<typeof createOpenedKeys>) {
  const { db, profile, keys } = holder;
  const spent = new Set<string>();
  const findUnspent = (hash: Hash, vault: VaultId, epoch: number): Uint8Array | null => {
    const use = `${vault}/${epoch}/${hash}`;
    const bytes = spent.has(use) ? null : findBlob(db, hash);
    if (bytes !== null) spent.add(use);
    return bytes;
  };
  return {
    /** A bundle may hold keys of many vaults; those that an entry lists it for are taken, once. */
    bundle(vault: VaultId, of: number, { bundle, entrySeq }: SentKey): void {
      const bytes = findUnspent(bundle, vault, of);
      if (bytes === null) return;
      const found = openKeyBundle(keys.kemKey, { team: profile.team, device: profile.device }, bytes);
      if (!found.ok) {
        known.refuse(vault, entrySeq);
        return;
      }
      for (const { vault: other, epoch, key } of found.value) {
        const listed = sentTo(holder, other, epoch).find((one) => one.bundle === bundle);
        if (listed !== undefined && known.find(other, epoch) === null)
          known.take(other, epoch, { key, entrySeq: listed.entrySeq });
      }
    },
    history(vault: VaultId, epoch: number): void {
      const key = known.find(vault, epoch);
      const inLog = holder.state().vaults.get(vault);
      const made = inLog?.epochs.get(epoch);
      const bytes =
        key === null || made === undefined || made.history === null ? null : findUnspent(made.history, vault, epoch);
      if (key === null || inLog === undefined || made === undefined || bytes === null) return;
      const { entrySeq } = made;
      const earlier = openKeyHistory(key, { team: profile.team, vault, epoch }, bytes);
      if (!earlier.ok) {
        known.refuse(vault, entrySeq);
        return;
      }
      if (lacksLiveKey(inLog, epoch, earlier.value)) known.refuse(vault, entrySeq);
      for (const { epoch: old, key: oldKey } of earlier.value)
        if (oldKey !== null && known.find(vault, old) === null) known.take(vault, old, { key: oldKey, entrySeq });
    },
  };
}

/** Keys are opened at first need and kept until lock. */
export function createKeyring(holder: Holder): OpenKeyring {
  const known = createOpenedKeys(holder);
  const open = createKeyOpening(holder, known);
  const checked = new Map<string, boolean>();

  function find(vault: VaultId, epoch: number): Uint8Array | null {
    const had = known.find(vault, epoch);
    if (had !== null) return had;
    const inLog = holder.state().vaults.get(vault);
    // Every candidate is tried in turn: whoever lists junk, before or after the good one, takes nothing away.
    for (const sent of sentTo(holder, vault, epoch)) {
      if (known.find(vault, epoch) === null) open.bundle(vault, epoch, sent);
    }
    for (let later = inLog?.epoch ?? 0; later > epoch && known.find(vault, epoch) === null; later--) {
      if (find(vault, later) !== null) open.history(vault, later);
    }
    return known.find(vault, epoch);
  }

  return {
    key: find,
    current(vault) {
      const epoch = holder.state().vaults.get(vault)?.epoch;
      const key = epoch === undefined ? null : find(vault, epoch);
      return epoch === undefined || key === null ? null : { epoch, key };
    },
    isBroken(vault) {
      const inLog = holder.state().vaults.get(vault);
      const made = inLog?.epochs.get(inLog.epoch);
      if (inLog === undefined || made === undefined) return false;
      const name = `${vault}/${inLog.epoch}`;
      const isBroken = checked.get(name) ?? isBrokenEpoch(holder, find, inLog);
      if (isBroken === null) return false;
      checked.set(name, isBroken);
      if (isBroken) known.refuse(vault, made.entrySeq);
      return isBroken;
    },
    wipe: known.wipe,
  };
}
