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

/** What was made so far goes when the answer is called, and not after the next test: for what the tests of a suite share. */
export function keep(): () => Promise<void> {
  const [kept, folders] = [ends.splice(0), made.splice(0)];
  return () => endAll(kept, folders);
}

async function endAll(toEnd: typeof ends, folders: string[]): Promise<void> {
  for (const end of toEnd.reverse()) await end();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

afterEach(() => endAll(ends.splice(0), made.splice(0)));
