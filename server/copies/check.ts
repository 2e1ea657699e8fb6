/**
 * Checks a database without writing to it, also while a server runs on it: SQLite's own structures, then every log, chain, key
 * blob, envelope and file from the stored bytes, by the code that apps and server verify with. One snapshot is looked at.
 */
import { existsSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { openDatabase, storageFailure } from "../store/database.ts";
import { findIdentity } from "../store/identity-store.ts";
import { listTeams } from "../store/log-store.ts";
import { checkFile, isBehind, migrations } from "../store/migrate.ts";
import type { Db } from "../store/query.ts";
import { sqliteDb } from "../store/sqlite.ts";
import { checkTeam } from "./check-team.ts";
import { emptyReport, type Report } from "./report.ts";
import { dropBeside, snapshotInto } from "./snapshot.ts";

/**
 * Faults are in the report; `newer-database` or `damaged-database` where nothing could be looked at, `invalid-input` where there is no such file. What an older version wrote
 * is looked at in a copy beside it that is brought up to date and taken away again: `storage-full` where there is no space.
 */
export async function checkDatabase(file: string): Promise<Result<Report>> {
  if (!existsSync(file)) return fail("invalid-input", { field: "data", reason: "no-server" }, "after-act");
  let raw: Sqlite.Database | null = null;
  try {
    const sound = checkFile(file, migrations);
    if (!sound.ok) return sound;
    raw = new Sqlite(file, { readonly: true, fileMustExist: true });
    if (isBehind(raw)) return await checkUpdated(raw, file);
    const report = emptyReport();
    raw.exec("BEGIN");
    checkStructures(raw, report);
    await checkContents(sqliteDb(raw), report);
    return ok(report);
  } catch (thrown) {
    return storageFailure(thrown) ?? fail("damaged-database", { reason: "open" }, "after-act");
  } finally {
    raw?.close();
  }
}

async function checkUpdated(raw: Sqlite.Database, file: string): Promise<Result<Report>> {
  const copy = `${file}.checked-copy`;
  try {
    snapshotInto(raw, copy);
    const opened = openDatabase(copy);
    if (!opened.ok) return opened;
    opened.value.close();
    return await checkDatabase(copy);
  } finally {
    dropBeside(copy);
  }
}

function checkStructures(raw: Sqlite.Database, { faults }: Report): void {
  const answers = raw.pragma("integrity_check(20)") as { integrity_check: string }[];
  if (answers.some(({ integrity_check }) => integrity_check !== "ok"))
    faults.push({ code: "damaged-database", reason: "structure" });
  if ((raw.pragma("foreign_key_check") as unknown[]).length > 0)
    faults.push({ code: "damaged-database", reason: "references" });
}

async function checkContents(db: Db, report: Report): Promise<void> {
  const identity = await findIdentity(db);
  if (identity?.seed.length !== 32) report.faults.push({ code: "damaged-database", reason: "server-keys" });
  for (const row of await listTeams(db)) await checkTeam(db, row, report);
}
