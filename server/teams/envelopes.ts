/** Envelopes beside commits: every one that they name, by hash and size, and no other. */
import { envelopeHash } from "../../shared/crypto/hash.ts";
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Commit } from "../../shared/protocol/vault-chain/commit.ts";
import { type EnvelopeRow, findEnvelopeSize } from "../store/envelope-store.ts";
import type { Db } from "../store/query.ts";

/** The rows to keep: `manifest` where one is missing, has another size, or is named by no commit. */
export async function matchEnvelopes(
  db: Db,
  { vault, vaultNo }: { vault: VaultId; vaultNo: number },
  commits: readonly Commit[],
  given: readonly Uint8Array[],
): Promise<Result<EnvelopeRow[]>> {
  const named = new Map<Hash, number>();
  for (const { body } of commits) {
    for (const { overview, secret } of body.changes) {
      for (const envelope of [overview, secret]) {
        if (envelope === null) continue;
        if ((named.get(envelope.hash) ?? envelope.size) !== envelope.size)
          return fail("manifest", { vault, reason: "envelope-size" });
        named.set(envelope.hash, envelope.size);
      }
    }
  }
  const rows = new Map<Hash, EnvelopeRow>();
  for (const bytes of given) {
    const hash = envelopeHash(bytes);
    const size = named.get(hash);
    if (size === undefined) return fail("manifest", { vault, reason: "envelope-unnamed" });
    if (size !== bytes.length) return fail("manifest", { vault, reason: "envelope-size" });
    rows.set(hash, { hash, bytes });
  }
  for (const [hash, size] of named) {
    if (rows.has(hash)) continue;
    if ((await findEnvelopeSize(db, vaultNo, hash)) !== size)
      return fail("manifest", { vault, reason: "envelope-missing" });
  }
  return ok([...rows.values()]);
}

/** Envelopes with the hashes of their bytes. */
export function envelopeRows(envelopes: readonly Uint8Array[]): EnvelopeRow[] {
  return envelopes.map((bytes) => ({ hash: envelopeHash(bytes), bytes }));
}
