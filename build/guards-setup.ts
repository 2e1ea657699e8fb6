/**
 * Stands before each test file of a run under `guards.config.ts`: notes which guards fire in which test, or drops the one
 * guard that the round gives to this file and lets only the tests run that reach it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import type { Fired, Round } from "./guards-run.ts";

const folder = process.env.LATCHKEY_GUARDS ?? "";
const file = expect.getState().testPath ?? "";
const round = JSON.parse(readFileSync(join(folder, "round.json"), "utf8")) as Round;
const { drop = null, tests = null, limits = null } = round[file] ?? {};
const fired: Fired = {};
let current = "";

Object.assign(globalThis, {
  __latchkeyGuard(id: string): boolean {
    let places = fired[id];
    if (places === undefined) fired[id] = places = [];
    if (places.at(-1) !== current) places.push(current);
    return id !== drop;
  },
});

if (limits !== null) new Worker(new URL("./guards-watch.ts", import.meta.url), { workerData: limits }).unref();

/** One failure is enough: what comes after it in this file is left out. */
let isNoticed = false;
afterEach(({ task }) => {
  if (drop !== null && task.result?.state === "fail") isNoticed = true;
});

beforeEach(({ task, skip }) => {
  current = task.name === "" ? "" : fullName(task);
  if (isNoticed) skip();
  if (tests !== null && !tests.includes("") && !tests.includes(current)) skip();
});

afterAll(() => {
  mkdirSync(join(folder, "fired"), { recursive: true });
  const name = file.replaceAll(/[^a-z0-9]+/gi, "-");
  writeFileSync(join(folder, "fired", `${name}.json`), JSON.stringify({ file, fired }));
});

type Named = { name: string; suite?: Named | undefined };
/** The test's name below its file, with the names around it. */
function fullName({ name, suite }: Named): string {
  return suite === undefined || suite.name === "" ? name : `${fullName(suite)} > ${name}`;
}
