/** Starts the packed app's main process under the fake of Electron, in a process of its own, and drives it as a desktop and a person do. */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Acts } from "./fake-electron/control.ts";
import { extracted, packed } from "./packed-app.ts";

type State = ReturnType<Acts["state"]>;
export type Answer = { ok: boolean; value?: unknown; failure?: { code: string } };
export type Shell = {
  act<Name extends keyof Acts>(name: Name, ...given: Parameters<Acts[Name]>): Promise<Awaited<ReturnType<Acts[Name]>>>;
  /** A command through the page's bridge; throws where it fails. */
  call(name: string, input: unknown): Promise<Record<string, unknown>>;
  /** Asks until it is right; throws with what was seen last. */
  until(isRight: (state: State) => boolean, withinMs?: number): Promise<State>;
  /** Its exit code, once it ended. */
  ended: Promise<number | null>;
  said(): string;
  kill(): void;
};
export type Start = {
  dataDir: string;
  platform?: NodeJS.Platform;
  args?: string[];
  env?: Record<string, string>;
  /** Another copy of the program than the packed one. */
  app?: string;
};

/** The main process; nothing has to stand yet when it comes back. */
export function startShell({ dataDir, platform = "linux", args = [], env = {}, app = extracted }: Start): Shell {
  const register = fileURLToPath(new URL("./fake-electron/register.ts", import.meta.url));
  const child = fork(join(app, "dist/electron/main/entry.js"), [`--data=${dataDir}`, ...args], {
    env: {
      ...{ PATH: process.env.PATH, HOME: dataDir, TMPDIR: process.env.TMPDIR },
      ...{ FAKE_PLATFORM: platform, FAKE_RESOURCES: join(packed, "resources"), FAKE_KDF: "floor", ...env },
    },
    execArgv: ["--disable-warning=ExperimentalWarning", "--import", register],
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (part) => {
      words += part;
    });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const ask = asker(child, () => words);
  const shell: Shell = {
    act: ask as Shell["act"],
    async call(name, input) {
      const answer = (await ask("call", name, input)) as Answer | null;
      if (answer?.ok !== true) throw new Error(`${name}: ${JSON.stringify(answer)}\n${words}`);
      return answer.value as Record<string, unknown>;
    },
    async until(isRight, withinMs = 30_000) {
      const end = performance.now() + withinMs;
      for (;;) {
        const state = (await ask("state")) as State;
        if (isRight(state)) return state;
        if (performance.now() > end) throw new Error(`not seen: ${JSON.stringify(state)}\n${words}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    ended,
    said: () => words,
    kill: () => child.kill("SIGKILL"),
  };
  return shell;
}

/** Asks the fake; what it is asked when it ends stays without an answer and throws. */
function asker(child: ChildProcess, said: () => string): (act: string, ...given: unknown[]) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  child.on("message", ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const asked = waiting.get(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
    waiting.delete(id);
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the app ended with ${code}: ${said()}`));
  });
  return (act, ...given) => {
    const asked = Promise.withResolvers<unknown>();
    if (!child.connected) asked.reject(new Error(`the app has ended: ${said()}`));
    waiting.set(++count, asked);
    if (child.connected) child.send({ id: count, act, given });
    return asked.promise;
  };
}

/** Whether this process still runs a line: a dead one that nobody has waited for does not. */
export function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  try {
    return existsSync(file) && !/\) [ZX]/.test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}
