/** Reads a table to its end in pages that are bounded in number and in bytes. */
import { limits } from "../../shared/encoding/limits.ts";
import { ok, type Result } from "../../shared/failures.ts";

const rowsPerPage = 256;

/** Looks at every row in the order of `seq`; the first fault ends it. */
export async function eachRow<Row extends { seq: number }>(
  read: (page: { from: number; count: number; bytes: number }) => Promise<Row[]>,
  look: (row: Row) => Result<true>,
): Promise<Result<true>> {
  for (let from = 0; ; ) {
    const page = await read({ from, count: rowsPerPage, bytes: limits.pageBytes });
    for (const row of page) {
      const held = look(row);
      if (!held.ok) return held;
    }
    const last = page.at(-1);
    if (last === undefined) return ok(true);
    from = last.seq + 1;
  }
}
