/**
 * Builds the page and the Electron shell, each only when a source is newer than what was built. A build is made aside and
 * put in place whole, and one at a time, so that a start beside it never serves half a page.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { startWords } from "../shared/copy/start-command.ts";
import { root } from "./root.ts";
import { takeTurn } from "./turn.mjs";

type Part = { name: string; built: string; proof: string; sources: string[]; command: (outDir: string) => string[] };

const page: Part = {
  name: "page",
  built: "dist/renderer",
  proof: "index.html",
  sources: ["renderer", "shared", "package-lock.json"],
  command: (outDir) => [
    "node_modules/vite/bin/vite.js",
    "build",
    "renderer",
    "--outDir",
    outDir,
    "--logLevel",
    "error",
  ],
};

const shell: Part = {
  name: "Electron shell",
  built: "dist/electron",
  proof: "main/entry.js",
  sources: ["main", "preload", "server", "shared", "package-lock.json", "electron.vite.config.ts"],
  command: (outDir) => [
    "node_modules/electron-vite/bin/electron-vite.js",
    "build",
    "--outDir",
    outDir,
    "--logLevel",
    "error",
  ],
};

/** The page into `dist/renderer`; false where it does not build (the reason is on standard error). */
export function buildPage(): boolean {
  return buildIfStale(page);
}

/** Main, core, server and preload into `dist/electron`. */
export function buildShell(): boolean {
  return buildIfStale(shell);
}

function buildIfStale(part: Part): boolean {
  if (!isStale(part)) return true;
  const giveBack = takeTurn(join(root, "dist/.building"));
  try {
    return !isStale(part) || build(part);
  } finally {
    giveBack();
  }
}

function build(part: Part): boolean {
  const beganAt = Date.now();
  process.stderr.write(`${startWords.building(part.name)}\n`);
  const aside = join(root, "dist/.new");
  const place = join(root, part.built);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  if (!compile(part, aside)) return false;
  rmSync(place, { recursive: true, force: true });
  renameSync(aside, place);
  process.stderr.write(`${startWords.built(part.name, Date.now() - beganAt)}\n`);
  return true;
}

/** Into an empty folder, whatever was built before. */
function compile(part: Part, outDir: string): boolean {
  // Whoever starts the build, a test too: what is built is for use, and the same.
  const env = { ...process.env, NODE_ENV: "production" };
  const done = spawnSync(process.execPath, part.command(outDir), { cwd: root, env, stdio: ["ignore", 2, 2] });
  return done.status === 0 && existsSync(join(outDir, part.proof));
}

/** Builds page and shell once more, aside, to compare them with what stands in `dist`; where each lies. */
export function builtAgain(folder: string): { built: string; again: string }[] {
  return [page, shell].map((part) => {
    const again = join(folder, part.built);
    if (!compile(part, again)) throw new Error(`the ${part.name} does not build`);
    return { built: join(root, part.built), again };
  });
}

function isStale({ built, proof, sources }: Part): boolean {
  const done = join(root, built, proof);
  return !existsSync(done) || statSync(done).mtimeMs <= Math.max(...sources.map((path) => newestIn(join(root, path))));
}

/** Folders count too: a file that was taken away changes its folder. */
function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newestIn(join(path, name))), stat.mtimeMs);
}

const parts: Record<string, () => boolean> = { page: buildPage, shell: buildShell };
if (process.argv[1]?.endsWith("build-app.ts")) process.exitCode = parts[process.argv[2] ?? ""]?.() === true ? 0 : 1;
