/** The table: budget, figure, spread, ratio, held or not; a column more where another checkout ran in the same turns. */
import { type Figures, median, quantile } from "./measured.ts";
import { type Beside, type Limit, type Row, type StageRule, stages } from "./rows.ts";
import type { Besides, Side } from "./turns.ts";
import type { Stage } from "./worker.ts";

const shown = (value: number): string =>
  Number.isNaN(value) ? "-" : value >= 100 ? value.toFixed(0) : value.toFixed(2);
const names: Record<Beside, string> = {
  keepassxc: "keepassxc-cli",
  snapshot: "raw snapshot",
  "raw-push": "raw push",
  "raw-pull": "raw pull",
};

/** Lines of the table in Markdown. */
export function tableOf([ours, other]: Side[], besides: Besides, only: Stage[]): string[] {
  const head = [
    "work",
    "budget",
    "median (memory: most)",
    "least to most",
    "beside (median, ratio, spread of ratios)",
    "held",
  ];
  if (other !== undefined) head.push("the other checkout", "ours / other");
  const lines = [`| ${head.join(" | ")} |`, `|${head.map(() => "---").join("|")}|`];
  for (const stage of only)
    for (const row of (stages[stage] as StageRule).rows) {
      const values = valuesOf(ours?.measured[stage], row);
      const cells = [...cellsOf(row, values, besides)];
      if (other !== undefined) {
        const theirs = valuesOf(other.measured[stage], row);
        cells.push(withUnit(middle(theirs, row), row), ratioOf(row, values, theirs));
      }
      lines.push(`| ${cells.join(" | ")} |`);
    }
  return lines;
}

/** What stands on the page below its own table, from the first heading on; it stays when the table is written anew. */
export function writtenByPeople(page: string): string {
  const from = page.indexOf("\n## ");
  return from === -1 ? "" : page.slice(from);
}

/** The median; of memory the most, because a process keeps what it once had. */
const middle = (values: number[], { unit }: Row): number => (unit === "MB" ? quantile(values, 1) : median(values));

const valuesOf = (runs: Figures[] | undefined, { figure }: Row): number[] =>
  (runs ?? []).map((figures) => figures[figure] ?? Number.NaN).filter((value) => !Number.isNaN(value));

function withUnit(value: number, { unit }: Row): string {
  return Number.isNaN(value) ? "-" : `${shown(value)} ${unit}`;
}

/** The ratio of the medians, and the least and the most of the ratios of single turns. */
function ratioOf(row: Row, values: number[], theirs: number[]): string {
  if (values.length === 0 || theirs.length === 0) return "-";
  const each = values.map((value, at) => value / (theirs[at] ?? median(theirs)));
  const ratio = shown(middle(values, row) / middle(theirs, row));
  return each.length < 2 ? ratio : `${ratio} (${shown(Math.min(...each))} to ${shown(Math.max(...each))})`;
}

function cellsOf(row: Row, values: number[], besides: Besides): string[] {
  const held: boolean[] = [];
  const asked: string[] = [];
  if (row.budget !== undefined) {
    held.push(isHeld(row.budget, middle(values, row)));
    asked.push("most" in row.budget ? `<= ${row.budget.most} ${row.unit}` : `>= ${row.budget.least} ${row.unit}`);
  }
  const stood: string[] = [];
  for (const [name, most] of Object.entries(row.beside ?? {}) as [Beside, number][]) {
    const theirs = besides[name] ?? [];
    asked.push(`<= ${most} x ${names[name]}`);
    if (theirs.length === 0) {
      stood.push(`${names[name]}: not here`);
      continue;
    }
    if (values.length === 0) continue;
    held.push(median(values) / median(theirs) <= most);
    stood.push(`${names[name]} ${shown(median(theirs))} ms: ${ratioOf(row, values, theirs)}`);
  }
  const spread = values.length < 2 ? "one run" : `${shown(quantile(values, 0))} to ${shown(quantile(values, 1))}`;
  const verdict = held.length === 0 || values.length === 0 ? "" : held.every(Boolean) ? "yes" : "NO";
  return [row.work, asked.join("; "), withUnit(middle(values, row), row), spread, stood.join("; "), verdict];
}

const isHeld = (limit: Limit, value: number): boolean => ("most" in limit ? value <= limit.most : value >= limit.least);
