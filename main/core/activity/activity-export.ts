/**
 * The activity as a file for auditors: every event that is asked for, and before them what is missing, so that no file looks whole that
 * is not. CSV for a spreadsheet, in which nothing is a formula, or lines of JSON that say everything exactly.
 */
import type { ActivityPage, ActivityShape } from "../../../shared/contract/activity.ts";
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { Result } from "../../../shared/failures.ts";
import { jsonLine, tableLine } from "../../../shared/model/table-cells.ts";
import { dateOf, utf8Bytes } from "../../../shared/text.ts";
import type { Downloads } from "../ports.ts";

/** What people, groups and vaults are called here, by their ids. */
export type Named = ReadonlyMap<string, string>;
type Parts = {
  /** All of it, without a page. */
  list(query: Omit<CommandParsed<"activity.export">, "format">): Promise<ActivityPage>;
  names(): Promise<Named>;
  downloads: Downloads;
  now(): number;
};
type Gap = ActivityPage["gaps"][number];
type Format = CommandParsed<"activity.export">["format"];

/** `cancelled`, `storage-full`; nothing of the file is left then. */
export async function exportActivity(
  parts: Parts,
  { format, ...query }: CommandParsed<"activity.export">,
): Promise<Result<CommandOutput<"activity.export">>> {
  const { events, gaps } = await parts.list(query);
  const names = await parts.names();
  const day = new Date(parts.now()).toISOString().slice(0, 10);
  const begun = await parts.downloads.begin(`latchkey-activity-${day}.${format}`);
  if (!begun.ok) return begun;
  for (const piece of pieces(linesOf(format, { events, gaps, names }))) {
    const written = begun.value.write(utf8Bytes(piece));
    if (written.ok) continue;
    begun.value.discard();
    return written;
  }
  const place = begun.value.finish();
  return place.ok ? { ok: true, value: { ...place.value, events: events.length, gaps: gaps.length } } : place;
}

type Told = { events: readonly ActivityShape[]; gaps: readonly Gap[]; names: Named };

function* linesOf(format: Format, told: Told): Generator<string> {
  const { events, gaps, names } = told;
  if (format === "jsonl") {
    for (const gap of gaps) yield jsonLine({ kind: "gap", ...gap, userName: nameOf(names, gap.user) });
    for (const event of events) yield jsonLine({ kind: "event", ...event, ...namesIn(event, names) });
    return;
  }
  // The mark by which spreadsheets know UTF-8.
  yield `\ufeff${tableLine(Object.keys(columns))}`;
  for (const gap of gaps) yield tableLine(cellsOf(gapColumns(gap, names)));
  for (const event of events) yield tableLine(cellsOf(columnsOf(event, names)));
}

/** Enough lines at once that writing is no work of its own. */
function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < 256 * 1024) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

const nameOf = (names: Named, id: string | null): string | null => (id === null ? null : (names.get(id) ?? null));
const namesIn = ({ user, vault, subject }: ActivityShape, names: Named) => ({
  userName: nameOf(names, user),
  vaultName: nameOf(names, vault),
  subjectName: nameOf(names, subject),
});

/** Of a spreadsheet, in their order. */
const columns = {
  ...{ time: "", user: "", userName: "", device: "", computer: "", seq: "", type: "", vault: "", vaultName: "" },
  ...{ count: "", items: "", titles: "", field: "", version: "", subject: "", subjectName: "", right: "" },
  ...{ since: "", failed: "", came: "", late: "" },
};
type Row = Partial<Record<keyof typeof columns, string | number | boolean | null>>;

function cellsOf(row: Row): string[] {
  return (Object.keys(columns) as (keyof typeof columns)[]).map((name) => String(row[name] ?? ""));
}

const at = (time: number | null): string | null => (time === null ? null : dateOf(time).toISOString());

function columnsOf(event: ActivityShape, names: Named): Row {
  const { time, items, since, came, failed, ...rest } = event;
  return {
    ...rest,
    ...namesIn(event, names),
    ...{ time: at(time), since: at(since), came: at(came) },
    items: items.map(({ item }) => item).join(" "),
    titles: items.map(({ title }) => title ?? "").join("\n"),
    failed: failed === null ? null : (failed.code ?? "bug"),
  };
}

/** `seq`: from the first number that is missing to the last; `time`: of the event before. */
function gapColumns({ user, device, from, to, why, after }: Gap, names: Named): Row {
  const numbers = from === to ? String(from) : `${from}..${to}`;
  return { ...{ user, userName: nameOf(names, user), device, seq: numbers, type: `gap ${why}` }, time: at(after) };
}
