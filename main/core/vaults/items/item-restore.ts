/** Restoring deleted items: each is the same item with all its versions, one more on top [protocol: Merge]. */
import type { EpochMs, ItemId } from "../../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { viewDeleted } from "./deleted-view.ts";
import type { NewItemDraft } from "./item-draft.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemView } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { loginOf } from "./logins-to-put.ts";
import { readsSince } from "./reads-since.ts";
import { refreshAndPush } from "./refresh-and-push.ts";

/**
 * Brings all of them back or none, in one durable writing; those that are not deleted stay as they are. Failures: `not-found`,
 * `role`, `not-settled`, those of opening an item.
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
    const settled = readsSince(area, item, view.value.vault)
      ? await area.mayPut(loginOf(item, view.value), view.value.vault)
      : ok(true);
    if (!settled.ok) return settled;
  }
  return ok(true);
}
