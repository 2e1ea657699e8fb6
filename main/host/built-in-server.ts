/**
 * The built-in server "for trying alone": `server/entry.ts` as a child of the host, kept through lock, gone with the
 * app. Its port stays in its own data folder, because clients pin the origin.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { coreEnvironment } from "./core-link.ts";

export type BuiltIn = { start(): Promise<{ url: string; setupCode: string } | null>; close(): void };

const startWithinMs = 15_000;
const entry = fileURLToPath(new URL("../../server/entry.ts", import.meta.url));

/** Prepares the built-in server of one data folder; it is started at the first need and at most once. */
export function builtInServer(dataDir: string): BuiltIn {
  let child: ChildProcess | null = null;
  let started: Promise<{ url: string; setupCode: string } | null> | null = null;
  return {
    start() {
      started ??= launch().then((answer) => {
        if (answer === null) started = null;
        return answer;
      });
      return started;
    },
    close: () => child?.kill("SIGTERM"),
  };

  function launch(): Promise<{ url: string; setupCode: string } | null> {
    return new Promise((resolve) => {
      const args = [entry, "--data", join(dataDir, "built-in-server"), "--port", "0", "--json"];
      const running = spawn(process.execPath, args, { env: coreEnvironment(process.env), stdio: ["ignore", "pipe", 2] });
      child = running;
      const late = setTimeout(() => running.kill("SIGKILL"), startWithinMs);
      running.on("error", () => resolve(null));
      running.on("exit", () => {
        clearTimeout(late);
        started = null;
        resolve(null);
      });
      createInterface({ input: running.stdout }).once("line", (line) => {
        clearTimeout(late);
        resolve(readReady(line));
      });
    });
  }
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
