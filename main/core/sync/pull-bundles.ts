/** Fetches what the log names for this computer and the store lacks: key bundles sent to it, histories of vaults it may read. */
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { SentKey } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findBlob } from "../local/named-bytes.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { keepBlobs, type SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";

type Parts = {
  db: Database;
  profile: Profile;
  log: SyncedLog;
  transport: Transport;
  /** Whether the key of an epoch can be opened from what is here. */
  hasKey(vault: VaultId, epoch: number): boolean;
};

/** Asks from the first entry on whose blob is not here; `arrived` hears of vaults that may open now. */
export async function pullBundles(parts: Parts, arrived: (vault: VaultId) => void): Promise<Result<true>> {
  const { db, log, transport } = parts;
  const { from, vaults, wanted } = findLacking(parts);
  let next = from;
  while (next !== null && wanted.size > 0) {
    const page = await transport.call("bundles", { from: next });
    if (!page.ok) return page;
    // What no entry names is not kept: a server does not fill this computer's disk, nor ask for pages without an end.
    const named = page.value.blobs.filter((bytes) => wanted.has(bundleHash(bytes)) || wanted.has(historyHash(bytes)));
    db.transaction(() => keepBlobs(db, named));
    for (const bytes of named) for (const hash of [bundleHash(bytes), historyHash(bytes)]) wanted.delete(hash);
    const { next: after } = page.value;
    next = after !== null && after > next && after <= log.state().head.seq ? after : null;
  }
  for (const vault of vaults) arrived(vault);
  return ok(true);
}

/** Bundles for this computer that are not here; none once one of the epoch's gave its key: what others list beside it is not needed. */
function lackingBundles({ db, hasKey }: Parts, sent: readonly SentKey[], of: [VaultId, number]): Hash[] {
  const lacking = sent.map(({ bundle }) => bundle).filter((hash) => findBlob(db, hash) === null);
  return lacking.length > 0 && lacking.length < sent.length && hasKey(...of) ? [] : lacking;
}

function findLacking(parts: Parts): { from: number | null; vaults: VaultId[]; wanted: Set<Hash> } {
  const { db, profile, log } = parts;
  let from: number | null = null;
  const wanted = new Set<Hash>();
  const vaults: VaultId[] = [];
  for (const vault of log.state().vaults.values()) {
    if (rightOf(log.state(), profile.user, vault.vault) === null) continue;
    for (const [number, epoch] of vault.epochs) {
      const { history } = epoch;
      const lacking = lackingBundles(parts, epoch.sent.get(profile.device) ?? [], [vault.vault, number]);
      if (history !== null && findBlob(db, history) === null) lacking.push(history);
      if (lacking.length === 0) continue;
      for (const hash of lacking) wanted.add(hash);
      vaults.push(vault.vault);
      from = from === null ? epoch.entrySeq : Math.min(from, epoch.entrySeq);
    }
  }
  return { from, vaults, wanted };
}
