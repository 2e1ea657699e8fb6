/** The processes of a running app, as the system lists them: what `npm run desktop-check` ends and looks for. */
import { execFileSync } from "node:child_process";

export type Process = { pid: number; parent: number; command: string };
/** What a process of Chromium's is there for; `core` stands for every Node utility process, the core among them. */
export type ProcessKind = "main" | "renderer" | "core" | "other";

/** All processes below `root`, with it. */
export function processesBelow(root: number, all: readonly Process[] = listProcesses()): Process[] {
  const found = all.filter(({ pid }) => pid === root);
  for (let at = 0; at < found.length; at++)
    found.push(...all.filter(({ parent, pid }) => parent === found[at]?.pid && !found.some((one) => one.pid === pid)));
  return found;
}

/** By the switches that Chromium gives its processes. */
export function kindOf({ command }: Process): ProcessKind {
  const type = /--type=([a-z-]+)/.exec(command)?.[1];
  if (type === undefined) return "main";
  if (type === "renderer") return "renderer";
  return type === "utility" && command.includes("node.mojom.NodeService") ? "core" : "other";
}

/** Every process of this computer that this person may see. */
export function listProcesses(platform = process.platform): Process[] {
  return platform === "win32"
    ? parseWindows(askWindows())
    : parsePs(ask("ps", ["-A", "-ww", "-o", "pid=,ppid=,command="]));
}

/** Lines of `ps -o pid=,ppid=,command=`. */
export function parsePs(text: string): Process[] {
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command ?? "" }];
  });
}

/** JSON of `Win32_Process`: one object, or a list of them. */
export function parseWindows(text: string): Process[] {
  const read = JSON.parse(text) as Row | Row[];
  return (Array.isArray(read) ? read : [read]).map(({ ProcessId, ParentProcessId, CommandLine }) => ({
    pid: ProcessId,
    parent: ParentProcessId,
    command: CommandLine ?? "",
  }));
}

type Row = { ProcessId: number; ParentProcessId: number; CommandLine: string | null };

function askWindows(): string {
  const fields = "Select-Object ProcessId,ParentProcessId,CommandLine | ConvertTo-Json -Compress";
  return ask("powershell", ["-NoProfile", "-Command", `Get-CimInstance Win32_Process | ${fields}`]);
}

function ask(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", maxBuffer: 64 << 20 });
}
