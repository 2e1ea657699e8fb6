/**
 * The inner header of KDBX 4, read from a stream of pieces: the inner cipher with its key, and the contents of attached
 * files.
 */

import type { Failure } from "../../../../shared/failures.ts";
import { joinBytes } from "../../../../shared/text.ts";
import type { Binaries, BinaryWriter, KdbxBinary } from "./binaries.ts";
import { littleEndian } from "./bytes.ts";
import { type InnerCipher, innerCipherOf } from "./header.ts";
import { kdbxLimits } from "./limits.ts";
import { damagedFailure, limitFailure } from "./refusals.ts";

export type InnerHeader = { cipher: InnerCipher; key: Uint8Array; binaries: KdbxBinary[] };

/** Takes pieces until the header is whole; `rest` are the bytes of that piece which follow it. */
export type InnerHeaderReader = {
  push(
    piece: Uint8Array,
  ): { state: "more" } | { state: "whole"; rest: Uint8Array } | { state: "failed"; failure: Failure };
  header(): InnerHeader | null;
};

const keptFieldBytes = 4096;

/** The content of one field after the other; its first byte says how a program protects it in its memory. */
function contentIn(kept: Binaries | null, binaries: KdbxBinary[]) {
  let writer: BinaryWriter | null = null;
  let hasFlags = false;
  return {
    begin() {
      writer = kept?.begin(false) ?? null;
      hasFlags = false;
    },
    push(part: Uint8Array) {
      writer?.push(hasFlags ? part : part.subarray(1));
      hasFlags ||= part.length > 0;
    },
    end() {
      if (writer !== null) binaries.push(writer.end());
    },
  };
}

const failed = (reason: string) => ({ state: "failed" as const, failure: damagedFailure(reason) });
const tooManyParts = (number: number) => ({ state: "failed" as const, failure: limitFailure("parts", number) });

/** A reader for one file; contents go to `kept`, and pass by where that is null. */
export function createInnerHeaderReader(kept: Binaries | null): InnerHeaderReader {
  let start: Uint8Array = new Uint8Array(0);
  let field: { id: number; left: number; parts: Uint8Array[] } | null = null;
  let cipher: InnerCipher | null = null;
  let key: Uint8Array | null = null;
  const binaries: KdbxBinary[] = [];
  const content = contentIn(kept, binaries);
  let count = 0;

  /** Keeps what a finished field says; a failure where it makes no sense. */
  const finish = (id: number, bytes: Uint8Array): Failure | null => {
    if (id === 1) {
      const found = innerCipherOf(littleEndian(bytes));
      if (!found.ok) return found.failure;
      cipher = found.value;
    }
    if (id === 2) key = bytes;
    return null;
  };

  return {
    push: (piece) => {
      let at = 0;
      while (at < piece.length) {
        if (field === null) {
          const need = 5 - start.length;
          start = joinBytes([start, piece.subarray(at, at + need)]);
          at += need;
          if (start.length < 5) return { state: "more" };
          const length = littleEndian(start.subarray(1)) ?? 0;
          field = { id: start[0] ?? 0, left: length, parts: [] };
          start = new Uint8Array(0);
          if (count > kdbxLimits.parts) return tooManyParts(count);
          if (field.id === 3) {
            count += 1;
            content.begin();
          } else if (length > keptFieldBytes) return failed("inner-header");
        }
        const part = piece.subarray(at, at + field.left);
        at += part.length;
        field.left -= part.length;
        if (field.id !== 3) field.parts.push(part.slice());
        else content.push(part);
        if (field.left > 0) return { state: "more" };
        const { id, parts } = field;
        field = null;
        if (id === 3) content.end();
        if (id === 0) {
          return cipher === null || key === null
            ? failed("inner-header")
            : { state: "whole", rest: piece.subarray(at) };
        }
        const failure = finish(id, joinBytes(parts));
        if (failure !== null) return { state: "failed", failure };
      }
      return { state: "more" };
    },
    header: () => (cipher === null || key === null ? null : { cipher, key, binaries }),
  };
}
