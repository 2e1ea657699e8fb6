/** Sealed overviews and secrets by hash: from the local store, else from the server, checked against the hash and kept. */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { findEnvelope } from "../local/named-bytes.ts";
import type { Database } from "../ports.ts";
import { addEnvelopes, missingEnvelopes } from "../store/vault-rows.ts";
import type { Transport } from "./transport.ts";

export type EnvelopeFetch = {
  /** In the order asked; null: nobody has it. `manifest` where the server gave other bytes than the chain names. */
  get(vault: VaultId, hashes: readonly Hash[]): Promise<Result<(Uint8Array | null)[]>>;
  /** Fetches what current versions of this chain still lack, so that it opens offline: what came, and whether any still lack. */
  complete(chain: VaultChain): Promise<Result<{ came: ReadonlySet<Hash>; isWhole: boolean }>>;
};

/** Fetches through `transport` into `db`. */
export function createEnvelopeFetch(db: Database, transport: Transport): EnvelopeFetch {
  /** What came is kept in the file, page by page; `taken` hears of each. */
  async function fetchAll(
    vault: VaultId,
    hashes: readonly Hash[],
    taken: (hash: Hash, bytes: Uint8Array) => void,
  ): Promise<Result<true>> {
    for (let from = 0; from < hashes.length; ) {
      const asked = hashes.slice(from, from + limits.envelopesPerRequest);
      const answer = await transport.call("envelopes", { vault, hashes: asked });
      if (!answer.ok) return answer;
      const { envelopes } = answer.value;
      if (envelopes.length === 0 || envelopes.length > asked.length)
        return fail("encoding", { vault, reason: "envelopes" }, "later");
      const good: { hash: Hash; bytes: Uint8Array }[] = [];
      for (const [at, bytes] of envelopes.entries()) {
        // An empty place is a claim like any other: nothing is deleted or hidden for it.
        if (bytes === null) continue;
        const hash = asked[at] as Hash;
        if (envelopeHash(bytes) !== hash) return fail("manifest", { vault, reason: "envelope" });
        good.push({ hash, bytes });
      }
      db.transaction(() => addEnvelopes(db, good));
      for (const { hash, bytes } of good) taken(hash, bytes);
      from += envelopes.length;
    }
    return ok(true);
  }

  return {
    async get(vault, hashes) {
      const stored = hashes.map((hash) => findEnvelope(db, hash));
      const missing = hashes.filter((_, at) => stored[at] === null);
      if (missing.length === 0) return ok(stored);
      const found = new Map<Hash, Uint8Array>();
      const fetched = await fetchAll(vault, missing, (hash, bytes) => found.set(hash, bytes));
      return fetched.ok ? ok(hashes.map((hash, at) => stored[at] ?? found.get(hash) ?? null)) : fetched;
    },
    async complete(chain) {
      const { vault } = chain;
      const missing = missingEnvelopes(db, currentEnvelopes(chain));
      const came = new Set<Hash>();
      const fetched = await fetchAll(vault, missing, (hash) => came.add(hash));
      return fetched.ok ? ok({ came, isWhole: came.size === new Set(missing).size }) : fetched;
    },
  };
}

/** What the current versions are made of, overviews first: the list of items needs them before anything else. */
function currentEnvelopes({ items }: VaultChain): Hash[] {
  const named = (part: "overview" | "secret"): Hash[] => [...items.values()].flatMap((item) => item[part]?.hash ?? []);
  return [...named("overview"), ...named("secret")];
}
