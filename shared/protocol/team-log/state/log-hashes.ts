/**
 * Hashes of all entries up to a head, by their number. Kept in blocks that states share: the next entry copies the last
 * block, never the whole, also where an entry was tried on a state before.
 */
import type { Hash } from "../../../encoding/ids.ts";

const blockLength = 256;

export type LogHashes = { readonly full: readonly (readonly Hash[])[]; readonly last: readonly Hash[] };

/** The hashes of a log that holds its genesis alone. */
export function firstHashes(genesis: Hash): LogHashes {
  return { full: [], last: [genesis] };
}

/** The hashes with that of the next entry. */
export function addHash({ full, last }: LogHashes, next: Hash): LogHashes {
  return last.length < blockLength ? { full, last: [...last, next] } : { full: [...full, last], last: [next] };
}

/** The hash of the entry `seq`, or null above the head. */
export function hashAt({ full, last }: LogHashes, seq: number): Hash | null {
  const block = Math.floor(seq / blockLength);
  return (block === full.length ? last : full[block])?.[seq % blockLength] ?? null;
}
