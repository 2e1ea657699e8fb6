/** Reading columns of a file that may be damaged: SQLite checks types when it writes and not when it reads. */
import type { SqlValue } from "../ports.ts";

/** The bytes in a column; none where something else stands there, which then opens as nothing. */
export function bytesIn(value: SqlValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array(0);
}
