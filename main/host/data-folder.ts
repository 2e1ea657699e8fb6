/** The data folder, the same for both hosts (`docs/architecture.md`). */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** Where profiles live on this platform. */
export function platformDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Latchkey");
  if (platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "Latchkey");
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "Latchkey");
}

/** The folder that the person chose: `--data` first, then `LATCHKEY_DATA`, then the platform's. An empty name chooses nothing. */
export function chosenDataDir(given: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(given || env.LATCHKEY_DATA || platformDataDir(process.platform, env));
}

/** Why nothing can be kept in this folder. */
type FolderTrouble = "not-a-folder" | "not-writable" | "of-a-server";

/** Makes the folder where it is missing; null where profiles can be kept in it. */
export function folderTrouble(dataDir: string): FolderTrouble | null {
  try {
    makeFolder(dataDir);
    if (!statSync(dataDir).isDirectory()) return "not-a-folder";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOTDIR" ? "not-a-folder" : "not-writable";
  }
  if (existsSync(join(dataDir, "server.db"))) return "of-a-server";
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe, { force: true });
    return null;
  } catch {
    return "not-writable";
  }
}

/** One after the other: made recursively by Node, a folder below one that takes none (as in `/proc`) is tried for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** `--data` among arguments that are not all ours (Electron's own switches, a link); null where its folder is missing. */
export function readDataOption(args: readonly string[]): string | undefined | null {
  const { data } = parseArgs({ args: [...args], options: { data: { type: "string" } }, strict: false }).values;
  return typeof data === "boolean" || data === "" ? null : data;
}
