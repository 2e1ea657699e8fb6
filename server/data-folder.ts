/**
 * The server's data folder: `server.db` and a lock. One process per folder: the lock is an open exclusive transaction on
 * `lock.db`, which the system releases when its process dies, however it dies, so that nothing stale is ever left.
 */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { type Failed, fail, ok, type Result } from "../shared/failures.ts";
import { type OpenDatabase, openDatabase, storageFailure } from "./store/database.ts";

export type DataFolder = {
  database: OpenDatabase;
  close(): void;
  /** Lets go of everything as a crash would. */
  crash(): void;
};

/** The database in a data folder. */
export function databaseOf(folder: string): string {
  return join(folder, "server.db");
}

/**
 * Opens the folder, made if need be: as `lockFolder` where it cannot be had, `invalid-input` (`moved`) where its database was moved
 * to another place, else as `openDatabase`.
 */
export function openDataFolder(folder: string): Result<DataFolder> {
  const locked = lockFolder(folder);
  if (!locked.ok) return locked;
  const release = locked.value;
  const database = wasMoved(folder) ? wrong("moved") : openDatabase(databaseOf(folder));
  if (!database.ok) {
    release();
    return database;
  }
  const { close, crash } = database.value;
  const releasing = (act: () => void) => () => {
    act();
    release();
  };
  return ok({ database: database.value, close: releasing(close), crash: releasing(crash) });
}

/**
 * Has the folder for itself, made if need be, until the answer is called: `busy` where a server runs on it, `invalid-input` where it
 * cannot be locked or is an app's.
 */
export function lockFolder(folder: string): Result<() => void> {
  if (existsSync(join(folder, "profiles"))) return wrong("profiles");
  let lock: Sqlite.Database;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = new Sqlite(join(folder, "lock.db"), { timeout: 0 });
  } catch (thrown) {
    return storageFailure(thrown) ?? wrong("folder");
  }
  const claimed = claim(lock);
  if (claimed.ok) return ok(() => void lock.close());
  lock.close();
  return claimed;
}

/** Its database was moved away and nothing was put in its place: a start would make another server, with other keys. */
function wasMoved(folder: string): boolean {
  return !existsSync(databaseOf(folder)) && readdirSync(folder).some((name) => name.startsWith(movedPrefix));
}

/** What a database is called whose server went to another place. */
export const movedPrefix = "server.db.moved-";

function wrong(reason: string): Failed {
  return fail("invalid-input", { field: "data", reason }, "after-act");
}

/** What is not "in use" is something in the way of the file, which holds nothing: whoever runs the server takes it away. */
function claim(lock: Sqlite.Database): Result<true> {
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return ok(true);
  } catch (thrown) {
    const isHeld = String((thrown as { code?: unknown }).code).startsWith("SQLITE_BUSY");
    return isHeld ? fail("busy", { field: "data" }, "after-act") : wrong("lock");
  }
}
