/**
 * `npm run desktop-check`: what can be seen of the packed app on a real computer without anybody's judgement; the rest of
 * `docs/electron.md` is by hand. Starts the app several times on folders of its own and ends its processes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as delay } from "node:timers/promises";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { fuses } from "./after-pack.ts";
import { clipboardFormats } from "./desktop-clipboard.ts";
import { kindOf, type Process, type ProcessKind, processesBelow } from "./desktop-processes.ts";
import { givenOptions } from "./given-options.ts";
import { root } from "./root.ts";

const { values } = givenOptions("npm run desktop-check", {
  options: { app: { type: "string" }, "by-hand": { type: "boolean" }, help: { type: "boolean" } },
});
const program = values.app ?? findProgram();
const folders: string[] = [];
let failed = 0;
const started: ChildProcess[] = [];

if (program === null || !existsSync(program)) {
  process.stderr.write("There is no packed app here. Run npm run package first, or name its program with --app.\n");
  process.exit(2);
}
try {
  await check("every fuse is as it should be", () => checkFuses(program));
  for (const refused of [
    "--inspect",
    "--remote-debugging-port=0",
    "--no-sandbox",
    "--js-flags=--x",
    "--load-extension=x",
  ])
    await check(`does not start with ${refused}`, () => refusesToStart(program, refused));
  await check("opens a window, with a core and a page of their own", async () => void (await opened(program)));
  await check("replaces a core that was killed, and goes on", () => replaces(program, "core"));
  await check("replaces a page that was killed, and goes on", () => replaces(program, "renderer"));
  await check("leaves no process behind when it is killed", () => endsWhole(program));
  if (values["by-hand"] === true) await check("marks a copied password as secret", () => marksClipboard(program));
  if (values["by-hand"] === true) await check("locks before the computer sleeps", () => locksAtSleep(program));
} finally {
  for (const child of started) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.stdout.write(failed === 0 ? "desktop-check: all good\n" : `desktop-check: ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function check(name: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
    process.stdout.write(`ok     ${name}\n`);
  } catch (error) {
    failed++;
    process.stdout.write(`FAILED ${name}: ${(error as Error).message}\n`);
  }
}

/** The program of the app that `npm run package` made here for this system. */
function findProgram(): string | null {
  const out = join(root, "dist/installers");
  const folders = existsSync(out) ? readdirSync(out) : [];
  const candidates = folders.flatMap((folder) => [
    join(out, folder, "latchkey"),
    join(out, folder, "Latchkey.exe"),
    join(out, folder, "Latchkey.app/Contents/MacOS/Latchkey"),
  ]);
  return candidates.find(existsSync) ?? null;
}

async function checkFuses(path: string): Promise<void> {
  const { version: _, ...wire } = await getCurrentFuseWire(path);
  const wrong = Object.entries(fuses).filter(
    ([fuse, isOn]) => wire[Number(fuse) as FuseV1Options] !== (isOn ? FuseState.ENABLE : FuseState.DISABLE),
  );
  if (wrong.length > 0) throw new Error(wrong.map(([fuse]) => FuseV1Options[Number(fuse)]).join(", "));
}

function start(
  path: string,
  ...args: string[]
): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
  const data = mkdtempSync(join(tmpdir(), "latchkey-desktop-"));
  folders.push(data);
  const child = spawn(path, ["--data", data, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (text += part));
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", (code) => resolve(code));
    child.on("error", () => resolve(-1));
  });
  return { child, said: () => text, ended };
}

async function refusesToStart(path: string, given: string): Promise<void> {
  const { child, said, ended } = start(path, given);
  await until(
    () => said().includes("Latchkey does not start with"),
    () => `it said: ${said().slice(0, 200)}`,
  );
  // Where no terminal is, a box says the same and stands until somebody closes it.
  const code = await Promise.race([ended, delay(2000, "box" as const, { ref: false })]);
  child.kill("SIGKILL");
  if (code !== 2 && code !== "box") throw new Error(`ended with ${code}: ${said().slice(0, 200)}`);
}

/** The app with its window, and its processes. */
async function opened(path: string): Promise<{ pid: number; find(kind: ProcessKind): Process[] }> {
  const { child, said } = start(path);
  const pid = child.pid;
  if (pid === undefined) throw new Error("it could not be started");
  const find = (kind: ProcessKind) => processesBelow(pid).filter((one) => kindOf(one) === kind);
  await until(
    () => said().includes("ready in its own window"),
    () => `it said: ${said().slice(0, 300)}`,
  );
  await until(
    () => find("core").length > 0 && find("renderer").length > 0,
    () => "core or page is missing",
  );
  return { pid, find };
}

async function replaces(path: string, kind: ProcessKind): Promise<void> {
  const { find } = await opened(path);
  const before = find(kind).map(({ pid }) => pid);
  for (const pid of before) process.kill(pid, "SIGKILL");
  await until(
    () => find(kind).some(({ pid }) => !before.includes(pid)),
    () => "no other one came",
  );
}

async function endsWhole(path: string): Promise<void> {
  const { pid } = await opened(path);
  const all = processesBelow(pid).map((one) => one.pid);
  process.kill(pid, "SIGKILL");
  await until(
    () => !all.some(isAlive),
    () => `still there: ${all.filter(isAlive).join(", ")}`,
  );
}

async function marksClipboard(path: string): Promise<void> {
  await opened(path);
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  await asked.question("Create a team in the window, add a login, copy its password, then press Enter here: ");
  asked.close();
  const { there, missing } = clipboardFormats();
  if (missing.length > 0) throw new Error(`missing: ${missing.join(", ")}; there: ${there.join(", ")}`);
}

/** A core that holds keys is gone by the time the computer wakes, and a locked one stands. */
async function locksAtSleep(path: string): Promise<void> {
  const { find } = await opened(path);
  const before = find("core").map(({ pid }) => pid);
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  await asked.question("Put the computer to sleep (its menu, or the lid), wake it, then press Enter here: ");
  asked.close();
  const kept = find("core").filter(({ pid }) => before.includes(pid));
  if (kept.length > 0) throw new Error("the core from before the sleep still runs");
  await until(
    () => find("core").length > 0,
    () => "no locked core came",
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean, otherwise: () => string, withinMs = 30_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(otherwise());
    await delay(100);
  }
}
