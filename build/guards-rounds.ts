/** Runs unit tests on sources whose guards can be dropped: all of them once to see who reaches what, then in rounds. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { TestModule, Vitest } from "vitest/node";
import type { Guard } from "./guards-find.ts";
import type { Fired, Limits, Round } from "./guards-run.ts";
import { root } from "./root.ts";

/** Tests of one file that may notice a guard (null: all of them), and how long the file takes while every guard stands. */
export type Reach = { file: string; tests: string[] | null; ms: number };
/** What came of dropping a guard: the file that noticed, and what in it failed first. */
export type Result = { guard: Guard; noticed: { file: string; by: string } | null; tried: number };

/** What a file takes that nobody has timed. */
const untimedMs = 10_000;

/** No guard is dropped, or one in each of some files. */
export function writeRound(folder: string, round: Round): void {
  writeFileSync(join(folder, "round.json"), JSON.stringify(round));
}

/** A test file that is known to notice; nothing where it is gone. */
export function known(file: string | undefined): Reach[] {
  const path = file === undefined ? null : join(root, file);
  return path !== null && existsSync(path) ? [{ file: path, tests: null, ms: untimedMs }] : [];
}

/** By a guard's id, who reaches it, the fastest first. Runs every test once, on guards that all stand. */
export async function record(vitest: Vitest, folder: string): Promise<Map<string, Reach[]>> {
  writeRound(folder, {});
  const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(), true);
  const ended = new Map(testModules.map((module) => [module.moduleId, module]));
  for (const module of testModules)
    if (module.state() !== "passed" && module.state() !== "skipped")
      process.stdout.write(`fails with every guard in place: ${module.relativeModuleId}\n`);
  const found = new Map<string, Reach[]>();
  for (const name of readdirSync(join(folder, "fired"))) {
    const text = readFileSync(join(folder, "fired", name), "utf8");
    const { file, fired } = JSON.parse(text) as { file: string; fired: Fired };
    const module = ended.get(file);
    if (module?.state() !== "passed") continue;
    const ms = module.diagnostic().duration;
    for (const [id, tests] of Object.entries(fired))
      found.set(id, [...(found.get(id) ?? []), { file, tests: [...new Set(tests)], ms }]);
  }
  for (const reaches of found.values()) reaches.sort((left, right) => left.ms - right.ms);
  return found;
}

/** Rounds of many files, each with another guard dropped, until each guard was noticed or has no file left. */
export async function dropEach(
  vitest: Vitest,
  folder: string,
  guards: { guard: Guard; reaches: Reach[] }[],
): Promise<Result[]> {
  const open = guards.map(({ guard, reaches }): Result & { left: Reach[] } => {
    return { guard, left: [...reaches], noticed: null, tried: 0 };
  });
  for (;;) {
    const round: Round = {};
    const taken = new Map<string, (typeof open)[number]>();
    for (const one of open) {
      const next = one.noticed === null ? one.left.find(({ file }) => round[file] === undefined) : undefined;
      if (next === undefined) continue;
      one.left.splice(one.left.indexOf(next), 1);
      one.tried += 1;
      round[next.file] = { drop: one.guard.id, tests: next.tests, limits: limitsOf(next) };
      taken.set(next.file, one);
    }
    if (taken.size === 0) return open;
    writeRound(folder, round);
    const specifications = (await vitest.globTestSpecifications()).filter(({ moduleId }) => taken.has(moduleId));
    const { testModules } = await vitest.runTestSpecifications(specifications, false);
    const ended = new Map(testModules.map((module) => [module.moduleId, module]));
    for (const [file, one] of taken) {
      const by = firstThatFailed(ended.get(file));
      if (by !== null) one.noticed = { file: relative(root, file), by };
    }
    const count = open.filter(({ noticed, left }) => noticed !== null || left.length === 0).length;
    process.stderr.write(`guards: ${count} of ${open.length}\n`);
  }
}

/** Far more than the same tests take while every guard stands. */
function limitsOf({ ms }: Reach): Limits {
  return { ms: 10_000 + 5 * ms, bytes: 1.5 * 2 ** 30 };
}

/** The test that failed first; that the file broke off, or was killed because it took all time or memory; null: none. */
function firstThatFailed(module: TestModule | undefined): string | null {
  const state = module?.state();
  if (module === undefined || (state !== "passed" && state !== "failed" && state !== "skipped")) return "(killed)";
  for (const { fullName } of module.children.allTests("failed")) return fullName;
  return state === "failed" ? "(broke off)" : null;
}
