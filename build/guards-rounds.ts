/** Runs unit tests on sources whose guards can be dropped: all of them once to see who reaches what, then in rounds. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { TestCase, TestModule, Vitest } from "vitest/node";
import type { Guard } from "./guards-find.ts";
import { type Fired, type Round, reportOf, tookAllMemory, wholeFile } from "./guards-run.ts";
import type { Row } from "./guards-table.ts";
import { root } from "./root.ts";

/** A test that may notice a guard (or a whole file), and how long it takes while every guard stands. */
export type Attack = { file: string; test: string; ms: number; isAlone?: true };
/** What came of dropping a guard: the test that noticed, and how many were tried. */
export type Result = { guard: Guard; noticed: Row | null; tried: number };
/** By a guard's id, who reaches it; files that fail while every guard stands. */
export type Recorded = { reached: Map<string, Attack[]>; failing: string[] };

type Open = Result & { left: Attack[]; width: number };
type Taken = { one: Open; attack: Attack };

/** What a test takes that nobody has timed. */
const untimedMs = 10_000;
const bytes = 1.5 * 2 ** 30;

/** No guard is dropped, or one in each of some tests. */
export function writeRound(folder: string, round: Round): void {
  for (const kind of ["fired", "begun"]) {
    rmSync(join(folder, kind), { recursive: true, force: true });
    mkdirSync(join(folder, kind));
  }
  writeFileSync(join(folder, tookAllMemory), "");
  writeFileSync(join(folder, "round.json"), JSON.stringify(round));
}

/** The test that is known to notice; nothing where its file is gone. */
export function known(row: Row | undefined): Attack[] {
  const path = row === undefined ? "" : join(root, row.file);
  return row !== undefined && existsSync(path) ? [{ file: path, test: row.test, ms: untimedMs }] : [];
}

/** Runs every test once, on guards that all stand. */
export async function record(vitest: Vitest, folder: string): Promise<Recorded> {
  writeRound(folder, {});
  const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(), true);
  const passed = new Map(testModules.filter((one) => one.state() === "passed").map((one) => [one.moduleId, one]));
  const failing = testModules.filter((one) => !["passed", "skipped"].includes(one.state()));
  const reached = new Map<string, Attack[]>();
  for (const [file, fired] of firedIn(folder)) {
    const module = passed.get(file);
    if (module === undefined) continue;
    const times = new Map([...module.children.allTests()].map((test) => [test.fullName, durationOf(test)]));
    for (const [id, tests] of Object.entries(fired)) {
      const named = [...new Set(tests)].map((test) => ({ file, test, ms: times.get(test) ?? untimedMs }));
      reached.set(id, [...(reached.get(id) ?? []), ...named]);
    }
  }
  return { reached, failing: failing.map((one) => one.relativeModuleId) };
}

/** Rounds of many tests, each with another guard dropped, until each guard was noticed or has no test left. */
export async function dropEach(
  vitest: Vitest,
  folder: string,
  guards: { guard: Guard; reaches: Attack[] }[],
): Promise<Result[]> {
  const open = guards.map(
    ({ guard, reaches }): Open => ({ guard, left: [...reaches], width: 1, noticed: null, tried: 0 }),
  );
  for (;;) {
    const taken = takeAttacks(open.filter(({ noticed }) => noticed === null));
    if (taken.size === 0) return open;
    writeRound(folder, Object.fromEntries([...taken].map(([file, ones]) => [file, roundOf(ones)])));
    const specifications = (await vitest.globTestSpecifications()).filter(({ moduleId }) => taken.has(moduleId));
    const { testModules } = await vitest.runTestSpecifications(specifications, false);
    const ended = new Map(testModules.map((module) => [module.moduleId, module]));
    const fired = firedIn(folder);
    for (const [file, ones] of taken) noteWho(ones, ended.get(file), fired.get(file) ?? null, folder);
    const count = open.filter(({ noticed, left }) => noticed !== null || left.length === 0).length;
    process.stderr.write(`guards: ${count} of ${open.length}\n`);
  }
}

/** Gives each test to one guard; a guard that nobody noticed yet gets twice as many tests each round. */
function takeAttacks(open: Open[]): Map<string, Taken[]> {
  const taken = new Map<string, Taken[]>();
  for (const one of open) {
    const left: Attack[] = [];
    let slots = one.width;
    for (const attack of one.left) {
      const beside = taken.get(attack.file) ?? [];
      const isFree = beside.every((other) => !wantsAll(other.attack) && other.attack.test !== attack.test);
      if (slots === 0 || !isFree || (wantsAll(attack) && beside.length > 0)) {
        left.push(attack);
        continue;
      }
      slots -= 1;
      taken.set(attack.file, [...beside, { one, attack }]);
    }
    one.left = left;
    one.width *= 2;
  }
  return taken;
}

function wantsAll({ test, isAlone }: Attack): boolean {
  return test === wholeFile || isAlone === true;
}

/** A file may take far more than the same tests take while every guard stands. */
function roundOf(ones: Taken[]): Round[string] {
  const ms = ones.reduce((sum, { attack }) => sum + 5 * attack.ms, 20_000);
  return {
    drops: Object.fromEntries(ones.map(({ one, attack }) => [attack.test, one.guard.id])),
    limits: { ms, bytes },
  };
}

/** Who noticed. Of a file that was killed, the test that ran then goes again alone, and the others once more. */
function noteWho(ones: Taken[], module: TestModule | undefined, fired: Fired | null, folder: string): void {
  const isKilled = module === undefined || fired === null;
  for (const { one, attack } of ones) {
    if (isKilled && ones.length > 1) {
      const begun = begunIn(folder, attack.file);
      one.left.unshift(begun === null || begun === attack.test ? { ...attack, isAlone: true } : attack);
      continue;
    }
    one.tried += 1;
    const wasMemory = readFileSync(join(folder, tookAllMemory), "utf8").split("\n").includes(attack.file);
    const isNoticed = isKilled ? wasMemory : hasFailed(module, attack, fired[one.guard.id] ?? []);
    if (isNoticed) one.noticed ??= { file: relative(root, attack.file), test: attack.test };
  }
}

function begunIn(folder: string, file: string): string | null {
  const path = reportOf(folder, "begun", file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Whether a test failed that asked the guard, and not only because it waited too long. */
function hasFailed(module: TestModule, { test }: Attack, asked: string[]): boolean {
  const failed = [...module.children.allTests("failed")].filter((one) => !isTimeout(one));
  if (test !== wholeFile) return failed.some((one) => one.fullName === test) && asked.includes(test);
  return failed.length > 0 || (module.state() === "failed" && module.errors().length > 0);
}

function isTimeout(test: TestCase): boolean {
  const { errors = [] } = test.result();
  return errors.every(({ message }) => / timed out in \d+ms/.test(message));
}

function durationOf(test: TestCase): number {
  return test.diagnostic()?.duration ?? untimedMs;
}

function firedIn(folder: string): Map<string, Fired> {
  const place = join(folder, "fired");
  return new Map(
    readdirSync(place).map((name) => {
      const { file, fired } = JSON.parse(readFileSync(join(place, name), "utf8")) as { file: string; fired: Fired };
      return [file, fired];
    }),
  );
}
