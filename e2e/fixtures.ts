/** Files that tests read, from `e2e/fixtures`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The bytes of one fixture. */
export function readFixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, "fixtures", name)));
}
