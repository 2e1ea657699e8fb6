/**
 * SQLite behind the query layer. Every query is compiled and prepared at its first use. There is one connection: while a
 * transaction is open, whoever is not part of it waits, so that nobody reads what may yet be rolled back.
 */
import type Sqlite from "better-sqlite3";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { Db, Query, Value } from "./query.ts";
import type { Tables } from "./tables.ts";

type Prepared = { statement: Sqlite.Statement; parameters: readonly Parameter[] };
/** A value that stands in the query itself, or the name of one that is given at each call. */
type Parameter = { name: string } | { fixed: Value };
type AnyQuery = Query<never, unknown>;

class Marker {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const markers = new Proxy({}, { get: (_, name) => new Marker(String(name)) });

/** Compiles only; it has no connection. */
function compiler(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** The query layer over one open connection. */
export function sqliteDb(raw: Sqlite.Database): Db {
  const prepare = preparer(raw);
  const gate: Gate = { open: null };
  const free = () => gate.open ?? undefined;
  return {
    ...queries(prepare, free),
    transaction: async (work) => {
      while (gate.open !== null) await gate.open;
      const { promise, resolve } = Promise.withResolvers<void>();
      gate.open = promise;
      try {
        return await inTransaction(raw, () => work({ ...queries(prepare, () => undefined), transaction: nested }));
      } finally {
        gate.open = null;
        resolve();
      }
    },
  };
}

/** Pending while a transaction is open. */
type Gate = { open: Promise<void> | null };

function nested(): never {
  throw new Error("a transaction inside a transaction");
}

async function inTransaction<T>(raw: Sqlite.Database, work: () => Promise<T>): Promise<T> {
  raw.exec("BEGIN IMMEDIATE");
  try {
    const result = await work();
    raw.exec("COMMIT");
    return result;
  } catch (thrown) {
    // A full disk makes SQLite roll back by itself, and a crash closes the file: neither may hide what was thrown.
    if (raw.open && raw.inTransaction) raw.exec("ROLLBACK");
    throw thrown;
  }
}

type Prepare = (asked: AnyQuery) => Prepared;

function queries(prepare: Prepare, turn: () => Promise<void> | undefined): Omit<Db, "transaction"> {
  const ready = async () => {
    for (let busy = turn(); busy !== undefined; busy = turn()) await busy;
  };
  return {
    all: async (asked, given) => {
      await ready();
      const { statement, parameters } = prepare(asked);
      return statement.all(...valuesOf(parameters, given)) as never;
    },
    first: async (asked, given) => {
      await ready();
      const { statement, parameters } = prepare(asked);
      return statement.get(...valuesOf(parameters, given)) as never;
    },
    run: async (asked, given) => {
      await ready();
      const { statement, parameters } = prepare(asked);
      return statement.run(...valuesOf(parameters, given)).changes;
    },
    runEach: async (asked, rows) => {
      await ready();
      const { statement, parameters } = prepare(asked);
      for (const row of rows) statement.run(...valuesOf(parameters, row));
    },
  };
}

function valuesOf(parameters: readonly Parameter[], given: Readonly<Record<string, Value>>): Value[] {
  return parameters.map((parameter) => ("name" in parameter ? (given[parameter.name] as Value) : parameter.fixed));
}

function preparer(raw: Sqlite.Database): Prepare {
  const tables = compiler();
  const prepared = new Map<AnyQuery, Prepared>();
  return (asked) => {
    let found = prepared.get(asked);
    if (found === undefined) {
      const { sql, parameters } = asked.build(tables, markers as never).compile();
      found = { statement: raw.prepare(sql), parameters: parameters.map(parameterOf) };
      prepared.set(asked, found);
    }
    return found;
  };
}

function parameterOf(parameter: unknown): Parameter {
  return parameter instanceof Marker ? { name: parameter.name } : { fixed: parameter as Value };
}
