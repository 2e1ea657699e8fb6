/** The data folder, the same for both hosts (`docs/architecture.md`). */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where profiles live on this platform. */
export function platformDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Latchkey");
  if (platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "Latchkey");
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "Latchkey");
}

/** The folder that the command line or the environment names, else the platform's; for a host with options of its own. */
export function namedDataDir(args: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const at = args.indexOf("--data");
  const joined = args.find((arg) => arg.startsWith("--data="))?.slice("--data=".length);
  const named = joined ?? (at < 0 ? undefined : args[at + 1]) ?? env.LATCHKEY_DATA;
  return named === undefined || named === "" ? platformDataDir(platform, env) : resolve(named);
}
