/**
 * Purging: deleted items go for good, with all their versions and files, for everybody. By a manager, and never by itself; the
 * server takes it thirty days after it took the deletion [protocol: Vault chain].
 */
import { newId } from "../../../../shared/crypto/random.ts";
import type { ChangeId, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { itemSchema } from "../../../../shared/model/items.ts";
import type { Change } from "../../../../shared/protocol/vault-chain/commit.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { vaultOfDeleted } from "./deleted-view.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemsArea } from "./items-area.ts";

/** What a change without a version takes in a commit at most, and each version. */
const changeBytes = { bare: 200, version: 9 };
/** Of one item in one change. */
const versionsMost = 4096;

/**
 * Failures, before anything is done: `not-found` (not deleted, or its deletion was not sent), `role` (no manager). Then, of the first
 * vault in which it fails: `throttled`, reason `purge`, with what is left of the thirty days; `offline`; what the server says.
 */
export async function purgeItems(area: ItemsArea, items: readonly ItemId[]): Promise<Result<Record<string, never>>> {
  const placed = new Map<VaultId, ItemId[]>();
  for (const item of new Set(items)) {
    const vault = vaultOfDeleted(area, item);
    if (vault === null || !isPurgeable(area, vault, item)) return fail("not-found", { field: "item" });
    const allowed = mayPurge(area, vault);
    if (!allowed.ok) return allowed;
    placed.set(vault, [...(placed.get(vault) ?? []), item]);
  }
  for (const [vault, of] of placed) {
    const purged = await purgeIn(area, vault, of);
    if (!purged.ok) return purged;
    // Somebody restored one meanwhile: it is there again, and stays.
    const { items: inChain } = area.unlocked.chains.chain(vault);
    if (!of.every((item) => inChain.get(item)?.isPurge === true)) return fail("not-found", { field: "item" });
  }
  return ok({});
}

/** Whether this person may purge in this vault now: `role` where they do not manage it. */
export function mayPurge(area: ItemsArea, vault: VaultId): Result<true> {
  const allowed = mayWrite(area, vault);
  if (!allowed.ok) return allowed;
  return area.unlocked.rights.of(vault) === "manage" ? ok(true) : fail("role", { vault });
}

/** It lies deleted in the chain, and was not purged. */
function isPurgeable({ unlocked, drafts }: ItemsArea, vault: VaultId, item: ItemId): boolean {
  const inChain = unlocked.chains.chain(vault).items.get(item);
  return inChain?.deleted === true && !inChain.isPurge && drafts.ofItem(item).length === 0;
}

/** One commit after the other, as many items as fit into each. */
async function purgeIn(area: ItemsArea, vault: VaultId, items: readonly ItemId[]): Promise<Result<true>> {
  for (;;) {
    const left = () => items.filter((item) => isPurgeable(area, vault, item));
    if (left().length === 0) return ok(true);
    const posted = await area.outbox.post(vault, async () => {
      const allowed = mayPurge(area, vault);
      return allowed.ok ? changesOf(area, vault, left()) : allowed;
    });
    if (!posted.ok) return posted;
  }
}

async function changesOf({ unlocked }: ItemsArea, vault: VaultId, items: readonly ItemId[]): Promise<Result<Change[]>> {
  const changes: Change[] = [];
  let bytes = 2 * 1024;
  for (const item of items) {
    const versions = await unlocked.history.versions(vault, item);
    if (!versions.ok) return versions;
    const change = changeOf(item, versions.value);
    bytes += changeBytes.bare + changeBytes.version * change.purged.length;
    const isFull = bytes > limits.commitBytes || changes.length >= limits.changesPerCommit;
    if (isFull && changes.length > 0) break;
    changes.push(change);
  }
  return ok(changes);
}

function changeOf(item: ItemId, versions: readonly ItemVersion[]): Change {
  const purged = versions.flatMap(({ op, version, purgedBy }) =>
    op === "put" && purgedBy === undefined ? version : [],
  );
  return {
    ...{ op: "purge", item, version: (versions[0]?.version ?? 0) + 1, changeId: newId<ChangeId>(), schema: itemSchema },
    ...{ overview: null, secret: null, blobs: [] },
    purged: purged.reverse().slice(0, versionsMost),
  };
}
