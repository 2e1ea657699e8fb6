/**
 * Whether somebody notices when a guard is gone. Finds every guard of `shared` and `main/core` and drops each in a test that
 * reaches it (many tests at once, one guard a test). Over all guards it is first recorded which tests reach which guard, and all
 * pass while every guard stands; of a sample, the test runs that `guards-noticed.txt` names, and others only where it does not
 * notice. A test that only waited too long noticed nothing. A guard that nobody notices fails, unless
 * `guards-explained.txt` says why. Prints the table guard, test that notices.
 * `node build/guards.ts [--seed N] [--sample N] [--only TEXT] [--write]`: without `--sample`, all guards; those without a
 * row are never left out. `--write` brings `guards-noticed.txt` up to date.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { createVitest, type Vitest } from "vitest/node";
import { sources } from "./check-imports.ts";
import { findGuards, type Guard, protocolCodes } from "./guards-find.ts";
import { type Attack, dropEach, known, type Recorded, type Result, record, writeRound } from "./guards-rounds.ts";
import { holdsGuards, wholeFile } from "./guards-run.ts";
import { type Row, readTable, textOf, writeNoticed } from "./guards-table.ts";
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
/** Test files that fail while every guard stands. */
const broken: string[] = [];

const results = await dropped();
if (values.write === true) write(results);
process.exitCode = tell(results) === 0 ? 0 : 1;

async function dropped(): Promise<Result[]> {
  writeRound(folder, {});
  const vitest = await createVitest("test", { config: "build/guards.config.ts", watch: false, passWithNoTests: true });
  try {
    const chosen = chosenGuards();
    if (values.sample === undefined) return await dropAmong(vitest, chosen);
    const first = await dropEach(
      vitest,
      folder,
      chosen.map((guard) => ({ guard, reaches: known(rows.get(guard.id)) })),
    );
    const left = first.filter(({ noticed }) => noticed === null).map(({ guard }) => guard);
    for (const { id } of left) process.stdout.write(`guard ${id}: no row, or not noticed there\n`);
    const again = left.length === 0 ? [] : await dropAmong(vitest, left);
    return [...first.filter(({ noticed }) => noticed !== null), ...again];
  } finally {
    await vitest.close();
  }
}

/** Drops each in the tests that reach it. */
async function dropAmong(vitest: Vitest, guards: Guard[]): Promise<Result[]> {
  const { reached, failing } = await record(vitest, folder);
  for (const file of failing) process.stdout.write(`fails with every guard in place: ${file}\n`);
  broken.push(...failing);
  return await dropEach(
    vitest,
    folder,
    guards.map((guard) => ({ guard, reaches: likeliestFirst(guard, reached) })),
  );
}

/**
 * The test that noticed before, its file, the tests beside the guard, then the fastest. A whole file only where no test of its
 * own reaches the guard.
 */
function likeliestFirst(guard: Guard, reached: Recorded["reached"]): Attack[] {
  const all = reached.get(guard.id) ?? [];
  const inTests = all.filter(({ test }) => test !== wholeFile);
  const row = rows.get(guard.id);
  const rank = ({ file, test }: Attack) => {
    const path = relative(root, file);
    if (path === row?.file) return test === row.test ? 0 : 1;
    if (dirname(path) !== dirname(guard.file)) return 4;
    return basename(path) === basename(guard.file).replace(/\.ts$/, ".test.ts") ? 2 : 3;
  };
  return (inTests.length > 0 ? inTests : all).sort((left, right) => rank(left) - rank(right) || left.ms - right.ms);
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
    if (noticed !== null) next.set(guard.id, noticed);
    else next.delete(guard.id);
  writeNoticed(next);
}

/** The table, and how many guards nobody noticed and nobody explained; also explanations that are not true. */
function tell(results: Result[]): number {
  let [noticedOnes, failed, skipped] = [0, broken.length, 0];
  for (const { guard, noticed, tried } of results) {
    const reason = explained.get(guard.id);
    const isUntrue = noticed !== null && reason !== undefined;
    if (isUntrue || (noticed === null && reason === undefined)) failed += 1;
    else if (noticed === null) skipped += 1;
    else noticedOnes += 1;
    process.stdout.write(`guard ${guard.id} (line ${guard.line}) -> ${seenBy(guard, noticed, tried)}\n`);
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

function seenBy({ id }: Guard, noticed: Row | null, tried: number): string {
  const reason = explained.get(id);
  if (noticed === null) return reason ?? `NOBODY, of ${tried} tests that reach it`;
  if (reason !== undefined) return `${textOf(noticed)} (EXPLAINED as noticed by nobody)`;
  const row = rows.get(id);
  return `${textOf(noticed)}${row !== undefined && textOf(row) === textOf(noticed) ? "" : " (not as in guards-noticed.txt)"}`;
}
