/** Deleting: every version stays in the vault's chain, and Trash shows the last one until it is restored. */
import type { EpochMs, ItemId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemsArea } from "./items-area.ts";
import { refreshAndPush } from "./refresh-and-push.ts";

/**
 * Deletes all of them or none, in one durable writing. What was never sent keeps its drafts under the deletion, so that it can
 * be restored too. Failures: `role`, `not-found`.
 */
export async function deleteItems(area: ItemsArea, items: readonly ItemId[]): Promise<Result<Record<string, never>>> {
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const places = [];
  for (const item of new Set(items)) {
    const row = area.overviews.index.get(item);
    if (row === undefined) return fail("not-found", { field: "item" });
    const allowed = mayWrite(area, row.vault);
    if (!allowed.ok) return allowed;
    places.push({ vault: row.vault, item });
  }
  const body = { at, base: null, wanted: null };
  area.itemDrafts.add(
    places.map(({ vault, item }) => {
      // Also where the newest version is damaged and an older one is shown.
      const baseVersion = area.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
      return { vault, item, baseVersion, body };
    }),
  );
  await refreshAndPush(area, places);
  return ok({});
}
