/** Ids and hashes as the byte strings that stand in contexts and bundles. */
import { base32Bytes } from "../text.ts";

/** The bytes behind an id or hash in memory; a text that is none is a bug. */
export function idBytes(id: string): Uint8Array {
  const bytes = base32Bytes(id);
  if (bytes === null) throw new Error("not an id");
  return bytes;
}
