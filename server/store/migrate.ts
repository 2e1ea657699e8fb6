/**
 * Numbered migrations: one transaction each, a copy beside the file before a filled one is changed. Before anything is
 * written a file is looked at through a connection that cannot write: what is newer, damaged or of the trial version is
 * refused by name and stays byte for byte as it was.
 */
import { statSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { first } from "./migrations/001-first.ts";
import { shares } from "./migrations/002-shares.ts";
import { blobs } from "./migrations/003-blobs.ts";
import { letters } from "./migrations/004-letters.ts";
import { heads } from "./migrations/005-heads.ts";
import { lacking } from "./migrations/006-lacking.ts";
import { secondFactors } from "./migrations/007-second-factors.ts";
import { tombstones } from "./migrations/008-tombstones.ts";
import { factorEvents } from "./migrations/009-factor-events.ts";

export type Migration = { number: number; statements: readonly string[] };
export const migrations: readonly Migration[] = [
  ...[first, shares, blobs, letters, heads, lacking],
  ...[secondFactors, tombstones, factorEvents],
];

/** Stands in the file's header from migration 1 on: "LKSV". */
export const applicationId = 0x4c4b5356;

/** `newer-database`, or `damaged-database` (`trial-version` for a folder of First light); a missing file is sound. */
export function checkFile(file: string, known: readonly Migration[]): Result<true> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.size === 0) return ok(true);
  const raw = new Sqlite(file, { readonly: true });
  try {
    const tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    if (tables.length === 0) return ok(true);
    if (raw.pragma("application_id", { simple: true }) !== applicationId) {
      const isTrial = tables.includes("migrations") && tables.includes("log_entries");
      return fail("damaged-database", { reason: isTrial ? "trial-version" : "not-ours" }, "after-act");
    }
    const done = lastDone(raw);
    return done > newestOf(known) ? fail("newer-database", { number: done }, "after-act") : ok(true);
  } finally {
    raw.close();
  }
}

/** Brings a checked file up to the newest known migration. */
export function migrate(raw: Sqlite.Database, file: string, known: readonly Migration[]): void {
  raw.exec("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY) STRICT");
  const done = lastDone(raw);
  const newest = newestOf(known);
  if (done > 0 && done < newest) raw.prepare("VACUUM INTO ?").run(`${file}.before-${newest}-${Date.now()}`);
  for (const { number, statements } of known) {
    if (number <= done) continue;
    raw.transaction(() => {
      for (const statement of statements) raw.exec(statement);
      raw.prepare("INSERT INTO migrations (number) VALUES (?)").run(number);
    })();
  }
}

/** Whether migrations are left to do on this file of ours. */
export function isBehind(raw: Sqlite.Database, known: readonly Migration[] = migrations): boolean {
  return lastDone(raw) < newestOf(known);
}

function lastDone(raw: Sqlite.Database): number {
  return raw.prepare("SELECT coalesce(max(number), 0) FROM migrations").pluck().get() as number;
}

function newestOf(known: readonly Migration[]): number {
  return known.at(-1)?.number ?? 0;
}
