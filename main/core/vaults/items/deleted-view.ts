/** Deleted items, opened as they were last. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { ChainItem } from "../../../../shared/protocol/vault-chain/chain.ts";
import { isReadable } from "../overviews/overviews.ts";
import { currentOf, type ItemView, layDrafts, viewItem } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

/** The vault in which an item lies deleted, by the chain or by a deletion of this computer that waits; null where none does. */
export function vaultOfDeleted(area: ItemsCore, item: ItemId): VaultId | null {
  if (area.overviews.index.get(item) !== undefined) return null;
  const pending = area.drafts.ofItem(item).at(-1);
  if (pending !== undefined && area.itemDrafts.overviews(pending)?.wanted === null) return pending.vault;
  for (const vault of area.unlocked.log.state().vaults.keys())
    if (isReadable(area.unlocked, vault) && isInTrash(area.unlocked.chains.chain(vault).items.get(item))) return vault;
  return null;
}

/** Deleted and not purged: of what was purged nothing is left to see. */
function isInTrash(inChain: ChainItem | undefined): boolean {
  return inChain?.deleted === true && !inChain.isPurge;
}

/** A deleted item as it was last. Failures: `not-found`, those of opening it. Caller wipes. */
export async function viewDeleted(area: ItemsCore, item: ItemId): Promise<Result<ItemView>> {
  const vault = vaultOfDeleted(area, item);
  if (vault === null) return fail("not-found", { field: "item" });
  const current = await currentOf(area, vault, item);
  if (!current.ok) return current;
  const living = current.value.state === "deleted" ? livingOf(current.value.lastLiving) : current.value;
  const version = area.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  const puts = area.drafts.ofItem(item).filter((draft) => area.itemDrafts.overviews(draft)?.wanted !== null);
  const body = layDrafts(area, { item, version, drafts: puts }, living);
  return body.ok ? ok({ vault, body: body.value, version, isDraft: puts.length > 0, damaged: null }) : body;
}

const livingOf = (body: ItemBody | null) =>
  body === null ? ({ state: "absent" } as const) : ({ state: "present", body } as const);

/** An item, deleted or not. Failures as of `viewItem`. */
export async function viewAny(area: ItemsCore, item: ItemId): Promise<Result<ItemView>> {
  return vaultOfDeleted(area, item) === null ? viewItem(area, item) : viewDeleted(area, item);
}
