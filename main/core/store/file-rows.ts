/** Sealed files on this computer, part by part. Nothing here can open one; whether a part is right its reader finds out. */
import type { BlobId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

export type FileState = "making" | "waiting" | "kept";
export type FileRow = { blob: BlobId; vault: VaultId; state: FileState; parts: number };

export type FileRows = {
  find(blob: BlobId): FileRow | null;
  /** Files to be sent. */
  waiting(): FileRow[];
  /** How many sealed bytes they have. */
  waitingBytes(): number;
  /** Appends the next part; the first one makes the row. */
  add(file: Omit<FileRow, "parts">, part: { part: number; bytes: Uint8Array }): void;
  part(blob: BlobId, part: number): Uint8Array | null;
  setState(blob: BlobId, state: FileState): void;
  /** It is wanted now: of kept files those go first that nobody wanted for long. */
  touch(blob: BlobId): void;
  remove(blobs: readonly BlobId[]): void;
  /** Takes kept files away, those that nobody wanted for longest first, until they have at most so many bytes. */
  bound(bytes: number, except: BlobId | null): void;
};

const columns = "SELECT blob, vault, state, parts FROM attachment_files";

/** Prepares the statements on an open profile database; what an earlier run left in making is gone with its key. */
export function createFileRows(db: Database, now: () => number): FileRows {
  const remove = (blobs: readonly BlobId[]): void =>
    db.transaction(() => {
      for (const blob of blobs) {
        db.prepare("DELETE FROM attachment_parts WHERE blob = ?").run(blob);
        db.prepare("DELETE FROM attachment_files WHERE blob = ?").run(blob);
      }
    });
  const list = (sql: string): FileRow[] => db.prepare(sql).all().map(rowOf);
  const left = list(`${columns} WHERE state = 'making'`);
  if (left.length > 0) remove(left.map(({ blob }) => blob));
  return {
    remove,
    find(blob) {
      const row = db.prepare(`${columns} WHERE blob = ?`).get(blob);
      return row === undefined ? null : rowOf(row);
    },
    waitingBytes: () =>
      (
        db.prepare("SELECT COALESCE(SUM(bytes), 0) AS bytes FROM attachment_files WHERE state = 'waiting'").get() as {
          bytes: number;
        }
      ).bytes,
    waiting: () => list(`${columns} WHERE state = 'waiting'`),
    add: ({ blob, vault, state }, { part, bytes }) =>
      db.transaction(() => {
        db.prepare("INSERT OR REPLACE INTO attachment_parts (blob, part, bytes) VALUES (?, ?, ?)").run(
          blob,
          part,
          bytes,
        );
        db.prepare(
          `INSERT INTO attachment_files (blob, vault, state, parts, bytes, used) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (blob) DO UPDATE SET parts = excluded.parts, state = excluded.state, bytes = bytes + excluded.bytes`,
        ).run(blob, vault, state, part + 1, bytes.length, now());
      }),
    part(blob, part) {
      const row = db.prepare("SELECT bytes FROM attachment_parts WHERE blob = ? AND part = ?").get(blob, part);
      return row === undefined ? null : bytesIn(row.bytes);
    },
    setState: (blob, state) => void db.prepare("UPDATE attachment_files SET state = ? WHERE blob = ?").run(state, blob),
    touch: (blob) => void db.prepare("UPDATE attachment_files SET used = ? WHERE blob = ?").run(now(), blob),
    bound(most, except) {
      let bytes = 0;
      const newest = db
        .prepare("SELECT blob, bytes FROM attachment_files WHERE state = 'kept' ORDER BY used DESC")
        .all();
      const gone = newest.filter((row) => {
        bytes += row.bytes as number;
        return bytes > most && row.blob !== except;
      });
      if (gone.length > 0) remove(gone.map(({ blob }) => blob as BlobId));
    },
  };
}

function rowOf(row: Record<string, unknown>): FileRow {
  const { blob, vault, state, parts } = row as FileRow;
  return { blob, vault, state, parts };
}
