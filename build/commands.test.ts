/** The commands as a person gives them, through npm: one line on standard output, and nothing left behind however they end. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { buildPage } from "./build-app.ts";
import { root } from "./root.ts";

const folder = mkdtempSync(join(tmpdir(), "latchkey-commands-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Command = { process: ChildProcess; pid: number; output: () => string; firstLine: Promise<string> };
const running: Command[] = [];
afterEach(() => {
  for (const { pid } of running.splice(0)) if (membersOf(pid).length > 0) process.kill(-pid, "SIGKILL");
});

/** Starts an npm command as the leader of a process group of its own, as a shell does. */
function npm(...args: string[]): Command {
  const child = spawn("npm", args, { cwd: root, detached: true, stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (part) => {
      text += part;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.on("close", () => reject(new Error(`npm ${args.join(" ")} ended before it was ready`)));
  });
  const command = { process: child, pid: child.pid as number, output: () => text, firstLine };
  running.push(command);
  return command;
}

const ended = (command: Command): Promise<number | null> =>
  new Promise((resolve) => command.process.on("close", (code) => resolve(code)));

/** Living processes of a group; the dead that nobody has collected do not count. */
function membersOf(group: number): number[] {
  const rows = existsSync("/proc/self/stat")
    ? readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => readStat(pid))
    : execFileSync("ps", ["-A", "-o", "pid=,stat=,pgid="], { encoding: "utf8" })
        .split("\n")
        .map((row) => row.trim().split(/\s+/));
  return rows.filter(([, state, of]) => Number(of) === group && !state?.startsWith("Z")).map(([pid]) => Number(pid));
}

function readStat(pid: string): string[] {
  try {
    const [state = "", , group = ""] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return [pid, state, group];
  } catch {
    return [];
  }
}

async function isEmptied(group: number): Promise<void> {
  await expect.poll(() => membersOf(group), { timeout: 5000, interval: 50 }).toEqual([]);
}

const server = () => npm("run", "server", "--", "--data", mkdtempSync(join(folder, "s")), "--port", "0", "--json");
const start = () =>
  npm("start", "--", "--browser", "--no-open", "--port", "0", "--data", mkdtempSync(join(folder, "c")), "--json");

describe.each([
  { name: "npm run server", command: server, keys: ["url", "origin", "serverKey", "setupCode"] },
  { name: "npm start", command: start, keys: ["url"] },
])("$name", ({ command, keys }) => {
  it("says one line on standard output, and is gone after Ctrl-C", async () => {
    expect(buildPage()).toBe(true);
    const given = command();
    expect(Object.keys(JSON.parse(await given.firstLine))).toEqual(keys);
    expect(membersOf(given.pid).length).toBeGreaterThan(1);
    const end = ended(given);
    process.kill(-given.pid, "SIGINT");
    await end;
    await isEmptied(given.pid);
    expect(given.output().split("\n")).toEqual([await given.firstLine, ""]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("is gone after %s to npm alone", async (signal) => {
    const given = command();
    await given.firstLine;
    const end = ended(given);
    given.process.kill(signal);
    await end;
    await isEmptied(given.pid);
  });
});

describe("a page that was built", () => {
  it("holds nothing inline, so that the strict policy holds", () => {
    expect(buildPage()).toBe(true);
    const html = readFileSync(join(root, "dist/renderer/index.html"), "utf8");
    const scripts = html.match(/<script\b[^>]*>[\s\S]*?<\/script>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toMatch(/^<script\b[^>]*\bsrc="\.\/[^"]+"[^>]*><\/script>$/);
    expect(html).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|javascript:|https?:/i);
  });
});
