/**
 * How many values of an item with drafts wait as conflicts, as it stands now [protocol: Merge]. Of secret fields the overviews do not
 * tell, so the item is opened for it, one at a time and in the background; only the count is kept. What clears it: its drafts' push.
 */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { viewItem } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

type Counted = Pick<ItemsCore, "overviews" | "drafts" | "conflictCounts">;

/** What a count holds good for; null where the overview alone tells: without drafts, or before anything is in the chain. */
function stateOf({ overviews, drafts }: Counted, item: ItemId): string | null {
  const waiting = drafts.ofItem(item);
  const inChain = overviews.chainOverview(item);
  if (waiting.length === 0 || inChain === undefined) return null;
  return [inChain.good.version, ...waiting.map(({ draft }) => draft)].join(" ");
}

/** Null while it is not known. */
export function conflictCountOf(core: Counted, item: ItemId): number | null {
  const counted = core.conflictCounts.get(item);
  return counted !== undefined && counted.state === stateOf(core, item) ? counted.count : null;
}

/** Counts anew where chain or drafts went on, and answers where there was something to count. `isOver`: nobody wants to know any more. */
export async function countConflicts(
  core: ItemsCore,
  items: readonly ItemId[],
  isOver: () => boolean,
): Promise<ItemId[]> {
  const counted: ItemId[] = [];
  for (const item of items) {
    if (isOver()) return [];
    const state = stateOf(core, item);
    if (state === null) core.conflictCounts.delete(item);
    if (state === null || conflictCountOf(core, item) !== null) continue;
    const view = await viewItem(core, item);
    if (!view.ok) continue;
    const count = view.value.body.secret.conflicts.length;
    wipeSecret(view.value.body.secret);
    // Whatever came meanwhile has a turn of its own.
    if (state !== stateOf(core, item)) continue;
    core.conflictCounts.set(item, { state, count });
    counted.push(item);
  }
  return counted;
}
