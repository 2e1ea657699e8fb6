/** What the repository says of its guards: which test notices that a guard is gone, or why none can. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wholeFile } from "./guards-run.ts";
import { root } from "./root.ts";

/** A test file below the root, and the test in it (`wholeFile`: any of them). */
export type Row = { file: string; test: string };
/** By a guard's id: the test that notices; the reason why nobody does. */
export type GuardTable = { noticed: Map<string, Row>; explained: Map<string, string> };

const noticedFile = join(root, "build/guards-noticed.txt");
const explainedFile = join(root, "build/guards-explained.txt");
const isSaid = (line: string) => line !== "" && !line.startsWith("#");

/** Both lists as they stand. */
export function readTable(): GuardTable {
  const noticed = [...rowsOf(noticedFile)].map(([id, said]): [string, Row] => {
    const [file, test] = splitFirst(said);
    return [id, { file, test: test ?? wholeFile }];
  });
  return { noticed: new Map(noticed), explained: rowsOf(explainedFile) };
}

/** Writes the list of who notices anew, in the order of ids; its first lines stay. */
export function writeNoticed(rows: ReadonlyMap<string, Row>): void {
  const said = readFileSync(noticedFile, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("#"));
  const sorted = [...rows].map(([id, row]) => `${id}: ${textOf(row)}`).sort();
  writeFileSync(noticedFile, `${[...said, ...sorted].join("\n")}\n`);
}

/** A row as the list has it. */
export function textOf({ file, test }: Row): string {
  return test === wholeFile ? file : `${file}: ${test}`;
}

/** `id: text`, a line each. */
function rowsOf(file: string): Map<string, string> {
  const lines = readFileSync(file, "utf8").split("\n").filter(isSaid);
  return new Map(
    lines.map((line): [string, string] => {
      const [id, text = ""] = splitFirst(line);
      return [id, text];
    }),
  );
}

function splitFirst(line: string): [string, string | undefined] {
  const at = line.indexOf(": ");
  return at < 0 ? [line, undefined] : [line.slice(0, at), line.slice(at + 2)];
}
