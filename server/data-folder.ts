/**
 * The server's data folder: `server.db` and a lock. One process per folder: the lock is an open exclusive transaction on
 * `lock.db`, which the system releases when its process dies, however it dies, so that nothing stale is ever left.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { fail, ok, type Result } from "../shared/failures.ts";
import { type OpenDatabase, openDatabase, storageFailure } from "./store/database.ts";

export type DataFolder = {
  database: OpenDatabase;
  close(): void;
  /** Lets go of everything as a crash would. */
  crash(): void;
};

/** Opens the folder, made if need be: `busy` where another server has it, `invalid-input` where it cannot be locked or is an app's, else as `openDatabase`. */
export function openDataFolder(folder: string): Result<DataFolder> {
  if (existsSync(join(folder, "profiles")))
    return fail("invalid-input", { field: "data", reason: "profiles" }, "after-act");
  let lock: Sqlite.Database;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = new Sqlite(join(folder, "lock.db"), { timeout: 0 });
  } catch (thrown) {
    return storageFailure(thrown) ?? fail("invalid-input", { field: "data", reason: "folder" }, "after-act");
  }
  const claimed = claim(lock);
  if (!claimed.ok) {
    lock.close();
    return claimed;
  }
  const database = openDatabase(join(folder, "server.db"));
  if (!database.ok) {
    lock.close();
    return database;
  }
  const { close, crash } = database.value;
  const releasing = (act: () => void) => () => {
    act();
    lock.close();
  };
  return ok({ database: database.value, close: releasing(close), crash: releasing(crash) });
}

/** What is not "in use" is something in the way of the file, which holds nothing: whoever runs the server takes it away. */
function claim(lock: Sqlite.Database): Result<true> {
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return ok(true);
  } catch (thrown) {
    const isHeld = String((thrown as { code?: unknown }).code).startsWith("SQLITE_BUSY");
    return isHeld
      ? fail("busy", { field: "data" }, "after-act")
      : fail("invalid-input", { field: "data", reason: "lock" }, "after-act");
  }
}
