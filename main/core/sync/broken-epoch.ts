/**
 * An epoch whose entry is wrong about its own key: it names the inbox of another key, or a history that leaves out or changes a
 * key under which something is alive [protocol: Vault keys]. Whoever opens the key sees it; the log, which holds hashes, cannot.
 */
import { inboxHash, inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { keyCommit, openKeyHistory } from "../../../shared/crypto/vault-key.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { lacksLiveKey } from "../../../shared/protocol/team-log/state/dead-epochs.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findBlob } from "../local/named-bytes.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";

/** Of the newest epoch of this vault; null while its key or its history is not here. */
export function isBrokenEpoch(
  { db, profile: { team } }: { db: Database; profile: Pick<Profile, "team"> },
  key: (vault: VaultId, epoch: number) => Uint8Array | null,
  inLog: VaultInLog,
): boolean | null {
  const { vault, epoch, epochs } = inLog;
  const made = epochs.get(epoch);
  const own = key(vault, epoch);
  if (made === undefined || own === null) return null;
  if (inboxHash(inboxKeys(own).kemPk) !== made.inbox) return true;
  if (made.history === null) return false;
  const bytes = findBlob(db, made.history);
  if (bytes === null) return null;
  const earlier = openKeyHistory(own, { team, vault, epoch }, bytes);
  if (!earlier.ok || lacksLiveKey(inLog, epoch, earlier.value)) return true;
  const isOther = earlier.value.some(
    (old) =>
      old.key !== null &&
      keyCommit({ team, vault, epoch: old.epoch, key: old.key }) !== epochs.get(old.epoch)?.keyCommit,
  );
  for (const old of earlier.value) old.key?.fill(0);
  return isOther;
}
