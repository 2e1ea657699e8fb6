/** The server as people start it: a process of its own, by its command, which a test may kill. */

import { type ChildProcess, spawn } from "node:child_process";
import { atEnd } from "../../e2e/kit/scratch.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import { base32Text, hexBytes } from "../../shared/text.ts";
import type { Place } from "./client.ts";

export type ChildServer = Place & {
  setupCode: string | null;
  child: ChildProcess;
  stdout(): string;
  ended: Promise<number | null>;
};
export type Ended = { status: number | null; stdout: string; stderr: string };

function start(
  args: readonly string[],
  env: Record<string, string>,
): { child: ChildProcess; stdout(): string; stderr(): string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [new URL("../entry.ts", import.meta.url).pathname, ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (part) => {
    stdout += part;
  });
  child.stderr?.on("data", (part) => {
    stderr += part;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", (status) => resolve(status)));
  atEnd(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs the command until it ends by itself. */
export async function runServer(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { stdout, stderr, ended } = start(args, env);
  return { status: await ended, stdout: stdout(), stderr: stderr() };
}

/** Starts it with `--json` and waits for its one line. */
export async function startChild(
  dataDir: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<ChildServer> {
  const { child, stdout, stderr, ended } = start(["--data", dataDir, "--port", "0", "--json", ...args], env);
  let isEnded = false;
  void ended.then(() => {
    isEnded = true;
  });
  while (!stdout().includes("\n")) {
    if (isEnded) throw new Error(`the server ended: ${stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { url, origin, serverKey, setupCode } = JSON.parse(stdout());
  return {
    url,
    origin,
    serverKeys: base32Text(hexBytes(serverKey) as Uint8Array) as Hash,
    setupCode,
    child,
    stdout,
    ended,
  };
}
