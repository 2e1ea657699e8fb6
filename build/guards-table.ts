/** What the repository says of its guards: which test file notices that a guard is gone, or why none can. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

/** By a guard's id: the test file that notices; the reason why nobody does. */
export type GuardTable = { noticed: Map<string, string>; explained: Map<string, string> };

const noticedFile = join(root, "build/guards-noticed.txt");
const explainedFile = join(root, "build/guards-explained.txt");
const isSaid = (line: string) => line !== "" && !line.startsWith("#");

/** Both lists as they stand. */
export function readTable(): GuardTable {
  return { noticed: rowsOf(noticedFile), explained: rowsOf(explainedFile) };
}

/** Writes the list of who notices anew, in the order of ids; its first lines stay. */
export function writeNoticed(rows: ReadonlyMap<string, string>): void {
  const said = readFileSync(noticedFile, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("#"));
  const sorted = [...rows].map(([id, file]) => `${id}: ${file}`).sort();
  writeFileSync(noticedFile, `${[...said, ...sorted].join("\n")}\n`);
}

/** `id: text`, a line each. */
function rowsOf(file: string): Map<string, string> {
  const lines = readFileSync(file, "utf8").split("\n").filter(isSaid);
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
}
