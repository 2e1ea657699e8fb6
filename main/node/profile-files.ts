/** The data folder: `profiles/<id>/profile.db`. Claimed by one process at a time through a lock that the system releases. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { fail, ok, type Result } from "../../shared/result.ts";
import type { Database, ProfileFiles } from "../core/ports.ts";
import { openDatabase } from "./database.ts";

const profileId = /^[0-9a-z]{26}$/;

/** Profiles below `dataDir`. */
export function profileFiles(dataDir: string): ProfileFiles {
  const profiles = join(dataDir, "profiles");
  const file = (profile: string): string => {
    if (!profileId.test(profile)) throw new Error("a profile's folder is its id");
    return join(profiles, profile, "profile.db");
  };
  return {
    claim: () => claim(dataDir),
    list: () =>
      existsSync(profiles)
        ? readdirSync(profiles)
            .filter((name) => profileId.test(name) && existsSync(file(name)))
            .sort()
        : [],
    open(profile): Result<Database> {
      try {
        mkdirSync(join(profiles, profile), { recursive: true, mode: 0o700 });
        return ok(openDatabase(file(profile)));
      } catch (error) {
        return fail(failureOf(error), undefined, "after-act");
      }
    },
    backup(profile, label) {
      try {
        copyFileSync(file(profile), `${file(profile)}.${label}`);
        return ok(true);
      } catch {
        return fail("storage-full", undefined, "after-act");
      }
    },
    remove: (profile) => rmSync(join(profiles, profile), { recursive: true, force: true }),
  };
}

function failureOf(error: unknown): "storage-full" | "damaged-database" {
  const { code } = error as { code?: string };
  return code === "ENOSPC" || code === "SQLITE_FULL" ? "storage-full" : "damaged-database";
}

/** An exclusive SQLite lock ends with its process, so a killed app leaves no stale claim behind. */
function claim(dataDir: string): Result<{ release(): void }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new Sqlite(join(dataDir, "lock.db"), { timeout: 1500 });
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return ok({ release: () => void lock.close() });
  } catch {
    lock.close();
    return fail("busy", { reason: "data-folder" }, "after-act");
  }
}
