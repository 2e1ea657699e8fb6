/** Letters of an open profile's file: what was written here, sealed, and what came, as received. */
import type { Hash, LetterId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Database, SqlRow } from "../ports.ts";
import { bytesIn } from "./columns.ts";

export type SealedOut = { hash: Hash; sealed: Uint8Array };
/** `hash` is that of the bytes: two with one id stand beside each other. */
export type InRow = { letter: LetterId; epoch: number; hash: Hash; bytes: Uint8Array };

/** Everything that was written here. */
export function listOut(db: Database): SealedOut[] {
  const rows = db.prepare("SELECT hash, sealed FROM letters_out").all();
  return rows.map(({ hash, sealed }) => ({ hash: String(hash) as Hash, sealed: bytesIn(sealed) }));
}

/** Puts what was written here, new or changed. */
export function putOut(db: Database, { hash, sealed }: SealedOut): void {
  db.prepare("INSERT OR REPLACE INTO letters_out (hash, sealed) VALUES (?, ?)").run(hash, sealed);
}

/** Takes away what was written here and need not be kept. */
export function removeOut(db: Database, hash: Hash): void {
  db.prepare("DELETE FROM letters_out WHERE hash = ?").run(hash);
}

/** Everything that came to an inbox, in the order in which it came. */
export function listIn(db: Database, vault: VaultId): InRow[] {
  const rows = db
    .prepare("SELECT letter, epoch, hash, bytes FROM letters_in WHERE vault = ? ORDER BY rowid")
    .all(vault);
  return rows.map(inRow);
}

function inRow({ letter, epoch, hash, bytes }: SqlRow): InRow {
  return {
    letter: String(letter) as LetterId,
    epoch: Number(epoch),
    hash: String(hash) as Hash,
    bytes: bytesIn(bytes),
  };
}

/** What came to an inbox and still has its bytes, above this place in the order, so many at most. */
export function listUntaken(db: Database, vault: VaultId, above: number, most: number): (InRow & { place: number })[] {
  const sql = `SELECT rowid AS place, letter, epoch, hash, bytes FROM letters_in
    WHERE vault = ? AND rowid > ? AND length(bytes) > 0 ORDER BY rowid LIMIT ?`;
  const rows = db.prepare(sql).all(vault, above, most);
  return rows.map((row) => ({ place: Number(row.place), ...inRow(row) }));
}

/** What it held lies elsewhere, or counts for nothing: that it came is all that is kept. */
export function emptyIn(db: Database, place: number): void {
  db.prepare("UPDATE letters_in SET bytes = zeroblob(0) WHERE rowid = ?").run(place);
}

/** Takes away all that came to an inbox. */
export function removeIn(db: Database, vault: VaultId): void {
  db.prepare("DELETE FROM letters_in WHERE vault = ?").run(vault);
}

/** How many came to an inbox. */
export function countIn(db: Database, vault: VaultId): number {
  return Number(db.prepare("SELECT COUNT(*) AS count FROM letters_in WHERE vault = ?").get(vault)?.count ?? 0);
}

/** Whether this one is here. */
export function hasIn(db: Database, vault: VaultId, { letter, epoch, hash }: Omit<InRow, "bytes">): boolean {
  const sql = "SELECT 1 FROM letters_in WHERE vault = ? AND letter = ? AND epoch = ? AND hash = ?";
  return db.prepare(sql).get(vault, letter, epoch, hash) !== undefined;
}

/** Keeps what came; what is here already stays as it is. */
export function addIn(db: Database, vault: VaultId, rows: readonly InRow[]): void {
  const insert = db.prepare(
    "INSERT OR IGNORE INTO letters_in (vault, letter, epoch, hash, bytes) VALUES (?, ?, ?, ?, ?)",
  );
  for (const { letter, epoch, hash, bytes } of rows) insert.run(vault, letter, epoch, hash, bytes);
}

/** Nothing that came is there any more: all of it is asked for anew. */
export function dropAllIn(db: Database): void {
  db.prepare("DELETE FROM letters_in").run();
}
