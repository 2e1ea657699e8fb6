/** Scratch folders for tests: made under the system's temp folder, taken away at the end of each test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";

const made: string[] = [];
const ends: (() => Promise<void> | void)[] = [];

/** A new empty folder, gone after the test. */
export function scratchDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-"));
  made.push(folder);
  return folder;
}

/** Runs `end` after the test, newest first, whatever the test did. */
export function atEnd(end: () => Promise<void> | void): void {
  ends.push(end);
}

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
