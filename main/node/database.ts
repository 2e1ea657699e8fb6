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
    transaction: (work) => (sqlite.inTransaction ? work() : sqlite.transaction(work).immediate()),
    close: () => void sqlite.close(),
  };
}

function wrap(prepared: Sqlite.Statement): Statement {
  return {
    run: (...values: SqlValue[]) => ({ changes: prepared.run(...values).changes }),
    get: (...values) => prepared.get(...values) as SqlRow | undefined,
    all: (...values) => prepared.all(...values) as SqlRow[],
    iterate: (...values) => prepared.iterate(...values) as IterableIterator<SqlRow>,
  };
}
