/** Files that tests read, from `e2e/fixtures`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where one fixture lies. */
export function fixturePath(name: string): string {
  return join(import.meta.dirname, "fixtures", name);
}

/** The bytes of one fixture. */
export function readFixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(name)));
}
