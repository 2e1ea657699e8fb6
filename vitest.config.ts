/**
 * Units lie beside their sources, `pure` ones where nothing outlives a test; `e2e` drives the whole program: `specs` without a
 * browser, `browser` with one, and `alone`, one file at a time, those that look at all processes of the computer or hold its
 * display; `hostile` is the suite of attacks. Two workers, because two cores are the rule; three where a test waits for most of
 * its time.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./build/slow-first.ts";

// Everything temporary of a run lies under one folder of its own, two levels down, and goes with it: a test of hostile
// paths that gets out of its scratch folder must not reach the machine's.
const runFolder = mkdtempSync(join(tmpdir(), "latchkey-tests-"));
process.env.TMPDIR = join(runFolder, "tmp");
mkdirSync(process.env.TMPDIR);
// Hundreds of processes of the program are started from its sources: what the first one made of them is read by the others.
process.env.NODE_COMPILE_CACHE = join(runFolder, "compiled");
process.on("exit", () => rmSync(runFolder, { recursive: true, force: true }));

/** A busy computer gets there later; what never comes still fails. */
const patient = { expect: { poll: { timeout: 10_000 } } };
const units = { ...patient, testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: 0 } };
const oneAtATime = { fileParallelism: false, maxWorkers: 1 };
const specs = {
  ...patient,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Browsers, keychains and other processes are beside it: one that passes when repeated is named in the last lines.
  retry: process.env.CI === undefined ? 0 : 1,
};
const isSpec = (file: string): boolean => /\.(spec|test)\.ts$/.test(file);
const uses = (file: string, parts: RegExp): boolean =>
  parts.test(readFileSync(join(import.meta.dirname, file), "utf8"));
const holdsBrowser = (file: string): boolean => uses(file, /kit\/browser\.ts/);
const holdsComputer = (file: string): boolean => uses(file, /kit\/(processes|desktop)\.ts/);
const all = readdirSync(join(import.meta.dirname, "e2e"))
  .filter(isSpec)
  .map((file) => `e2e/${file}`);
const aloneSpecs = all.filter(holdsComputer);
const browserSpecs = all.filter((file) => holdsBrowser(file) && !holdsComputer(file));
const clientSpecs = all.filter((file) => !holdsBrowser(file) && !holdsComputer(file));

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default", "./build/closing-line.ts"],
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        test: {
          name: "units",
          ...units,
          include: ["{main,server,build,preload}/**/*.test.ts", "e2e/{bench,independent}/**/*.test.ts"],
        },
      },
      // What such a file imports is there for the next one: nothing in them lives longer than a test.
      { test: { name: "pure", ...units, include: ["{shared,renderer}/**/*.test.{ts,tsx}"], isolate: false } },
      { test: { name: "specs", ...specs, include: clientSpecs, sequence: { groupOrder: 1 }, maxWorkers: 3 } },
      { test: { name: "browser", ...specs, include: browserSpecs, sequence: { groupOrder: 2 } } },
      { test: { name: "alone", ...specs, include: aloneSpecs, sequence: { groupOrder: 3 }, ...oneAtATime } },
      {
        test: {
          name: "hostile",
          ...patient,
          include: ["e2e/hostile/**/*.spec.ts"],
          sequence: { groupOrder: 4 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
