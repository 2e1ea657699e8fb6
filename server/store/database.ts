/**
 * Opens the server's SQLite file: WAL, `synchronous=FULL` (what is acknowledged is durable), STRICT tables. Refuses by
 * name what it may not touch (`migrate.ts`). All queries go through `query.ts`.
 */
import { chmodSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { checkFile, type Migration, migrate, migrations } from "./migrate.ts";
import type { Db } from "./query.ts";
import { sqliteDb } from "./sqlite.ts";

export type OpenDatabase = {
  db: Db;
  close(): void;
  /** Lets go as a crash would: what was not committed is gone, nothing is tidied up. */
  crash(): void;
  /** Answers whether the database still reads; throws as SQLite does. */
  probe(): void;
  /** Reads or sets a setting of the connection, for tests of durability and of a full disk. */
  pragma(text: string): unknown;
};

/** The write-ahead log is folded into the file after so many pages: seldom, because each fold costs two more syncs. */
const pagesBetweenFolds = 4000;

/** `damaged-database`, `newer-database` or `storage-full`; a refused file stays as it was. */
export function openDatabase(file: string, known: readonly Migration[] = migrations): Result<OpenDatabase> {
  let raw: Sqlite.Database | null = null;
  try {
    const sound = checkFile(file, known);
    if (!sound.ok) return sound;
    raw = new Sqlite(file);
    chmodSync(file, 0o600);
    raw.pragma("journal_mode = WAL");
    raw.pragma("synchronous = FULL");
    raw.pragma(`wal_autocheckpoint = ${pagesBetweenFolds}`);
    raw.pragma("foreign_keys = ON");
    raw.pragma("busy_timeout = 5000");
    migrate(raw, file, known);
  } catch (thrown) {
    raw?.close();
    return storageFailure(thrown) ?? fail("damaged-database", { reason: "open" }, "after-act");
  }
  return ok(handleOf(raw));
}

function handleOf(raw: Sqlite.Database): OpenDatabase {
  const probe = raw.prepare("SELECT 1");
  const close = () => {
    if (raw.open) raw.close();
  };
  return {
    db: sqliteDb(raw),
    close,
    crash: () => {
      if (raw.open && raw.inTransaction) raw.exec("ROLLBACK");
      close();
    },
    probe: () => void probe.get(),
    pragma: (text) => raw.pragma(text, { simple: true }),
  };
}

/** The failure that stands for what SQLite threw, or null where it is no matter of storage. */
export function storageFailure(thrown: unknown): Result<never> | null {
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? String(thrown.code) : "";
  if (code.startsWith("SQLITE_FULL") || code.startsWith("SQLITE_IOERR"))
    return fail("storage-full", undefined, "later");
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB"))
    return fail("damaged-database", undefined, "after-act");
  return null;
}
