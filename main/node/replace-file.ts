/**
 * A small file that is there whole or as it was before. On Windows a virus scanner or an indexer opens what was just written and
 * holds up the rename for some milliseconds; that is waited for, not reported.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const heldCodes = ["EPERM", "EACCES", "EBUSY"];
const pausesMs = [5, 10, 20, 40, 80, 160, 320];

/** Writes `content` for its owner alone in place of what lies at `path`; throws what the disk says. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, content, { mode: 0o600, flush: true });
  renameHeld(`${path}.new`, path);
}

/** Renames; where another program holds one of the two, tries again for a little more than half a second. */
export function renameHeld(from: string, to: string): void {
  whileHeld(() => renameSync(from, to));
}

/** Runs `act`, and again after each pause where it throws that something is held; throws at once what is anything else. */
export function whileHeld(act: () => void, platform = process.platform): void {
  // Elsewhere these codes mean a right that is lacking, which no waiting gives.
  for (const pause of platform === "win32" ? pausesMs : []) {
    try {
      act();
      return;
    } catch (error) {
      if (!heldCodes.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  act();
}
