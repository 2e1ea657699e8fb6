/** The move itself; into a new vault it is one act of the core, so that a try that failed is gone on with. */
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import type { Failure } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { inParts } from "./remove-items.ts";

export type Target = { vault: string } | { title: string; people: string[] };

type Moved = { done: readonly ItemRow[]; made: string[]; failure: Failure | null };

/** The rows that moved and the new items in their order; what failed, where not all did: codes of `item.move` and `item.moveToNew`. */
export async function moveTo(rows: readonly ItemRow[], target: Target): Promise<Moved> {
  if (!("vault" in target)) {
    const moved = await call("item.moveToNew", { items: rows.map(({ item }) => item), ...target });
    return moved.ok
      ? { done: rows, made: moved.value.items, failure: null }
      : { done: [], made: [], failure: moved.failure };
  }
  const made: string[] = [];
  const { done, failure } = await inParts(rows, async (items) => {
    const part = await call("item.move", { items, vault: target.vault });
    if (part.ok) made.push(...part.value.items);
    return part;
  });
  return { done, made, failure };
}
