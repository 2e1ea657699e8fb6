/**
 * One at a time: several commands started together share one `node_modules` and one `dist`; who comes second waits, then
 * looks again whether there is anything left to do. Used by Node 20 (`run.mjs`) and 24.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const lookAgainMs = 200;

/**
 * Waits until the file could be made by this process; a file left by a process that is gone does not count.
 * @param {string} file
 * @returns {() => void} gives the turn back
 */
export function takeTurn(file) {
  mkdirSync(dirname(file), { recursive: true });
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (!isTaken(file)) Atomics.wait(clock, 0, 0, lookAgainMs);
  return () => rmSync(file, { force: true });
}

/** @param {string} file */
function isTaken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isHolderAlive(file)) rmSync(file, { force: true });
    return false;
  }
}

/**
 * A holder that has not yet written its number counts as alive.
 * @param {string} file
 */
function isHolderAlive(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
