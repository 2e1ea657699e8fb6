/**
 * The built-in server "for trying alone": `server/entry.ts` as a child of the host, kept through lock, gone with the
 * app. Its port stays in its own data folder, because clients pin the origin.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { coreEnvironment } from "./core-link.ts";

export type BuiltIn = { start(): Promise<{ url: string; setupCode: string } | null>; close(): void };

/** A started server program: its standard output, its end, and a way to stop it. */
export type ServerProgram = {
  stdout: NodeJS.ReadableStream;
  onEnd(ended: () => void): void;
  stop(signal: "SIGTERM" | "SIGKILL"): void;
};

const startWithinMs = 15_000;

/** Starts the server with this Node (browser host); Electron starts it as a utility process instead. */
export function spawnServer(args: string[]): ServerProgram {
  const entry = fileURLToPath(new URL("../../server/entry.ts", import.meta.url));
  const child = spawn(process.execPath, [entry, ...args], {
    env: coreEnvironment(process.env),
    stdio: ["ignore", "pipe", 2],
  });
  if (child.stdout === null) throw new Error("the server has no output pipe");
  return {
    stdout: child.stdout,
    onEnd: (ended) => {
      child.on("error", ended);
      child.on("exit", ended);
    },
    stop: (signal) => child.kill(signal),
  };
}

/** Prepares the built-in server of one data folder; it is started at the first need and at most once. */
export function builtInServer(dataDir: string, run: (args: string[]) => ServerProgram): BuiltIn {
  let program: ServerProgram | null = null;
  let started: Promise<{ url: string; setupCode: string } | null> | null = null;
  const launch = (): Promise<{ url: string; setupCode: string } | null> =>
    new Promise((resolve) => {
      // With its parent: a host that is killed without a word must not leave the folder taken.
      const running = run(["--data", join(dataDir, "built-in-server"), "--port", "0", "--json", "--with-parent"]);
      program = running;
      const late = setTimeout(() => running.stop("SIGKILL"), startWithinMs);
      running.onEnd(() => {
        clearTimeout(late);
        started = null;
        resolve(null);
      });
      createInterface({ input: running.stdout }).once("line", (line) => {
        clearTimeout(late);
        resolve(readReady(line));
      });
    });
  return {
    start() {
      started ??= launch();
      return started;
    },
    close: () => program?.stop("SIGTERM"),
  };
}

function readReady(line: string): { url: string; setupCode: string } | null {
  try {
    const { url, setupCode } = JSON.parse(line) as Record<string, unknown>;
    return typeof url === "string" && (typeof setupCode === "string" || setupCode === null)
      ? { url, setupCode: setupCode ?? "" }
      : null;
  } catch {
    return null;
  }
}
