/** What the guards' program and the tests under it tell each other, through files in one folder. */
import { join } from "node:path";

/** Guards that fired, each with the tests in which it did; `wholeFile`: while a file was being prepared. */
export type Fired = Record<string, string[]>;
/** What a test file may use before it is killed. */
export type Limits = { ms: number; bytes: number };
/**
 * By the path of a test file: by the name of a test, the guard that is dropped while it runs, and what the file may use. Tests
 * without a guard are left out. Of a file that does not stand here all tests run, and no guard is dropped.
 */
export type Round = Record<string, { drops: Record<string, string>; limits: Limits }>;

/** In place of a test's name: from the file's first line on, for all its tests. */
export const wholeFile = "";
/** Where a test file leaves what it has to say: `fired` at its end, `begun` (the test that began last) for when it is killed. */
export function reportOf(folder: string, kind: "fired" | "begun", file: string): string {
  return join(folder, kind, `${file.replaceAll(/[^a-z0-9]+/gi, "-")}.json`);
}

/** Test files that were killed because they took all memory, a line each. */
export const tookAllMemory = "took-all-memory.txt";

/** Sources whose guards count: the protocol's, and the client's core. */
export function holdsGuards(file: string): boolean {
  return /^(shared|main\/core)\/.*\.ts$/.test(file) && !/\.test\.ts$|(^|\/)test-|^shared\/testing\//.test(file);
}
