/** The verified log and the blobs beside it. */
import type { Hash } from "../../../shared/encoding/ids.ts";
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

/** The entries' bytes from the first on, as far as none is missing: a row under another number is not where it belongs. */
export function readEntries(db: Database): Uint8Array[] {
  const rows = db.prepare("SELECT seq, bytes FROM log_entries ORDER BY seq").all();
  const gap = rows.findIndex(({ seq }, at) => seq !== at);
  return rows.slice(0, gap === -1 ? rows.length : gap).map(({ bytes }) => bytesIn(bytes));
}

/** Those above a number, as they lie there. */
export function readEntriesAbove(db: Database, above: number): Uint8Array[] {
  return readEntries(db).slice(above + 1);
}

/** What lies under a number, whatever it is, or null; `local/named-bytes.ts` looks whether it is the log's. */
export function findEntryRow(db: Database, seq: number): Uint8Array | null {
  const row = db.prepare("SELECT bytes FROM log_entries WHERE seq = ?").get(seq);
  return row === undefined ? null : bytesIn(row.bytes);
}

/** Number and hash of the newest entry as the columns name them, or null. */
export function readLogHead(db: Database): { seq: number; hash: Hash } | null {
  const row = db.prepare("SELECT seq, hash FROM log_entries ORDER BY seq DESC LIMIT 1").get();
  return row === undefined ? null : { seq: row.seq as number, hash: row.hash as Hash };
}

/** Keeps verified entries; a row that stood there already was damaged here. Inside the caller's transaction where there is more to write. */
export function addEntries(db: Database, entries: { seq: number; hash: Hash; bytes: Uint8Array }[]): void {
  const insert = db.prepare("INSERT OR REPLACE INTO log_entries (seq, hash, bytes) VALUES (?, ?, ?)");
  for (const { seq, hash, bytes } of entries) insert.run(seq, hash, bytes);
}

/** Entries above a number give way to others that were verified on it; inside the caller's transaction. */
export function replaceEntries(
  db: Database,
  above: number,
  entries: { seq: number; hash: Hash; bytes: Uint8Array }[],
): void {
  db.prepare("DELETE FROM log_entries WHERE seq > ?").run(above);
  addEntries(db, entries);
}

/** Keeps blobs by their hash, which the caller computed from them. */
export function addBlobs(db: Database, blobs: { hash: Hash; bytes: Uint8Array }[]): void {
  const insert = db.prepare("INSERT OR REPLACE INTO log_blobs (hash, bytes) VALUES (?, ?)");
  for (const { hash, bytes } of blobs) insert.run(hash, bytes);
}

/** What lies under a hash, whatever it is; `local/named-bytes.ts` looks whether it is what the hash names. */
export function readBlobRow(db: Database, hash: Hash): Uint8Array | null {
  const row = db.prepare("SELECT bytes FROM log_blobs WHERE hash = ?").get(hash);
  return row === undefined ? null : bytesIn(row.bytes);
}
