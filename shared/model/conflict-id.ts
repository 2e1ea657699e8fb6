/**
 * The id of a conflict, derived from what it says, so that it means the same after any sync and no key is added to the
 * body [model: Items].
 */
import { hash } from "../crypto/hash.ts";
import type { ConflictId } from "../encoding/ids.ts";
import { base32Bytes, base32Text } from "../text.ts";
import type { Conflict } from "./item-parts.ts";

/** The first 16 bytes of `H("conflict", field, value, version, device)`, as base32 text. */
export function conflictId({ field, value, version, device }: Conflict): ConflictId {
  const whole = hash("conflict", field, value, version, base32Bytes(device) ?? new Uint8Array(0));
  return base32Text(whole.subarray(0, 16)) as ConflictId;
}
