/** Envelopes beside commits: every one that they name, by hash and size, and no other. */
import { envelopeHash } from "../../shared/crypto/hash.ts";
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Commit } from "../../shared/protocol/vault-chain/commit.ts";
import type { Db } from "../store/tables.ts";
import { envelopeSizes } from "../store/vault-store.ts";

export type EnvelopeRow = { hash: Hash; bytes: Uint8Array };

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
  const others = [...named.keys()].filter((hash) => !rows.has(hash));
  const stored = await envelopeSizes(db, vaultNo, others);
  for (const hash of others) {
    if (stored.get(hash) !== named.get(hash)) return fail("manifest", { vault, reason: "envelope-missing" });
  }
  return ok([...rows.values()]);
}
