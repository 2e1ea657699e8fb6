/** The data folder, the same for both hosts (`docs/architecture.md`). */
import { homedir } from "node:os";
import { join } from "node:path";

/** Where profiles live on this platform. */
export function platformDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Latchkey");
  if (platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "Latchkey");
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), "Latchkey");
}
