/**
 * When items were created: the time of their oldest version that this computer holds, by the clock of whoever made it; of one
 * that waits to be sent, that of its first draft. Looked up when a list is put in that order, once for each item. What clears
 * it: lock.
 */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import type { CreatedAt } from "../overviews/list-order.ts";
import type { ItemsCore } from "./items-area.ts";

/** The times of an opened profile. */
export function createCreatedTimes({ rows, drafts }: Pick<ItemsCore, "rows" | "drafts">): CreatedAt {
  const known = new Map<ItemId, number>();
  return ({ item, vault }) => {
    const before = known.get(item);
    if (before !== undefined) return before;
    const time = rows.firstTime(vault, item);
    if (time !== null) known.set(item, time);
    return time ?? drafts.ofItem(item)[0]?.createdAt ?? 0;
  };
}
