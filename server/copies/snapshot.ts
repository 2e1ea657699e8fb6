/** A consistent copy of a database as one file of its own, readable by its owner alone and on the disk when this returns. */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Sqlite from "better-sqlite3";

/**
 * Writes what the connection sees now into `file`, which must not exist, while others go on reading and writing. Throws as SQLite
 * and the file system do; what was written of it is then gone.
 */
export function snapshotInto(raw: Sqlite.Database, file: string): void {
  // Made first, so that at no time it can be read by anybody else; SQLite takes an empty file as its own.
  closeSync(openSync(file, "wx", 0o600));
  try {
    raw.prepare("VACUUM INTO ?").run(file);
    syncFile(file);
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  }
}

/** Writes what stands in a database's write-ahead log into the database, and takes the log away. Throws where it is damaged. */
export function foldLog(file: string): void {
  const raw = new Sqlite(file, { fileMustExist: true });
  try {
    raw.pragma("journal_mode = DELETE");
  } finally {
    raw.close();
  }
}

/** Waits until a file's bytes are on the disk. */
export function syncFile(file: string): void {
  const opened = openSync(file, "r+");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Gives a file another name, over whatever has it, on the disk when this returns. */
export function renameSafely(from: string, to: string): void {
  renameSync(from, to);
  // Windows opens no folders; its rename is written through.
  if (process.platform === "win32") return;
  const folder = openSync(dirname(to), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Takes a scratch file away with all that SQLite and a migration laid beside it. */
export function dropBeside(file: string): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder)) if (name.startsWith(basename(file))) rmSync(join(folder, name));
}
