/**
 * Whether somebody notices when a guard is gone. Finds every guard of `shared` and `main/core` and drops one at a time (many
 * test files at once, one guard a file). First the file runs that `guards-noticed.txt` names; where it does not notice, or
 * none is named, it is recorded which tests reach the guard, and these run. A guard that nobody notices fails, unless
 * `guards-explained.txt` says why. Prints the table guard, test that notices.
 * `node build/guards.ts [--seed N] [--sample N] [--only TEXT] [--write]`: without `--sample`, all guards; those without a
 * row are never left out. `--write` brings `guards-noticed.txt` up to date.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createVitest } from "vitest/node";
import { sources } from "./check-imports.ts";
import { findGuards, type Guard, protocolCodes } from "./guards-find.ts";
import { dropEach, known, type Result, record, writeRound } from "./guards-rounds.ts";
import { holdsGuards } from "./guards-run.ts";
import { readTable, writeNoticed } from "./guards-table.ts";
import { root } from "./root.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    sample: { type: "string" },
    only: { type: "string" },
    write: { type: "boolean" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "latchkey-guards-"));
process.env.LATCHKEY_GUARDS = folder;
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const codes = protocolCodes();
const all = sources()
  .filter(holdsGuards)
  .flatMap((file) => findGuards(file, readFileSync(join(root, file), "utf8"), codes).guards);
const { noticed: rows, explained } = readTable();

const results = await dropped();
if (values.write === true) write(results);
process.exitCode = tell(results) === 0 ? 0 : 1;

async function dropped(): Promise<Result[]> {
  writeRound(folder, {});
  const vitest = await createVitest("test", { config: "build/guards.config.ts", watch: false, passWithNoTests: true });
  const chosen = chosenGuards().map((guard) => ({ guard, reaches: known(rows.get(guard.id)) }));
  const first = await dropEach(vitest, folder, chosen);
  const left = first.filter(({ noticed, guard }) => noticed === null && !explained.has(guard.id));
  if (left.length > 0) {
    const reached = await record(vitest, folder);
    const again = left.map(({ guard }) => ({ guard, reaches: reached.get(guard.id) ?? [] }));
    for (const result of await dropEach(vitest, folder, again))
      Object.assign(first.find(({ guard }) => guard === result.guard) as Result, result);
  }
  await vitest.close();
  return first;
}

/** All of them; or those without a row, and so many of the others, taken by the seed. */
function chosenGuards(): Guard[] {
  const wanted = all.filter(({ id }) => values.only === undefined || id.includes(values.only));
  if (values.sample === undefined) return wanted;
  const isNew = ({ id }: Guard) => !rows.has(id) && !explained.has(id);
  const seed = Number(values.seed ?? 1);
  const keyed = wanted.filter(({ id }) => rows.has(id)).map((guard) => ({ guard, key: mixed(`${seed} ${guard.id}`) }));
  const sample = keyed.sort((left, right) => left.key - right.key).slice(0, Number(values.sample));
  return [...wanted.filter(isNew), ...sample.map(({ guard }) => guard)];
}

function mixed(text: string): number {
  let sum = 2_166_136_261;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return sum;
}

function write(results: Result[]): void {
  const next = new Map([...rows].filter(([id]) => all.some((guard) => guard.id === id)));
  for (const { guard, noticed } of results)
    if (noticed !== null) next.set(guard.id, noticed.file);
    else next.delete(guard.id);
  writeNoticed(next);
}

/** The table, and how many guards nobody noticed and nobody explained; also explanations of guards that are gone. */
function tell(results: Result[]): number {
  let [noticedOnes, failed, skipped] = [0, 0, 0];
  for (const { guard, noticed, tried } of results) {
    const reason = explained.get(guard.id);
    if (noticed !== null) noticedOnes += 1;
    else if (reason === undefined) failed += 1;
    else skipped += 1;
    const seen =
      noticed === null ? (reason ?? `NOBODY, ${tried} test files reach it`) : `${noticed.file}: ${noticed.by}`;
    const hint = noticed === null || rows.get(guard.id) === noticed.file ? "" : " (not as in guards-noticed.txt)";
    process.stdout.write(`guard ${guard.id} (line ${guard.line}) -> ${seen}${hint}\n`);
  }
  for (const id of explained.keys())
    if (!all.some((guard) => guard.id === id)) {
      process.stdout.write(`guard ${id} is explained and is not there\n`);
      failed += 1;
    }
  process.stdout.write(`guards: ${all.length} found, ${results.length} dropped\n`);
  const { LATCHKEY_TEST_COUNTS: told } = process.env;
  if (told !== undefined) writeFileSync(told, `${noticedOnes} passed, ${failed} failed, ${skipped} skipped`);
  return failed;
}
