/** The move itself; into a new vault it is one act of the core, so that a try that failed is gone on with. */
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import type { Failure } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { calledItems, inParts } from "./remove-items.ts";

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

/** Takes a move back: the new items, in the order of the rows that they were, go where these lay. What could not go back is said. */
export async function moveBack(rows: readonly ItemRow[], made: readonly string[]): Promise<void> {
  const back = rows.flatMap((row, at) => {
    const item = made[at];
    return item === undefined ? [] : [{ ...row, item }];
  });
  const gone: ItemRow[] = [];
  for (const [vault, of] of Map.groupBy(back, (row) => row.vault)) {
    const { done, failure } = await moveTo(of, { vault });
    gone.push(...done);
    if (failure !== null) tellFailure(failure);
  }
  if (gone.length > 0) tell(words.itemActs.movedBack(calledItems(gone)));
}
