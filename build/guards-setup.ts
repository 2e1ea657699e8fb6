/**
 * Stands before each test file of a run under `guards.config.ts`: notes which guards fire in which test, or drops in each test
 * the guard that the round gives to it, and leaves the other tests out.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { type Fired, type Round, reportOf, wholeFile } from "./guards-run.ts";

const folder = process.env.LATCHKEY_GUARDS ?? "";
const file = expect.getState().testPath ?? "";
const round = JSON.parse(readFileSync(join(folder, "round.json"), "utf8")) as Round;
const given = round[file] ?? null;
const inWholeFile = given?.drops[wholeFile] ?? null;
const fired: Fired = {};
let current = wholeFile;
let dropped = inWholeFile;

Object.assign(globalThis, {
  __latchkeyGuard(id: string): boolean {
    let places = fired[id];
    if (places === undefined) fired[id] = places = [];
    if (places.at(-1) !== current) places.push(current);
    return id !== dropped;
  },
});

if (given !== null)
  new Worker(new URL("./guards-watch.ts", import.meta.url), {
    workerData: { limits: given.limits, folder, file },
  }).unref();

/** Where a guard is dropped in a whole file, one failure is enough: what comes after it is left out. */
let isNoticed = false;

beforeEach(({ task, skip }) => {
  current = fullName(task);
  if (given === null) return;
  if (inWholeFile === null) dropped = given.drops[current] ?? null;
  if (dropped === null || isNoticed) skip();
  writeFileSync(reportOf(folder, "begun", file), current);
});

afterEach(({ task }) => {
  dropped = inWholeFile;
  if (inWholeFile !== null && task.result?.state === "fail") isNoticed = true;
});

afterAll(() => {
  writeFileSync(reportOf(folder, "fired", file), JSON.stringify({ file, fired }));
});

type Named = { name: string; suite?: Named | undefined };
/** The test's name below its file, with the names around it. */
function fullName({ name, suite }: Named): string {
  return suite === undefined || suite.name === "" ? name : `${fullName(suite)} > ${name}`;
}
