/**
 * The one query layer: queries are written once with Kysely, typed against the tables, and know nothing of the engine
 * that runs them. An engine compiles each of them a single time for its own dialect and keeps the prepared statement, so
 * that a request costs no building of SQL; another engine (PostgreSQL) is another file beside `sqlite.ts`.
 */
import type { Compilable, Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** What a parameter of a query can be. */
export type Value = number | string | Uint8Array | null;
type Values = Record<string, Value>;

/** A query with named parameters. `build` is called once by an engine, with a marker in the place of each value. */
export type Query<Given extends Values, Row> = {
  build(tables: Kysely<Tables>, given: Given): Compilable<Row>;
};

/** Declares a query; its parameters are what `build` takes from its second argument. */
export function query<Given extends Values, Row>(
  build: (tables: Kysely<Tables>, given: Given) => Compilable<Row>,
): Query<Given, Row> {
  return { build };
}

/** A database, or an open transaction on it. */
export type Db = {
  all<Given extends Values, Row>(asked: Query<Given, Row>, given: Given): Promise<Row[]>;
  first<Given extends Values, Row>(asked: Query<Given, Row>, given: Given): Promise<Row | undefined>;
  /** Runs a statement; answers how many rows it changed. */
  run<Given extends Values>(asked: Query<Given, unknown>, given: Given): Promise<number>;
  /** Runs one statement for each of many rows. */
  runEach<Given extends Values>(asked: Query<Given, unknown>, rows: readonly Given[]): Promise<void>;
  /** All of `work` or none of it, seen by nobody before its end; durable when this resolves. */
  transaction<T>(work: (inside: Db) => Promise<T>): Promise<T>;
};
