/**
 * Deleted items: opened as they were last, and restored. A restored item is the same item with all its versions, one more on
 * top [protocol: Merge].
 */
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { isReadable } from "../overviews/overviews.ts";
import type { NewItemDraft } from "./item-draft.ts";
import { mayWrite } from "./item-save.ts";
import { currentOf, type ItemView, layDrafts, viewItem } from "./item-view.ts";
import type { ItemsArea, ItemsCore } from "./items-area.ts";
import { refreshAndPush } from "./refresh-and-push.ts";

/** The vault in which an item lies deleted, by the chain or by a deletion of this computer that waits; null where none does. */
export function vaultOfDeleted(area: ItemsCore, item: ItemId): VaultId | null {
  if (area.overviews.index.get(item) !== undefined) return null;
  const pending = area.drafts.ofItem(item).at(-1);
  if (pending !== undefined && area.itemDrafts.overviews(pending)?.wanted === null) return pending.vault;
  for (const vault of area.unlocked.log.state().vaults.keys())
    if (isReadable(area.unlocked, vault) && area.unlocked.chains.chain(vault).items.get(item)?.deleted === true)
      return vault;
  return null;
}

/** A deleted item as it was last. Failures: `not-found`, those of opening it. Caller wipes. */
async function viewDeleted(area: ItemsCore, item: ItemId): Promise<Result<ItemView>> {
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

/**
 * Brings all of them back or none, in one durable writing; those that are not deleted stay as they are. Failures: `not-found`,
 * `role`, those of opening an item.
 */
export async function restoreItems(area: ItemsArea, items: readonly ItemId[]): Promise<Result<Record<string, never>>> {
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const drafts: NewItemDraft[] = [];
  const opened = await openAll(area, items, (item, { vault, body, version }) => {
    // A change that changes nothing says: as it was.
    drafts.push({ vault, item, baseVersion: version, body: { at, base: body, wanted: body } });
  });
  if (opened.ok) area.itemDrafts.add(drafts);
  for (const { body } of drafts) if (body.wanted !== null) wipeSecret(body.wanted.secret);
  if (!opened.ok) return opened;
  await refreshAndPush(area, drafts);
  return ok({});
}

async function openAll(
  area: ItemsArea,
  items: readonly ItemId[],
  take: (item: ItemId, view: ItemView) => void,
): Promise<Result<true>> {
  for (const item of new Set(items)) {
    if (area.overviews.index.get(item) !== undefined) continue;
    const view = await viewDeleted(area, item);
    if (!view.ok) return view;
    take(item, view.value);
    const allowed = mayWrite(area, view.value.vault);
    if (!allowed.ok) return allowed;
  }
  return ok(true);
}
