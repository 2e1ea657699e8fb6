/** The database port on better-sqlite3: WAL, `synchronous=FULL`, statements prepared once. */
import Sqlite from "better-sqlite3";
import type { Database, SqlRow, SqlValue, Statement } from "../core/ports.ts";

/** Opens (or makes) a database file; throws SQLite's own error where it refuses. */
export function openDatabase(path: string): Database {
  const sqlite = new Sqlite(path, { timeout: 2000 });
  try {
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("secure_delete = ON");
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const statements = new Map<string, Statement>();
  return {
    prepare(sql) {
      const had = statements.get(sql);
      if (had !== undefined) return had;
      const prepared = wrap(sqlite.prepare(sql));
      statements.set(sql, prepared);
      return prepared;
    },
    exec: (sql) => void sqlite.exec(sql),
    transaction: (work) => transact(sqlite, work),
    close: () => void sqlite.close(),
  };
}

/** Work inside work is part of the outer transaction: what fails there is the outer one's to roll back. */
function transact<T>(sqlite: Sqlite.Database, work: () => T): T {
  if (sqlite.inTransaction) return work();
  sqlite.exec("BEGIN IMMEDIATE");
  try {
    const done = work();
    sqlite.exec(isFailed(done) ? "ROLLBACK" : "COMMIT");
    return done;
  } catch (error) {
    // SQLite itself may have ended it, for instance on a full disk.
    if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
    throw error;
  }
}

function isFailed(done: unknown): boolean {
  return typeof done === "object" && done !== null && "ok" in done && done.ok === false;
}

function wrap(prepared: Sqlite.Statement): Statement {
  return {
    run: (...values: SqlValue[]) => ({ changes: prepared.run(...values).changes }),
    get: (...values) => prepared.get(...values) as SqlRow | undefined,
    all: (...values) => prepared.all(...values) as SqlRow[],
    iterate: (...values) => prepared.iterate(...values) as IterableIterator<SqlRow>,
  };
}
