/** Reading a sequence of rows in pages that are bounded in number and in bytes. */

/** How many rows are read at once: a large page takes several readings, a hostile one never much memory. */
const rowsAtOnce = 32;

/** Reads rows of a sequence until the page is full: at most `count` rows and `bytes` bytes, but one where there is one. */
export async function readPage<Row extends { seq: number; bytes: Uint8Array }>(
  page: { from: number; count: number; bytes: number },
  read: (from: number, count: number) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let sum = 0;
  while (rows.length < page.count) {
    const asked = Math.min(rowsAtOnce, page.count - rows.length);
    const some = await read(rows.length === 0 ? page.from : (rows.at(-1) as Row).seq + 1, asked);
    for (const row of some) {
      sum += row.bytes.length;
      if (rows.length > 0 && sum > page.bytes) return rows;
      rows.push(row);
    }
    if (some.length < asked) break;
  }
  return rows;
}
