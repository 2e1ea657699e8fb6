/**
 * The lock of the data folder: an exclusive transaction on `lock.db`, which ends with its process, so that a killed app leaves
 * no stale claim behind. The file is always empty: one that a disk damaged holds nothing, and is emptied again.
 */
import { closeSync, constants, fstatSync, ftruncateSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";

/** How long a lock that is just being let go of (the process of before was killed at lock) is waited for. */
const claimWithinMs = 1500;

/** Takes the lock. `busy` where another process has it; `damaged-database` where the folder or the file cannot be used. */
export function claimFolder(dataDir: string): Result<{ release(): void }> {
  const file = join(dataDir, "lock.db");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    return refusal(error, "data-folder");
  }
  const taken = take(file);
  return taken.ok || taken.failure.code === "busy" || !emptied(file) ? taken : take(file);
}

function take(file: string): Result<{ release(): void }> {
  let lock: Sqlite.Database | null = null;
  try {
    lock = new Sqlite(file, { timeout: claimWithinMs });
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    const held = lock;
    return ok({ release: () => void held.close() });
  } catch (error) {
    lock?.close();
    const isHeld = String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY");
    return isHeld ? fail("busy", { reason: "data-folder" }, "after-act") : refusal(error, "lock");
  }
}

function refusal(error: unknown, reason: "data-folder" | "lock"): Failed {
  const { code } = error as { code?: string };
  const isFull = code === "ENOSPC" || code === "SQLITE_FULL";
  return fail(isFull ? "storage-full" : "damaged-database", { reason }, "after-act");
}

/**
 * Empties the file in place: a new one beside it could be locked by two. Only a file that is nothing but this lock, reached
 * through no link: nobody's words are lost to a name in this folder.
 */
function emptied(file: string): boolean {
  let descriptor: number | null = null;
  try {
    // Windows has no such flag, and needs a right of its own for links.
    descriptor = openSync(file, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.nlink !== 1) return false;
    ftruncateSync(descriptor);
    return true;
  } catch {
    return false;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
