/** Processes of this computer, as Linux tells them: who started whom, and what each of them is. */
import { readdirSync, readFileSync } from "node:fs";

export type Running = { pid: number; command: string };

/** `root` and everything that it started, and what these started. */
export function processesBelow(root: number): Running[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = read(`/proc/${name}/stat`)?.split(") ").at(-1)?.split(" ")[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow).flatMap((pid) => {
    const command = read(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ");
    return command === undefined || command === "" ? [] : [{ pid, command }];
  });
}

/** What everybody on this computer, or everybody of this user, may read of a process. */
type Seen = { pid: number; command: string; environment: string };

/** All processes that stand now. */
export function processesNow(): Seen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const command = read(`/proc/${pid}/cmdline`);
      const environment = read(`/proc/${pid}/environ`) ?? "";
      return command === undefined ? [] : [{ pid: Number(pid), command, environment }];
    });
}

/** Whether a process that this one started has ended. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** Often enough that a program which only starts and ends is seen. */
const lookEveryMs = 4;

/** Looks at all processes again and again until `stop`, and keeps what it saw. */
export function watchProcesses(): { seen(word: string): Seen[]; stop(): void } {
  const kept = new Map<string, Seen>();
  const look = (): void => {
    for (const one of processesNow()) kept.set(`${one.pid} ${one.command}`, one);
  };
  look();
  const timer = setInterval(look, lookEveryMs);
  return {
    seen: (word) =>
      [...kept.values()].filter(({ command, environment }) => `${command}\n${environment}`.includes(word)),
    stop: () => clearInterval(timer),
  };
}

/** Undefined for a process that ended while we looked. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
