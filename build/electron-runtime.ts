/**
 * The Electron runtime: no registry package holds it, it is fetched once at the first start. Where that cannot be done in
 * a bounded time, or Electron cannot run for this person, the reason is named and nothing hangs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { NoElectron } from "../shared/copy/start-command.ts";
import { root } from "./root.ts";

const folder = join(root, "node_modules/electron");
/** After a fetch that ran out of time: not tried again at every start. */
const gaveUp = join(folder, ".gave-up");
const fetchWithinMs = 120_000;
const restMs = 24 * 60 * 60 * 1000;

/** The runtime's program, or why there is none. */
export function findElectron(): { path: string } | { why: NoElectron } {
  const hindrance = findHindrance();
  const path = fetched() ?? (hindrance === null ? fetchRuntime() : null);
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

function fetchRuntime(): string | null {
  if (existsSync(gaveUp) && Date.now() - statSync(gaveUp).mtimeMs < restMs) return null;
  const done = spawnSync(process.execPath, [join(folder, "install.js")], {
    cwd: root,
    stdio: "ignore",
    timeout: fetchWithinMs,
    killSignal: "SIGKILL",
  });
  if (done.signal !== null) writeFileSync(gaveUp, "");
  return fetched();
}
