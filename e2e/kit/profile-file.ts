/** Where the one profile below a data folder has its database. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The path of its file; the folder must hold a profile. */
export function profileFile(dataDir: string): string {
  const profiles = join(dataDir, "profiles");
  return join(profiles, readdirSync(profiles)[0] as string, "profile.db");
}
