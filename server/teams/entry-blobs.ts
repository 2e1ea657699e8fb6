/** The bundles and key histories beside entries: exactly those that the entries list by hash, each once. */
import { bundleHash } from "../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../shared/crypto/vault-key.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Entry } from "../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../shared/protocol/team-log/entry-types.ts";
import type { BlobRow } from "../store/log-store.ts";

/** The rows to keep: `recipient-set` where a listed one is missing or an unlisted one rides along. */
export function matchBlobs(entries: readonly Entry[], blobs: readonly Uint8Array[]): Result<BlobRow[]> {
  const { rows, missing, unlisted } = sortBlobs(entries, blobs);
  if (unlisted > 0) return fail("recipient-set", { reason: "blob-unlisted" });
  return missing.length > 0 ? fail("recipient-set", { reason: "blob-missing" }) : ok(rows);
}

/** Those that the entries list, with the numbers of these; what they list and is not among them; how many nobody lists. */
export function sortBlobs(
  entries: readonly Entry[],
  blobs: readonly Uint8Array[],
): { rows: BlobRow[]; missing: { hash: Hash; entrySeq: number }[]; unlisted: number } {
  const bundles = new Map<Hash, number>();
  const histories = new Map<Hash, number>();
  for (const { body } of entries) {
    for (const { hash } of body.attached.bundles) bundles.set(hash, body.seq);
    for (const history of entryRule(body.type).histories(body.payload)) histories.set(history, body.seq);
  }
  const rows = new Map<Hash, BlobRow>();
  let unlisted = 0;
  for (const bytes of blobs) {
    const row = listed(bundles, bundleHash(bytes), bytes) ?? listed(histories, historyHash(bytes), bytes);
    if (row === null) unlisted++;
    else rows.set(row.hash, row);
  }
  const missing = [...bundles, ...histories]
    .filter(([hash]) => !rows.has(hash))
    .map(([hash, entrySeq]) => ({ hash, entrySeq }));
  return { rows: [...rows.values()], missing, unlisted };
}

function listed(list: ReadonlyMap<Hash, number>, hash: Hash, bytes: Uint8Array): BlobRow | null {
  const seq = list.get(hash);
  return seq === undefined ? null : { hash, entrySeq: seq, bytes };
}
