/**
 * The embedded store: SQLite through Kysely, so that PostgreSQL fits behind the same queries later. WAL with
 * `synchronous=FULL`: what is acknowledged is on the disk. One process a data folder.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { fail, ok, type Result } from "../../shared/result.ts";
import { migrations } from "./migrations.ts";
import type { Tables } from "./tables.ts";

export type Store = { db: Kysely<Tables>; close(): Promise<void> };

/** Opens (or makes) the store in `dataDir`: `busy`, `damaged-database`, `newer-database`, `storage-full`. */
export function openStore(dataDir: string): Result<Store> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = claim(join(dataDir, "lock.db"));
  if (lock === null) return fail("busy");
  try {
    const sqlite = new Sqlite(join(dataDir, "server.db"));
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("foreign_keys = ON");
    const migrated = migrate(sqlite);
    if (!migrated.ok) {
      sqlite.close();
      lock.close();
      return migrated;
    }
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
    return ok({
      db,
      close: async () => {
        await db.destroy();
        lock.close();
      },
    });
  } catch (error) {
    lock.close();
    return storeFailure(error) ?? fail("damaged-database");
  }
}

/** The system releases an exclusive SQLite lock when its process dies, so a killed server leaves nothing behind. */
function claim(path: string): Sqlite.Database | null {
  const lock = new Sqlite(path, { timeout: 0 });
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch {
    lock.close();
    return null;
  }
}

function migrate(sqlite: Sqlite.Database): Result<true> {
  const version = sqlite.pragma("user_version", { simple: true }) as number;
  if (version > migrations.length) return fail("newer-database", { number: version });
  for (let next = version; next < migrations.length; next++) {
    sqlite.transaction(() => {
      sqlite.exec(migrations[next] as string);
      sqlite.pragma(`user_version = ${next + 1}`);
    })();
  }
  return ok(true);
}

/** What SQLite's own refusals mean; null for anything else, which is a bug. */
export function storeFailure(error: unknown): Result<never> | null {
  const code = (error as { code?: unknown }).code;
  if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_WRITE") return fail("storage-full", undefined, "later");
  if (code === "SQLITE_CORRUPT" || code === "SQLITE_NOTADB") return fail("damaged-database");
  return null;
}
