/** The data folder: `profiles/<id>/profile.db`. Claimed by one process at a time (`folder-lock.ts`). */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Database, ProfileFiles } from "../core/ports.ts";
import { openDatabase } from "./database.ts";
import { claimFolder } from "./folder-lock.ts";
import { renameHeld } from "./replace-file.ts";

const profileId = /^[0-9a-z]{26}$/;

/** Profiles below `dataDir`. */
export function profileFiles(dataDir: string): ProfileFiles {
  const profiles = join(dataDir, "profiles");
  const folder = (profile: string): string => {
    if (!profileId.test(profile)) throw new Error("a profile's folder is its id");
    return join(profiles, profile);
  };
  const file = (profile: string): string => join(folder(profile), "profile.db");
  return {
    claim: () => claimFolder(dataDir),
    list: () =>
      existsSync(profiles)
        ? readdirSync(profiles)
            .filter((name) => profileId.test(name) && existsSync(file(name)))
            .sort()
        : [],
    open(profile): Result<Database> {
      const path = file(profile);
      try {
        mkdirSync(folder(profile), { recursive: true, mode: 0o700 });
        return ok(openDatabase(path));
      } catch (error) {
        return fail(failureOf(error), undefined, "after-act");
      }
    },
    backup(profile, label) {
      return backUp(file(profile), `${file(profile)}.${label}`);
    },
    removeBackups(profile) {
      try {
        for (const name of backupsIn(folder(profile))) rmSync(join(folder(profile), name), { force: true });
        return ok(true);
      } catch {
        return fail("storage-full", undefined, "after-act");
      }
    },
    remove: (profile) => rmSync(folder(profile), { recursive: true, force: true }),
  };
}

/** SQLite's own files beside it have a hyphen in that place. */
function backupsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("profile.db."));
}

/** One consistent copy, write-ahead log and all; an older copy of the same name gives way only once the new one is whole. */
function backUp(from: string, to: string): Result<true> {
  const half = `${to}.half`;
  try {
    rmSync(half, { force: true });
    const source = new Sqlite(from, { readonly: true });
    try {
      source.prepare("VACUUM INTO ?").run(half);
    } finally {
      source.close();
    }
    const copy = openSync(half, "r+");
    fsyncSync(copy);
    closeSync(copy);
    renameHeld(half, to);
    return ok(true);
  } catch (error) {
    rmSync(half, { force: true });
    return fail(failureOf(error), undefined, "after-act");
  }
}

function failureOf(error: unknown): "storage-full" | "damaged-database" {
  const { code } = error as { code?: string };
  return code === "ENOSPC" || code === "SQLITE_FULL" ? "storage-full" : "damaged-database";
}
