/**
 * Runs one program in this process's place: its streams, its exit status, and every signal. A terminal's Ctrl-C reaches the
 * whole process group, a signal from elsewhere only the first of a chain; the program must end once and cleanly in both
 * cases, so an interrupt is passed on only to a program that has not heard it by itself. Used by Node 20 (`run.mjs`) and 24.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** How long a program that heard the interrupt itself gets before it is asked to stop. */
const interruptGraceMs = 500;
const parentCheckMs = 500;

/**
 * Runs `program` and ends this process with it.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, takesAll?: boolean, ended?: (status: number, ms: number) => number | null }} [options]
 *   `takesAll`: what the program started and left behind ends with it; `ended` may look at the exit status and how long it ran, and give another, or null where this process goes on with something else
 */
export function relay(program, args, options = {}) {
  const { env = process.env, cwd = process.cwd(), takesAll = false, ended = (status) => status } = options;
  const beganAt = performance.now();
  const isGroup = takesAll && process.platform !== "win32";
  const child = spawn(program, args, { stdio: "inherit", env, cwd, detached: isGroup });
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => (isGroup ? killGroup(child.pid, signal) : child.kill(signal));
  const stop = () => pass("SIGTERM");
  process.on("SIGINT", () => {
    // A group of its own has not heard the terminal's Ctrl-C.
    if (isGroup) pass("SIGINT");
    setTimeout(stop, interruptGraceMs);
  });
  process.on("SIGTERM", stop);
  process.on("SIGHUP", stop);
  if (process.env.npm_lifecycle_event !== undefined) afterParent(stop);
  child.on("error", (error) => {
    process.stderr.write(`${program} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (isGroup) pass("SIGTERM");
    const status = ended(code ?? 128 + (signal === null ? 0 : constants.signals[signal]), performance.now() - beganAt);
    if (status !== null) process.exit(status);
  });
}

/**
 * @param {number | undefined} pid the leader of the group
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

/**
 * Under npm the parent waits for us; if it is gone, it was killed without a word and nobody else will stop the program.
 * @param {() => void} end
 */
function afterParent(end) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, parentCheckMs);
  timer.unref();
}
