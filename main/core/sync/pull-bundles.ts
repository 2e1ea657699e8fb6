/** Fetches what the log names for this computer and the store lacks: key bundles sent to it, histories of vaults it may read. */
import type { VaultId } from "../../../shared/protocol/ids.ts";
import { rightOf } from "../../../shared/protocol/team-rules.ts";
import { ok, type Result } from "../../../shared/result.ts";
import type { Database } from "../ports.ts";
import { findBlob } from "../store/log-rows.ts";
import type { Profile } from "../unlocked.ts";
import { keepBlobs, type SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";

type Parts = { db: Database; profile: Profile; log: SyncedLog; transport: Transport };

/** Asks from the first entry on whose blob is not here; `arrived` hears of vaults that may open now. */
export async function pullBundles(parts: Parts, arrived: (vault: VaultId) => void): Promise<Result<true>> {
  const { db, transport } = parts;
  const { from, vaults } = findLacking(parts);
  let next = from;
  while (next !== null) {
    const page = await transport.call("bundles", { from: next });
    if (!page.ok) return page;
    db.transaction(() => keepBlobs(db, page.value.blobs));
    next = page.value.next !== null && page.value.next > next ? page.value.next : null;
  }
  for (const vault of vaults) arrived(vault);
  return ok(true);
}

function findLacking({ db, profile, log }: Parts): { from: number | null; vaults: VaultId[] } {
  let from: number | null = null;
  const vaults: VaultId[] = [];
  for (const vault of log.state().vaults.values()) {
    if (rightOf(log.state(), profile.user, vault.vault) === null) continue;
    for (const epoch of vault.epochs.values()) {
      const sent = epoch.sent.get(profile.device);
      const lacks =
        (sent !== undefined && findBlob(db, sent.bundle) === null) ||
        (epoch.history !== null && findBlob(db, epoch.history) === null);
      if (!lacks) continue;
      vaults.push(vault.vault);
      const first = Math.min(sent?.entrySeq ?? epoch.entrySeq, epoch.entrySeq);
      from = from === null ? first : Math.min(from, first);
    }
  }
  return { from, vaults };
}
