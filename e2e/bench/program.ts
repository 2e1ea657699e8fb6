/** Another program in a process of its own, as in real life: started, and known by its one line for machines. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export type Program = { child: ChildProcess; line: Record<string, unknown> };

/** Starts `path` (from this folder) and waits for its line. */
export async function startProgram(path: string, args: string[]): Promise<Program> {
  const program = fileURLToPath(new URL(path, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  const text = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (part) => resolve(String(part)));
    child.once("exit", () => reject(new Error(`${path} did not start`)));
  });
  return { child, line: JSON.parse(text) };
}

/** Our server on `dataDir`. */
export function startOurServer(dataDir: string): Promise<Program> {
  return startProgram("../../server/entry.ts", ["--data", dataDir, "--port", "0", "--json"]);
}
