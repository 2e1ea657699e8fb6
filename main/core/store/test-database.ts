/** A profile database in memory for tests of queries. Not part of the app. */
import Sqlite from "better-sqlite3";
import { expect } from "vitest";
import { fail, ok } from "../../../shared/failures.ts";
import type { Database, ProfileFiles, Statement } from "../ports.ts";
import { migrations } from "./open-profile-store.ts";

/** The port over better-sqlite3, as `main/node` has it. */
export function databaseOf(raw: Sqlite.Database): Database {
  return {
    prepare: (sql) => raw.prepare(sql) as unknown as Statement,
    exec: (sql) => void raw.exec(sql),
    transaction: (work) => raw.transaction(work).immediate(),
    close: () => raw.close(),
  };
}

/** An empty database after these migrations. */
export function testDatabase(steps: readonly string[] = migrations): { raw: Sqlite.Database; db: Database } {
  const raw = new Sqlite(":memory:");
  for (const step of steps) raw.exec(step);
  raw.pragma(`user_version = ${steps.length}`);
  return { raw, db: databaseOf(raw) };
}

/** The data folder with one profile in it, whose database is this one; `backups` are the labels that were asked for. */
export function filesOf(raw: Sqlite.Database): ProfileFiles & { backups: string[] } {
  const backups: string[] = [];
  return {
    ...{ backups, claim: () => ok({ release: () => undefined }), list: () => ["profile"], remove: () => undefined },
    // What is closed here stays readable for the test.
    open: () => ok({ ...databaseOf(raw), close: () => undefined }),
    removeBackups: () => ok(true),
    backup: (_, label) => (label === "refused" ? fail("storage-full") : ok(backups.push(label) > 0 || true)),
  };
}

/** Every step of a query goes by an index or a key: nothing is sorted, and without asking for all nothing is scanned. */
export function expectIndexed(raw: Sqlite.Database, sql: string): void {
  const steps = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
  const slow = sql.includes("WHERE") ? /^SCAN|TEMP B-TREE/ : /TEMP B-TREE/;
  for (const { detail } of steps) expect(detail, sql).not.toMatch(slow);
}
