/**
 * Opens a profile's database: migrates it step by step, each in one transaction with a backup before, refuses a newer one
 * by name. A refused file is left as it was.
 */
import { type Failed, fail, ok, type Result } from "../../../shared/failures.ts";
import type { Database, ProfileFiles } from "../ports.ts";
import { first } from "./migrations/001-first.ts";
import { draftOrder } from "./migrations/002-draft-order.ts";
import { files } from "./migrations/003-files.ts";
import { activity } from "./migrations/004-activity.ts";
import { letters } from "./migrations/005-letters.ts";
import { audit } from "./migrations/006-audit.ts";

/** Frozen SQL, in order; the version of a database is how many of them it has had. */
export const migrations: readonly string[] = [first, draftOrder, files, activity, letters, audit];

/** `damaged-database`, `newer-database`, `storage-full`. `steps`: other migrations, for rehearsing them. */
export function openProfileStore(
  files: ProfileFiles,
  profile: string,
  steps: readonly string[] = migrations,
): Result<Database> {
  const opened = files.open(profile);
  if (!opened.ok) return opened;
  const db = opened.value;
  try {
    const migrated = migrate(files, profile, { db, steps });
    if (!migrated.ok) db.close();
    return migrated;
  } catch (error) {
    db.close();
    return storeRefusal(error);
  }
}

function migrate(
  files: ProfileFiles,
  profile: string,
  { db, steps }: { db: Database; steps: readonly string[] },
): Result<Database> {
  const version = db.prepare("PRAGMA user_version").get()?.user_version as number;
  const ours = checkFormat(db, version);
  if (!ours.ok) return ours;
  if (version > steps.length) return fail("newer-database", { number: version });
  for (let next = version; next < steps.length; next++) {
    // An empty database has nothing to lose.
    const kept = version === 0 ? ok(true) : files.backup(profile, `before-${next + 1}`);
    if (!kept.ok) return kept;
    db.transaction(() => {
      db.exec(steps[next] as string);
      db.exec(`PRAGMA user_version = ${next + 1}`);
    });
  }
  return ok(db);
}

/** Stands in the header of every profile from migration 1 on: "LKPF". */
const applicationId = 0x4c4b5046;

/**
 * A file with tables of another format is refused by name: the trial version's, which had no migration out of it. One whose
 * header and tables contradict each other is damaged: it is neither made anew nor taken for one in which nothing was written.
 */
function checkFormat(db: Database, version: number): Result<true> {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const found = db.prepare("PRAGMA application_id").get()?.application_id;
  if (tables.length === 0 || found === applicationId)
    return (tables.length === 0) === (version === 0)
      ? ok(true)
      : fail("damaged-database", { reason: "schema" }, "after-act");
  const isTrial = tables.some(({ name }) => name === "item_versions") && tables.some(({ name }) => name === "profile");
  return fail("damaged-database", { reason: isTrial ? "trial-version" : "not-ours" }, "after-act");
}

/**
 * What SQLite's own refusals mean; null for anything else, which is a bug. All statements are fixed and tested on whole
 * files: one that SQLite does not understand, or whose result breaks a rule of its table, was met by a damaged file.
 */
export function storeFailure(error: unknown): Failed | null {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  if (code === "SQLITE_FULL" || code.startsWith("SQLITE_IOERR")) return fail("storage-full", undefined, "after-act");
  return damageCodes.test(code) ? fail("damaged-database", undefined, "after-act") : null;
}

const damageCodes = /^SQLITE_(CORRUPT|NOTADB|ERROR|SCHEMA|MISMATCH|CONSTRAINT|TOOBIG|FORMAT|INTERNAL|NOMEM)/;

/** A step that fails on a whole file is a mistake of ours: only what SQLite says of the file itself is taken for damage. */
function storeRefusal(error: unknown): Failed {
  const failure = storeFailure(error);
  const isOurs = String((error as { code?: unknown } | null)?.code ?? "").startsWith("SQLITE_ERROR");
  if (failure === null || isOurs) throw error;
  return failure;
}

/** Reads from a store that was just opened: what SQLite refuses is the answer. */
export function readStored<T>(db: Database, read: (db: Database) => T): Result<T> {
  try {
    return ok(read(db));
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === null) throw error;
    return failure;
  }
}

/** Whether nothing was ever written into a store's tables. */
export function isUnused(db: Database): boolean {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all();
  return tables.every(({ name }) => db.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() === undefined);
}
