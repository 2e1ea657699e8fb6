/**
 * Whether somebody notices when a guard is gone. Finds every guard of `shared` and `main/core`, records which unit tests
 * reach each, then drops one at a time (many files at once, one guard a file) and repeats only those tests. A guard that
 * nobody notices fails, unless `guards-explained.txt` says why. Prints the table guard, tests that notice.
 * `node build/guards.ts [--seed N] [--sample N] [--only TEXT]`: without `--sample`, all guards.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { createVitest, type TestModule, type Vitest } from "vitest/node";
import { sources } from "./check-imports.ts";
import { findGuards, type Guard, protocolCodes } from "./guards-find.ts";
import { type Fired, isGuarded, type Limits, type Round } from "./guards-run.ts";
import { root } from "./root.ts";

/** Tests of one file that reach a guard, and how long the file takes. */
type Reach = { file: string; tests: string[]; ms: number };
type Result = { guard: Guard; noticed: string[]; tried: number };

const { values, positionals } = parseArgs({
  options: { seed: { type: "string" }, sample: { type: "string" }, only: { type: "string" } },
  allowPositionals: true,
});
const folder = mkdtempSync(join(tmpdir(), "latchkey-guards-"));
process.env.LATCHKEY_GUARDS = folder;
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const codes = protocolCodes();
const all = sources()
  .filter(isGuarded)
  .flatMap((file) => findGuards(file, readFileSync(join(root, file), "utf8"), codes).guards);
const explained = readExplained();

writeRound({});
const vitest = await createVitest("test", { config: "build/guards.config.ts", watch: false, passWithNoTests: true });
const reached = await record(vitest);
const results = await dropEach(vitest, chosenGuards(), reached);
await vitest.close();
process.exitCode = tell(results) === 0 ? 0 : 1;

/** All of them, or so many, taken by the seed. */
function chosenGuards(): Guard[] {
  const wanted = all.filter(({ id }) => values.only === undefined || id.includes(values.only));
  if (values.sample === undefined) return wanted;
  const seed = Number(values.seed ?? 1);
  const keyed = wanted.map((guard) => ({ guard, key: mixed(`${seed} ${guard.id}`) }));
  return keyed
    .sort((left, right) => left.key - right.key)
    .slice(0, Number(values.sample))
    .map(({ guard }) => guard);
}

function mixed(text: string): number {
  let sum = 2_166_136_261;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return sum;
}

/** One run of everything, on guards that all stand. */
async function record(vitest: Vitest): Promise<Map<string, Reach[]>> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications(positionals),
    true,
  );
  const broken = testModules
    .filter((module) => module.state() === "failed")
    .map(({ relativeModuleId }) => relativeModuleId);
  for (const file of broken) process.stdout.write(`fails with every guard in place: ${file}\n`);
  if (unhandledErrors.length > 0) process.stdout.write(`${unhandledErrors.length} errors outside any test\n`);
  const ms = new Map(testModules.map((module) => [module.moduleId, module.diagnostic().duration]));
  const isSound = new Set(testModules.filter((module) => module.state() === "passed").map(({ moduleId }) => moduleId));
  const found = new Map<string, Reach[]>();
  for (const name of readdirSync(join(folder, "fired"))) {
    const { file, fired } = JSON.parse(readFileSync(join(folder, "fired", name), "utf8")) as {
      file: string;
      fired: Fired;
    };
    if (!isSound.has(file)) continue;
    for (const [id, tests] of Object.entries(fired)) {
      const reach = { file, tests: [...new Set(tests)], ms: ms.get(file) ?? 0 };
      found.set(
        id,
        [...(found.get(id) ?? []), reach].sort((left, right) => left.ms - right.ms),
      );
    }
  }
  return found;
}

/** Rounds of many files, each with another guard dropped, until each guard was noticed or has no file left. */
async function dropEach(vitest: Vitest, guards: Guard[], reached: Map<string, Reach[]>): Promise<Result[]> {
  const open = guards.map((guard) => ({
    guard,
    left: [...(reached.get(guard.id) ?? [])],
    noticed: [] as string[],
    tried: 0,
  }));
  const done: Result[] = [];
  for (;;) {
    const round: Round = {};
    const taken = new Map<string, (typeof open)[number]>();
    for (const one of open) {
      const next = one.noticed.length > 0 ? undefined : one.left.find(({ file }) => round[file] === undefined);
      if (next === undefined) continue;
      one.left.splice(one.left.indexOf(next), 1);
      one.tried += next.tests.length;
      round[next.file] = { drop: one.guard.id, tests: next.tests, limits: limitsOf(next) };
      taken.set(next.file, one);
    }
    if (taken.size === 0) break;
    writeRound(round);
    const specifications = (await vitest.globTestSpecifications()).filter(({ moduleId }) => taken.has(moduleId));
    const { testModules } = await vitest.runTestSpecifications(specifications, false);
    const ended = new Map(testModules.map((module) => [module.moduleId, module]));
    for (const [file, one] of taken) one.noticed.push(...noticedIn(file, ended.get(file)));
    const count = open.filter(({ noticed, left }) => noticed.length > 0 || left.length === 0).length;
    process.stderr.write(`guards: ${count} of ${open.length}\n`);
  }
  for (const { guard, noticed, tried } of open) done.push({ guard, noticed, tried });
  return done;
}

/** Far more than the same tests take while every guard stands. */
function limitsOf({ ms }: Reach): Limits {
  return { ms: 10_000 + 5 * ms, bytes: 1.5 * 2 ** 30 };
}

/** Tests that failed; the file where it broke off, or was killed because it took all time or memory. */
function noticedIn(file: string, module: TestModule | undefined): string[] {
  const name = relative(root, file);
  const state = module?.state();
  if (module === undefined || (state !== "passed" && state !== "failed" && state !== "skipped"))
    return [`${name} (killed)`];
  const failed = [...module.children.allTests("failed")].map(({ fullName }) => fullName);
  return failed.length === 0 && state === "failed" ? [name] : failed;
}

function writeRound(round: Round): void {
  writeFileSync(join(folder, "round.json"), JSON.stringify(round));
}

/** `id: reason`, a line each. */
function readExplained(): Map<string, string> {
  const lines = readFileSync(join(root, "build/guards-explained.txt"), "utf8").split("\n");
  const rows = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(rows.map((line) => line.split(": ", 2) as [string, string]));
}

/** The table, and how many guards nobody noticed and nobody explained; also explanations of guards that are gone. */
function tell(results: Result[]): number {
  let [noticedOnes, failed, skipped] = [0, 0, 0];
  for (const { guard, noticed, tried } of results) {
    const reason = explained.get(guard.id);
    if (noticed.length > 0) noticedOnes += 1;
    else if (reason === undefined) failed += 1;
    else skipped += 1;
    const [first = "", ...more] = noticed;
    const seen =
      noticed.length > 0
        ? `${first}${more.length > 0 ? ` and ${more.length} more` : ""}`
        : (reason ?? `NOBODY, ${tried} tests reach it`);
    process.stdout.write(`guard ${guard.id} (line ${guard.line}) -> ${seen}\n`);
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
