/** Utility processes as real processes: no `pid` before `spawn` and after `exit`, ports carried over the process's own line. */
import { fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import type { MessagePort } from "node:worker_threads";
import type Electron from "electron";
import { takePort } from "./ports.ts";
import { type Part, phase, rule } from "./rules.ts";

type Carried = { data?: unknown; port?: number; ports?: number[]; closed?: true };
export type Started = { service: string; realPid: number; isOver: boolean; env: Record<string, string> };

/** Every process that was started, oldest first. */
export const started: Started[] = [];
/** How long `spawn` takes to be told. */
export const spawning = { ms: 0 };
const shim = fileURLToPath(new URL("./parent-port.ts", import.meta.url));

function start(entry: string, args: string[] = [], options: Electron.ForkOptions = {}): EventEmitter {
  rule(phase.isReady, "utilityProcess.fork can only be called after ready");
  const [, out = "inherit"] = (options.stdio ?? []) as string[];
  const child = fork(entry, args, {
    env: options.env as NodeJS.ProcessEnv,
    execArgv: ["--disable-warning=ExperimentalWarning", "--import", shim],
    serialization: "advanced",
    stdio: ["ignore", out === "pipe" ? "pipe" : 2, 2, "ipc"],
  });
  const ports = new Map<number, MessagePort>();
  const note: Started = {
    ...{ service: options.serviceName ?? "", realPid: child.pid ?? 0, isOver: false },
    env: options.env as Record<string, string>,
  };
  started.push(note);
  const send = (carried: Carried): void => {
    if (child.connected) child.send(carried, () => {});
  };
  const process = Object.assign(new EventEmitter(), {
    ...{ stdout: child.stdout, stderr: null, pid: undefined as number | undefined },
    postMessage(data: unknown, given: object[] = []) {
      const ids = given.map((one) => {
        const [raw, id] = [takePort(one), ports.size + 1];
        ports.set(id, raw);
        raw.on("message", (data) => send({ port: id, data }));
        raw.on("close", () => send({ port: id, closed: true }));
        return id;
      });
      send({ data: withCost(data), ports: ids });
    },
    kill: (): boolean => process.pid !== undefined && child.kill("SIGTERM"),
  } satisfies Part<Electron.UtilityProcess>);
  setTimeout(() => {
    if (note.isOver) return;
    process.pid = child.pid;
    process.emit("spawn");
  }, spawning.ms);
  child.on("message", ({ data, port, closed }: Carried) => {
    if (port === undefined) process.emit("message", data);
    else if (closed) ports.get(port)?.close();
    else ports.get(port)?.postMessage(data);
  });
  child.on("exit", (code) => {
    note.isOver = true;
    process.pid = undefined;
    for (const raw of ports.values()) raw.close();
    process.emit("exit", code ?? 9);
  });
  return process;
}

/** What the core is told at its start, with the cost of a passphrase that the test asks for: most need no strong one. */
function withCost(data: unknown): unknown {
  const { kind, setup } = (data ?? {}) as { kind?: string; setup?: object };
  const kdf = process.env.FAKE_KDF;
  return kind === "setup" && kdf !== undefined ? { kind, setup: { ...setup, kdf } } : data;
}

export const utilityProcess = { fork: start } satisfies Part<typeof Electron.utilityProcess>;
