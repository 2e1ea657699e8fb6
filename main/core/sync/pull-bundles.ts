/** Fetches what the log names for this computer and the store lacks: key bundles sent to it, histories of vaults it may read. */
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { findBlob } from "../local/named-bytes.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { keepBlobs, type SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";

type Parts = { db: Database; profile: Profile; log: SyncedLog; transport: Transport };

/** Asks from the first entry on whose blob is not here; `arrived` hears of vaults that may open now. */
export async function pullBundles(parts: Parts, arrived: (vault: VaultId) => void): Promise<Result<true>> {
  const { db, log, transport } = parts;
  const { from, vaults, wanted } = findLacking(parts);
  let next = from;
  while (next !== null) {
    const page = await transport.call("bundles", { from: next });
    if (!page.ok) return page;
    // What no entry names is not kept: a server does not fill this computer's disk, nor ask for pages without an end.
    const named = page.value.blobs.filter((bytes) => wanted.has(bundleHash(bytes)) || wanted.has(historyHash(bytes)));
    db.transaction(() => keepBlobs(db, named));
    const { next: after } = page.value;
    next = after !== null && after > next && after <= log.state().head.seq ? after : null;
  }
  for (const vault of vaults) arrived(vault);
  return ok(true);
}

function findLacking({ db, profile, log }: Parts): { from: number | null; vaults: VaultId[]; wanted: Set<Hash> } {
  let from: number | null = null;
  const wanted = new Set<Hash>();
  const vaults: VaultId[] = [];
  for (const vault of log.state().vaults.values()) {
    if (rightOf(log.state(), profile.user, vault.vault) === null) continue;
    for (const epoch of vault.epochs.values()) {
      const sent = epoch.sent.get(profile.device);
      const named = [sent?.bundle ?? null, epoch.history].filter((hash) => hash !== null);
      const lacking = named.filter((hash) => findBlob(db, hash) === null);
      if (lacking.length === 0) continue;
      for (const hash of lacking) wanted.add(hash);
      vaults.push(vault.vault);
      const first = Math.min(sent?.entrySeq ?? epoch.entrySeq, epoch.entrySeq);
      from = from === null ? first : Math.min(from, first);
    }
  }
  return { from, vaults, wanted };
}
