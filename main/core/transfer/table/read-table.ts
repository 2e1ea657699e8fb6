/**
 * A table of text (CSV) as rows of cells, inside bounds: commas, semicolons, tabs or bars, quotes, new lines inside quotes.
 * Every cell stays the text that it is; a formula is text like any other.
 */
import { parse } from "csv-parse/sync";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { type TableText, tableText } from "./table-text.ts";

export const tableLimits = {
  /** The whole file: a table of 100,000 logins has less than 20 MB. */
  fileBytes: 32 * 1024 * 1024,
  rows: 100_000,
  columns: 200,
  /** All cells of all rows. */
  cells: 2_000_000,
} as const;

export type Table = {
  encoding: TableText["encoding"];
  /**
   * Rows with anything in them; `number` counts the rows of the file from 1, as a spreadsheet does. Of a row with more cells than
   * a table has columns those stay, and one that stands for what is in the others.
   */
  rows: { number: number; cells: string[] }[];
};

/**
 * Reads a whole table. Failures: `import` with `detail.reason` (`no-text`, `no-rows`, `quotes` with the row's number) and
 * `limit` with `detail.field`.
 */
export function readTable(bytes: Uint8Array): Result<Table> {
  if (bytes.length > tableLimits.fileBytes) return fail("limit", { field: "bytes", number: bytes.length });
  const decoded = tableText(bytes);
  if (decoded === null) return fail("import", { reason: "no-text" });
  const { named, text } = withoutName(decoded.text);
  const parsed = parsedRows(text, named ?? likelyDelimiter(text));
  if (!parsed.ok) return parsed;
  const first = named === null ? 1 : 2;
  const rows = parsed.value
    .map((cells, at) => ({ number: at + first, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (rows.length === 0) return fail("import", { reason: "no-rows" });
  return ok({ encoding: decoded.encoding, rows });
}

/** Spreadsheets name the delimiter in a first line of its own: `sep=;`. */
function withoutName(text: string): { named: string | null; text: string } {
  const found = /^"?sep=([,;\t|])"?\r?\n/i.exec(text);
  return found === null ? { named: null, text } : { named: found[1] as string, text: text.slice(found[0].length) };
}

const delimiters = [",", ";", "\t", "|"] as const;
const headChars = 64 * 1024;

/** The one that stands most often in the first line, outside quotes. */
function likelyDelimiter(text: string): string {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const sign of text.slice(0, headChars)) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === "\n" || sign === "\r")) {
      if (counts.size > 0) break;
    } else if (!isQuoted && (delimiters as readonly string[]).includes(sign))
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  return delimiters.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

/** Thrown through the parser to stop it: it has no other way to end early. */
type Stop = { limit: "rows" | "cells"; number: number };

function parsedRows(text: string, delimiter: string): Result<string[][]> {
  let count = 0;
  let cellsInAll = 0;
  let stopped: Stop | null = null;
  const stop = (limit: Stop["limit"], number: number): never => {
    stopped = { limit, number };
    throw stopped;
  };
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      // A quote inside a cell that does not begin with one is a sign like any other: passwords hold them.
      relax_quotes: true,
      on_record: (cells: string[]) => {
        count++;
        if (count > tableLimits.rows) stop("rows", count);
        cellsInAll += cells.length;
        if (cellsInAll > tableLimits.cells) stop("cells", cellsInAll);
        const beyond = cells.slice(tableLimits.columns);
        return beyond.length === 0
          ? cells
          : [...cells.slice(0, tableLimits.columns), beyond.find((cell) => cell !== "") ?? ""];
      },
    });
    return ok(rows);
  } catch (error) {
    const at = stopped as Stop | null;
    if (at !== null) return fail("limit", { field: at.limit, number: at.number });
    const code = (error as { code?: string }).code ?? "";
    if (code === "CSV_QUOTE_NOT_CLOSED") return fail("import", { reason: "quotes", number: count + 1 });
    if (code.startsWith("CSV_")) return fail("import", { reason: "table", number: count + 1 });
    throw error;
  }
}
