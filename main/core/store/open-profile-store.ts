/** Opens a profile's database: migrates it step by step, each in one transaction with a backup before, refuses a newer one by name. */
import { fail, ok, type Result } from "../../../shared/result.ts";
import type { Database, ProfileFiles } from "../ports.ts";
import { first } from "./migrations/001-first.ts";

const migrations: readonly string[] = [first];

/** `damaged-database`, `newer-database`, `storage-full`, `not-found`; the file is left as it was. */
export function openProfileStore(files: ProfileFiles, profile: string): Result<Database> {
  const opened = files.open(profile);
  if (!opened.ok) return opened;
  const db = opened.value;
  try {
    const version = db.prepare("PRAGMA user_version").get()?.user_version as number;
    if (version > migrations.length) {
      db.close();
      return fail("newer-database", { number: version });
    }
    for (let next = version; next < migrations.length; next++) {
      if (next > 0) {
        const kept = files.backup(profile, `before-${next + 1}`);
        if (!kept.ok) {
          db.close();
          return kept;
        }
      }
      db.transaction(() => {
        db.exec(migrations[next] as string);
        db.exec(`PRAGMA user_version = ${next + 1}`);
      });
    }
    return ok(db);
  } catch (error) {
    db.close();
    return storeFailure(error);
  }
}

/** What SQLite's own refusals mean. */
export function storeFailure(error: unknown): Result<never> {
  const code = String((error as { code?: unknown }).code ?? "");
  if (code === "SQLITE_FULL" || code.startsWith("SQLITE_IOERR")) return fail("storage-full", undefined, "after-act");
  if (code === "SQLITE_CORRUPT" || code === "SQLITE_NOTADB") return fail("damaged-database", undefined, "after-act");
  throw error;
}
