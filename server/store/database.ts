/**
 * Opens the server's SQLite file: WAL, `synchronous=FULL` (what is acknowledged is durable), STRICT tables, numbered
 * migrations in one transaction each, a copy beside it before a migration of a filled one. Refuses a newer database by
 * name. All queries go through Kysely, so that PostgreSQL can stand behind them later.
 */
import { chmodSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { first } from "./migrations/001-first.ts";
import type { Db, Tables } from "./tables.ts";

export type Migration = { number: number; statements: readonly string[] };
export const migrations: readonly Migration[] = [first];

export type OpenDatabase = {
  db: Db;
  close(): void;
  /** Lets go as a crash would: what was not committed is gone, nothing is tidied up. */
  crash(): void;
};

/** `damaged-database`, `newer-database` or `storage-full`; the file stays as it was. */
export function openDatabase(file: string, known: readonly Migration[] = migrations): Result<OpenDatabase> {
  let raw: Sqlite.Database | null = null;
  try {
    raw = new Sqlite(file);
    chmodSync(file, 0o600);
    raw.pragma("journal_mode = WAL");
    raw.pragma("synchronous = FULL");
    raw.pragma("foreign_keys = ON");
    raw.pragma("busy_timeout = 5000");
    const migrated = migrate(raw, file, known);
    if (!migrated.ok) {
      raw.close();
      return migrated;
    }
  } catch (thrown) {
    raw?.close();
    return storageFailure(thrown) ?? fail("damaged-database", { reason: "open" }, "after-act");
  }
  const open = raw;
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withStatementCache(open) }) });
  const close = () => {
    if (open.open) open.close();
  };
  return ok({
    db,
    close,
    crash: () => {
      if (open.open && open.inTransaction) open.exec("ROLLBACK");
      close();
    },
  });
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

/** Brings the file up to the newest known migration. */
function migrate(raw: Sqlite.Database, file: string, known: readonly Migration[]): Result<true> {
  raw.exec("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY) STRICT");
  const done = raw.prepare("SELECT coalesce(max(number), 0) FROM migrations").pluck().get() as number;
  const newest = known.at(-1)?.number ?? 0;
  if (done > newest) return fail("newer-database", { number: done }, "after-act");
  if (done > 0 && done < newest) raw.prepare("VACUUM INTO ?").run(`${file}.before-${newest}-${Date.now()}`);
  for (const { number, statements } of known) {
    if (number <= done) continue;
    raw.transaction(() => {
      for (const statement of statements) raw.exec(statement);
      raw.prepare("INSERT INTO migrations (number) VALUES (?)").run(number);
    })();
  }
  return ok(true);
}

/** Kysely compiles the same few queries again and again; SQLite need not parse them each time. */
function withStatementCache(raw: Sqlite.Database) {
  const prepared = new Map<string, Sqlite.Statement>();
  return {
    close: () => raw.close(),
    prepare: (text: string) => {
      let statement = prepared.get(text);
      if (statement === undefined) {
        statement = raw.prepare(text);
        if (prepared.size >= 200) prepared.clear();
        prepared.set(text, statement);
      }
      // A full disk makes SQLite roll back by itself; Kysely's own rollback after it must not hide why.
      const isDone = () => text === "rollback" && !raw.inTransaction;
      return {
        reader: statement.reader,
        all: (values: readonly unknown[]) => (statement as Sqlite.Statement).all(...values),
        run: (values: readonly unknown[]) =>
          isDone() ? { changes: 0, lastInsertRowid: 0 } : (statement as Sqlite.Statement).run(...values),
        iterate: (values: readonly unknown[]) => (statement as Sqlite.Statement).iterate(...values),
      };
    },
  };
}
