/** Writes an archive part by part, counting: one part at a time is in memory. */
import type { ArchiveSealer } from "../../../../shared/crypto/archive.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import {
  type ArchiveCounts,
  type ArchivePart,
  type ArchivePartOf,
  archivePieceBytes,
  encodeArchivePart,
} from "../../../../shared/model/archive.ts";
import type { HistoryValue } from "../../../../shared/model/item-parts.ts";
import type { SavedFile } from "../../ports.ts";

export type ArchiveWriter = ReturnType<typeof createArchiveWriter>;

/** Begins with what stands before all parts when the first one is put. */
export function createArchiveWriter(file: Pick<SavedFile, "write">, sealer: ArchiveSealer) {
  const counts: ArchiveCounts = { vaults: 0, items: 0, older: 0, files: 0 };
  let left = 0;
  let size = 0;

  function write(bytes: Uint8Array): Result<true> {
    size += bytes.length;
    // What no app reads again is no archive.
    if (size > limits.importBytes) return fail("limit", { field: "archive", number: limits.importBytes }, "after-act");
    return file.write(bytes);
  }

  function put(part: ArchivePart): Result<true> {
    const head = size === 0 ? write(sealer.head) : ok<true>(true);
    if (!head.ok) return head;
    const bytes = encodeArchivePart(part);
    const sealed = sealer.seal(bytes, part.part === "end");
    bytes.fill(0);
    return write(sealed);
  }

  return {
    counts,
    /** How many items, older values and files could not be opened. */
    left: () => left,
    leave(count: number): void {
      left += count;
    },
    begin: (of: Omit<ArchivePartOf<"archive">, "part">) => put({ part: "archive", ...of }),
    vault(of: Omit<ArchivePartOf<"vault">, "part">): Result<true> {
      counts.vaults += 1;
      return put({ part: "vault", ...of });
    },
    /** With its older values, newest first. */
    item(of: Omit<ArchivePartOf<"item">, "part" | "older">, older: readonly HistoryValue[]): Result<true> {
      counts.items += 1;
      counts.older += older.length;
      const begun = put({ part: "item", ...of, older: older.length });
      if (!begun.ok) return begun;
      for (const values of piecesOf(older)) {
        const written = put({ part: "older", values });
        if (!written.ok) return written;
      }
      return ok(true);
    },
    file(of: { name: string; size: number }): Result<true> {
      counts.files += 1;
      return put({ part: "file", ...of });
    },
    piece(bytes: Uint8Array): Result<true> {
      for (let at = 0; at < bytes.length; at += archivePieceBytes.file) {
        const piece = put({ part: "piece", bytes: bytes.subarray(at, at + archivePieceBytes.file) });
        if (!piece.ok) return piece;
      }
      return ok(true);
    },
    end: () => put({ part: "end", ...counts, left }),
  };
}

/** Values in parts that fit. */
function piecesOf(values: readonly HistoryValue[]): HistoryValue[][] {
  const pieces: HistoryValue[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const value of values) {
    const piece = pieces.at(-1);
    bytes += value.value.length;
    if (piece === undefined || bytes > archivePieceBytes.older || piece.length === archivePieceBytes.values) {
      pieces.push([value]);
      bytes = value.value.length;
    } else piece.push(value);
  }
  return pieces;
}
