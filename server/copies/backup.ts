/** Makes a checked copy of a server's database in one file, while the server runs or not. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { databaseOf } from "../data-folder.ts";
import { storageFailure } from "../store/database.ts";
import { checkFile, migrations } from "../store/migrate.ts";
import { checkDatabase } from "./check.ts";
import type { Report } from "./report.ts";
import { dropBeside, renameSafely, snapshotInto } from "./snapshot.ts";

export type Copied = { file: string; bytes: number; report: Report };

/**
 * The copy appears under its name only once it is whole, on the disk and proven; where it has faults nothing is kept, and the report
 * says them. `invalid-input`: `data` holds no server, `to` exists already or cannot be written; `newer-database`,
 * `damaged-database`, `storage-full`.
 */
export async function backup(
  { dataDir, to }: { dataDir: string; to: string },
  now: number = Date.now(),
): Promise<Result<Copied>> {
  const source = databaseOf(dataDir);
  if (!existsSync(source)) return wrong("data", "no-server");
  const file = fileFor(to, now);
  if (existsSync(file)) return wrong("to", "exists");
  const part = `${file}.part`;
  const made = makeCopy(source, part);
  if (!made.ok) return made;
  let isKept = false;
  try {
    const report = await checkDatabase(part);
    if (!report.ok) return report;
    const { size } = statSync(part);
    isKept = report.value.faults.length === 0;
    if (isKept) renameSafely(part, file);
    return ok({ file, bytes: size, report: report.value });
  } finally {
    if (!isKept) dropBeside(part);
  }
}

/** A folder takes one file per copy, named by its time. */
function fileFor(to: string, now: number): string {
  const isFolder = statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(to, `latchkey-server-${stampOf(now)}.db`) : to;
}

/** A time for a file's name, in UTC. */
export function stampOf(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replaceAll(":", "-");
}

function makeCopy(source: string, part: string): Result<true> {
  let raw: Sqlite.Database | null = null;
  try {
    const sound = checkFile(source, migrations);
    if (!sound.ok) return sound;
    raw = new Sqlite(source, { readonly: true, fileMustExist: true });
    snapshotInto(raw, part);
    return ok(true);
  } catch (thrown) {
    return storageFailure(thrown) ?? (isOfFiles(thrown) ? wrong("to", "folder") : damaged());
  } finally {
    raw?.close();
  }
}

function isOfFiles(thrown: unknown): boolean {
  return thrown instanceof Error && "syscall" in thrown;
}

function damaged(): Failed {
  return fail("damaged-database", { reason: "open" }, "after-act");
}

function wrong(field: "data" | "to", reason: string): Failed {
  return fail("invalid-input", { field, reason }, "after-act");
}
