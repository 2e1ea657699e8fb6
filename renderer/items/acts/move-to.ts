/** The move itself; into a new vault it is one act of the core, so that a try that failed is gone on with. */
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { inParts } from "./remove-items.ts";

export type Target = { vault: string } | { title: string; people: string[] };

/** The new items, in the order of the rows. Failures: those of `item.move` and `item.moveToNew`. */
export async function moveTo(rows: readonly ItemRow[], target: Target): Promise<Result<string[]>> {
  if (!("vault" in target)) {
    const moved = await call("item.moveToNew", { items: rows.map(({ item }) => item), ...target });
    return moved.ok ? ok(moved.value.items) : moved;
  }
  const made: string[] = [];
  const moved = await inParts(rows, async (items) => {
    const part = await call("item.move", { items, vault: target.vault });
    if (part.ok) made.push(...part.value.items);
    return part;
  });
  return moved.ok ? ok(made) : moved;
}
