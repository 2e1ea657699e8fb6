/** An item with the values that stand in the open, all of one state: nobody edits a mixture of two. */
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { openFieldsOf } from "./open-fields.ts";

export type Reads = {
  get(): Promise<Result<ItemDetail>>;
  reveal(field: string): Promise<Result<{ value: string }>>;
};
export type Whole = { detail: ItemDetail; openValues: Record<string, string> };

/** It was changed while it was read so often that something else is wrong. */
const mostReads = 6;

/** Reads until it did not change meanwhile. Failures: those of the reads; `busy` where it never stands still. */
export async function readWhole({ get, reveal }: Reads): Promise<Result<Whole>> {
  let before = await get();
  for (let times = 0; times < mostReads; times += 1) {
    if (!before.ok) return before;
    const openValues: Record<string, string> = {};
    let failed: Result<{ value: string }> | null = null;
    for (const field of openFieldsOf(before.value)) {
      const read = await reveal(field);
      if (read.ok) openValues[field] = read.value.value;
      else failed ??= read;
    }
    const after = await get();
    const isSame = after.ok && JSON.stringify(after.value) === JSON.stringify(before.value);
    // A field that went away meanwhile is no failure: the item is read again without it.
    if (isSame) return failed === null || failed.ok ? ok({ detail: before.value, openValues }) : failed;
    if (failed !== null && !failed.ok && failed.failure.code !== "not-found") return failed;
    before = after;
  }
  return fail("busy", undefined, "later");
}
