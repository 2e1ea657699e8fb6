/** Puts a copy in the place of a server's database. Nothing of what was there is taken away. */
import { constants, copyFileSync, existsSync, renameSync, statSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { databaseOf, lockFolder } from "../data-folder.ts";
import { stepAt } from "../secondfactor/code.ts";
import { openDatabase, storageFailure } from "../store/database.ts";
import { dropSetupTokens } from "../store/identity-store.ts";
import { dropFactorUses } from "../store/second-factor-store.ts";
import { stampOf } from "./backup.ts";
import { checkDatabase } from "./check.ts";
import type { Report } from "./report.ts";
import { dropBeside, foldLog, renameSafely, snapshotInto, syncFile } from "./snapshot.ts";

/** `kept`: where the database lies now that was there before; null where none was. */
export type Restored = { kept: string | null; report: Report };

type Asked = { from: string; dataDir: string; replace: boolean };

/**
 * `from` is a copy or a folder with one. It is proven first, then again as it lies in the folder. One with faults is not put in place: the report says them.
 * `invalid-input`: `from` is missing, or `data` holds a server already and `replace` was not said; `busy`: a server runs there.
 * Setup codes of the time of the copy are good for nothing afterwards: they may have been spent since.
 * So may recovery codes of second factors: none counts any more, nor does a code of an authenticator from before.
 */
export async function restore({ from, dataDir, replace }: Asked, now: number = Date.now()): Promise<Result<Restored>> {
  const source = statSync(from, { throwIfNoEntry: false })?.isDirectory() === true ? databaseOf(from) : from;
  if (!existsSync(source)) return wrong("from", "missing");
  const report = await checkDatabase(source);
  if (!report.ok) return report;
  if (report.value.faults.length > 0) return ok({ kept: null, report: report.value });
  const locked = lockFolder(dataDir);
  if (!locked.ok) return locked;
  try {
    if (existsSync(databaseOf(dataDir)) && !replace) return wrong("data", "filled");
    return await putInPlace(source, databaseOf(dataDir), now);
  } finally {
    locked.value();
  }
}

async function putInPlace(from: string, file: string, now: number): Promise<Result<Restored>> {
  const next = `${file}.restoring`;
  try {
    dropBeside(next);
    copyOut(from, next);
    const opened = openDatabase(next);
    if (!opened.ok) return opened;
    await dropSetupTokens(opened.value.db);
    await dropFactorUses(opened.value.db, stepAt(now));
    opened.value.close();
    foldLog(next);
    const report = await checkDatabase(next);
    if (!report.ok) return report;
    if (report.value.faults.length > 0) return ok({ kept: null, report: report.value });
    syncFile(next);
    const kept = existsSync(file) ? keepOld(file, `${file}.before-restore-${stampOf(now)}`) : null;
    renameSafely(next, file);
    return ok({ kept, report: report.value });
  } catch (thrown) {
    return storageFailure(thrown) ?? wrong("data", "folder");
  } finally {
    dropBeside(next);
  }
}

/** With what stands in its write-ahead log, where it is the database of a folder that was copied as it was. */
function copyOut(from: string, next: string): void {
  const raw = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    snapshotInto(raw, next);
  } finally {
    raw.close();
  }
}

/**
 * What is in the write-ahead log belongs to the old file and to no other: it is folded in, or goes with it where the file is too
 * damaged for that. The old name stays taken until the new file has it: at no moment is there a folder without a database, on
 * which a start would make a new server.
 */
function keepOld(file: string, kept: string): string {
  try {
    foldLog(file);
  } catch {
    // Damaged: it is kept as it is.
  }
  copyFileSync(file, kept, constants.COPYFILE_EXCL);
  for (const end of ["-wal", "-shm", "-journal"])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${kept}${end}`);
  syncFile(kept);
  return kept;
}

function wrong(field: "data" | "from", reason: string): Failed {
  return fail("invalid-input", { field, reason }, "after-act");
}
