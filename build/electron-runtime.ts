/**
 * The Electron runtime: no registry package holds it, it is fetched once at the first start. Where that cannot be done in
 * a bounded time, or Electron cannot run for this person, the reason is named and nothing hangs.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { type NoElectron, startWords } from "../shared/copy/start-command.ts";
import { root } from "./root.ts";

const folder = join(root, "node_modules/electron");
/** After a fetch that ran out of time: not tried again at every start. */
const gaveUp = join(folder, ".gave-up");
const fetchWithinMs = 120_000;
const tellEveryMs = 10_000;
const atOnceMs = 10_000;
const restMs = 24 * 60 * 60 * 1000;

/** The runtime's program, or why there is none. */
export async function findElectron(): Promise<{ path: string } | { why: NoElectron }> {
  const hindrance = findHindrance();
  const path = fetched() ?? (hindrance === null ? await fetchRuntime() : null);
  if (path === null) return { why: "no-runtime" };
  if (hindrance === null && process.platform === "linux" && !hasSandbox(path, namespacesWork))
    return { why: "no-sandbox" };
  return hindrance === null ? { path } : { why: hindrance };
}

/**
 * Whether Chromium can confine its pages: by its own program, which must be root's and run as root, or by user namespaces, which
 * some distributions restrict. Without either Electron aborts, and never without the sandbox do we start it.
 */
export function hasSandbox(electron: string, namespaces: () => boolean): boolean {
  return isRootsOwn(join(dirname(electron), "chrome-sandbox")) || namespaces();
}

function isRootsOwn(program: string): boolean {
  if (!existsSync(program)) return false;
  const { uid, mode } = statSync(program);
  return uid === 0 && (mode & 0o7777) === 0o4755;
}

function namespacesWork(): boolean {
  return spawnSync("unshare", ["-Ur", "true"], { stdio: "ignore", timeout: 5000 }).status === 0;
}

/** Where Electron could not open a window even if its runtime were here, nothing is fetched. */
function findHindrance(): NoElectron | null {
  if (process.getuid?.() === 0) return "root";
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return "no-display";
  return null;
}

function fetched(): string | null {
  const named = join(folder, "path.txt");
  const path = existsSync(named) ? join(folder, "dist", readFileSync(named, "utf8").trim()) : null;
  return path !== null && existsSync(path) ? path : null;
}

async function fetchRuntime(): Promise<string | null> {
  if (existsSync(gaveUp) && Date.now() - statSync(gaveUp).mtimeMs < restMs) return null;
  process.stderr.write(`${startWords.fetching}\n`);
  const isInTime = await runTelling(join(folder, "install.js"), fetchWithinMs, tellEveryMs, (ms) =>
    process.stderr.write(`${startWords.stillFetching(ms)}\n`),
  );
  if (!isInTime) writeFileSync(gaveUp, "");
  return fetched();
}

/** Runs a program of Node without a word of its own, and tells how long it takes while it does; false where it had to be ended. */
export function runTelling(
  script: string,
  withinMs: number,
  everyMs: number,
  tell: (ms: number) => void,
): Promise<boolean> {
  const beganAt = performance.now();
  const child = spawn(process.execPath, [script], {
    cwd: root,
    stdio: "ignore",
    timeout: withinMs,
    killSignal: "SIGKILL",
  });
  const telling = setInterval(() => tell(performance.now() - beganAt), everyMs);
  return new Promise((resolve) => {
    const end = (isInTime: boolean): void => {
      clearInterval(telling);
      resolve(isInTime);
    };
    child.on("error", () => end(true));
    child.on("exit", (_code, signal) => end(signal === null));
  });
}

/**
 * Whether a runtime that ended so never really ran: libraries that are missing, no display that it can use, a crash. 0 and 2 are
 * Latchkey's own ways to end, and what a signal of the person ended was wanted.
 */
export function diedAtOnce(status: number, ms: number): boolean {
  return ms < atOnceMs && ![0, 2, ...["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"].map(statusOf)].includes(status);
}

function statusOf(signal: string): number {
  return 128 + constants.signals[signal as NodeJS.Signals];
}
