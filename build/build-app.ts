/** Builds the page and the Electron shell, each only when a source is newer than what was built. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { root } from "./root.ts";

/** The page into `dist/renderer`. */
export async function buildPage(): Promise<void> {
  const built = join(root, "dist/renderer/index.html");
  if (existsSync(built) && statSync(built).mtimeMs > newest(["renderer", "shared", "package-lock.json"])) return;
  process.stderr.write("Building the page...\n");
  await build({ configFile: join(root, "renderer/vite.config.ts"), root: join(root, "renderer"), logLevel: "error" });
}

/** Main, core and preload into `dist/electron`. */
export async function buildShell(): Promise<void> {
  const built = join(root, "dist/electron/main/entry.js");
  if (
    existsSync(built) &&
    statSync(built).mtimeMs >
      newest(["main", "preload", "server", "shared", "package-lock.json", "electron.vite.config.ts"])
  )
    return;
  process.stderr.write("Building the Electron shell...\n");
  const { build: buildElectron } = await import("electron-vite");
  await buildElectron({ root, logLevel: "error" });
}

function newest(paths: string[]): number {
  return Math.max(...paths.map((path) => newestIn(join(root, path))));
}

function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newestIn(join(path, name))), stat.mtimeMs);
}
