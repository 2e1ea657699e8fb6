/**
 * `npm start`: builds what is stale, then opens Latchkey: Electron where its runtime is here, else one line says so and the
 * browser host opens the same program.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPage, buildShell } from "./build-app.ts";
import { root } from "./root.ts";

const args = process.argv.slice(2);
const wantsBrowser = args.includes("--browser") || process.env.LATCHKEY_BROWSER === "1" || args.includes("--no-open");
const electron = wantsBrowser ? null : findElectron();

if (electron === null) {
  await buildPage();
  if (!wantsBrowser)
    process.stderr.write("The Electron runtime is not on this computer; opening Latchkey in the browser host.\n");
  run(process.execPath, ["--disable-warning=ExperimentalWarning", join(root, "main/host/browser/entry.ts"), ...args]);
} else {
  await buildPage();
  await buildShell();
  run(electron, [root, ...args]);
}

/** The runtime that the `electron` package fetched at some earlier time; nothing is downloaded here. */
function findElectron(): string | null {
  const folder = join(root, "node_modules/electron");
  const named = join(folder, "path.txt");
  const path = existsSync(named) ? join(folder, "dist", readFileSync(named, "utf8").trim()) : null;
  return path !== null && existsSync(path) ? path : null;
}

function run(program: string, programArgs: string[]): void {
  const child = spawn(program, programArgs, { stdio: "inherit" });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  child.on("exit", (code) => process.exit(code ?? 0));
}
