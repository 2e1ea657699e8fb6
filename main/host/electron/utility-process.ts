/** Core and built-in server as Electron utility processes; the core speaks the same few words as in the browser host. */
import { type MessagePortMain, utilityProcess } from "electron";
import type { ServerProgram } from "../built-in-server.ts";
import { coreEnvironment, type StartCore } from "../core-link.ts";
import type { CoreToHost } from "../core-messages.ts";

/** `entry` is the built core process. */
export function startUtilityCore(entry: string): StartCore<MessagePortMain> {
  return (events) => {
    const core = utilityProcess.fork(entry, [], {
      env: coreEnvironment(process.env) as Record<string, string>,
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit"],
      serviceName: "Latchkey core",
    });
    core.on("message", (message: CoreToHost) => events.message(message));
    core.on("exit", () => events.exit());
    let isUnwanted = false;
    // Before it runs and after its end it has no number; one that is about to run ends as soon as it has.
    const end = (): void => {
      const { pid } = core;
      if (pid !== undefined) killNow(pid);
    };
    core.on("spawn", () => {
      if (isUnwanted) end();
    });
    return {
      send: (message, handle) => core.postMessage(message, handle === undefined ? [] : [handle]),
      kill: () => {
        isUnwanted = true;
        end();
      },
      pid: () => core.pid,
    };
  };
}

/** One that ended by itself meanwhile is what was wanted. */
function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Starts the built-in server the same way: the release has no Node of its own (the `RunAsNode` fuse is off). */
export function startUtilityServer(entry: string, args: string[]): ServerProgram {
  const server = utilityProcess.fork(entry, args, {
    env: coreEnvironment(process.env) as Record<string, string>,
    execArgv: [],
    stdio: ["ignore", "pipe", "inherit"],
    serviceName: "Latchkey built-in server",
  });
  if (server.stdout === null) throw new Error("the utility process has no output pipe");
  return {
    stdout: server.stdout,
    onEnd: (ended) => server.on("exit", ended),
    stop: () => server.kill(),
  };
}
