/**
 * One at a time: several commands started together share one `node_modules` and one `dist`; who comes second waits, then
 * looks again whether there is anything left to do. Used by Node 20 (`run.mjs`) and 24.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { turnWords } from "./command-help.mjs";

const lookAgainMs = 200;
const saidAfterMs = 2000;
/** Between making the file and writing into it nobody needs longer. */
const emptyForMs = 10_000;

/**
 * Waits until the file could be made by this process; a file left by a process that is gone does not count.
 * @param {string} file
 * @returns {() => void} gives the turn back
 */
export function takeTurn(file) {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const began = Date.now();
  let isSaid = false;
  for (;;) {
    const holder = holderOf(file);
    if (holder === null) return () => rmSync(file, { force: true });
    if (!isSaid && Date.now() - began >= saidAfterMs) {
      process.stderr.write(`${turnWords.waiting(holder)}\n`);
      isSaid = true;
    }
    Atomics.wait(clock, 0, 0, lookAgainMs);
  }
}

/**
 * Takes the turn, or says who has it: a process, 0 where that is not known yet. What is in the way for any other reason ends
 * this command with a sentence, since no waiting helps.
 * @param {string} file
 * @returns {number | null}
 */
function holderOf(file) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return null;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") {
      process.stderr.write(`${turnWords.notWritable(dirname(file), codeOf(error))}\n`);
      process.exit(2);
    }
  }
  const holder = aliveHolder(file);
  if (holder === null) rmSync(file, { force: true });
  return holder ?? 0;
}

/**
 * Who wrote the file and runs; null where nobody does. One who has not written their number yet has a moment to do it.
 * @param {string} file
 * @returns {number | null}
 */
function aliveHolder(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    if (!Number.isInteger(pid) || pid <= 0) return Date.now() - statSync(file).mtimeMs < emptyForMs ? 0 : null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return codeOf(error) === "EPERM" ? 0 : null;
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
