/** The list of accounts as a file for a spreadsheet, in which nothing is a formula. What could not be counted is its first lines. */
import type { CommandOutput } from "../../../shared/contract/commands.ts";
import type { CoverageRow } from "../../../shared/contract/coverage-shapes.ts";
import type { EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { UncountedVault } from "../../../shared/model/second-factor/coverage.ts";
import { tableLine } from "../../../shared/model/table-cells.ts";
import { dateOf, utf8Bytes } from "../../../shared/text.ts";
import type { Ports } from "../ports.ts";
import type { CoverageNames } from "./coverage-rows.ts";

type Exported = {
  rows: readonly CoverageRow[];
  names: CoverageNames;
  uncounted: readonly UncountedVault[];
  at: EpochMs;
};

/** Of a spreadsheet, in their order. */
const columns = {
  tool: ({ toolName }) => toolName,
  title: ({ title }) => title,
  username: ({ username }) => username,
  vault: ({ vaultName }) => vaultName,
  person: ({ user }, { users }) => nameOf(users, user),
  standing: ({ standing }) => standing,
  reason: ({ reason }) => reason,
  secondFactor: ({ state }) => state,
  saidBy: ({ by }, { users }) => nameOf(users, by),
  saidAt: ({ saidAt }) => timeText(saidAt),
  until: ({ until }) => timeText(until),
  filedBy: ({ filedBy }, { users }) => nameOf(users, filedBy),
  item: ({ item }) => item,
  vaultId: ({ vault }) => vault,
} satisfies Record<string, (row: CoverageRow, names: CoverageNames) => string | null>;
type Column = keyof typeof columns;

const nameOf = (users: CoverageNames["users"], user: string | null): string | null =>
  user === null ? null : (users.get(user as UserId) ?? null);
const timeText = (at: number | null): string | null => (at === null ? null : dateOf(at).toISOString());

/** Failures: `cancelled`, `storage-full`; nothing of the file is left then. */
export async function exportRows(
  { downloads }: Pick<Ports, "downloads">,
  exported: Exported,
): Promise<Result<CommandOutput<"coverage.export">>> {
  const begun = await downloads.begin(`latchkey-coverage-${dateOf(exported.at).toISOString().slice(0, 10)}.csv`);
  if (!begun.ok) return begun;
  const written = begun.value.write(utf8Bytes(linesOf(exported).join("")));
  if (!written.ok) {
    begun.value.discard();
    return written;
  }
  const place = begun.value.finish();
  return place.ok ? { ok: true, value: { ...place.value, rows: exported.rows.length } } : place;
}

function linesOf({ rows, names, uncounted }: Exported): string[] {
  const all = Object.keys(columns) as Column[];
  const line = (cells: Partial<Record<Column, string | null>>): string =>
    tableLine(all.map((column) => cells[column] ?? ""));
  return [
    // The mark by which spreadsheets know UTF-8.
    `\ufeff${tableLine(all)}`,
    ...uncounted.map(({ vault, logins }) =>
      line({ vault: names.vaults.get(vault) ?? null, vaultId: vault, standing: "unknown", title: `uncounted ${logins ?? ""}` }),
    ),
    ...rows.map((row) => line(Object.fromEntries(all.map((column) => [column, columns[column](row, names)])))),
  ];
}
