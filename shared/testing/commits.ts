/** Commits on a test's own chains: fresh items or their next versions, with filler for envelopes. */
import { envelopeHash } from "../crypto/hash.ts";
import { newId, randomBytes } from "../crypto/random.ts";
import type { ChangeId, EpochMs, Hash, ItemId, VaultId } from "../encoding/ids.ts";
import { hashAt } from "../protocol/team-log/state/log-hashes.ts";
import { foldCommit, type VaultChain, verifyCommit } from "../protocol/vault-chain/chain.ts";
import { buildCommit, type Change } from "../protocol/vault-chain/commit.ts";
import { must, type Person, type TestTeam } from "./team.ts";

export type BuiltCommit = { bytes: Uint8Array; hash: Hash; envelopes: Uint8Array[]; items: ItemId[] };

/** A commit of fresh items (or the next version of given ones) on the test's own chain; not folded yet. */
export function commit(
  team: TestTeam,
  by: Person,
  options: {
    vault: VaultId;
    items?: ItemId[];
    count?: number;
    on?: VaultChain;
    tamper?: (change: Change) => Change;
    logSeq?: number;
    /** What the envelopes of an item are, where filler does not do. */
    seal?: (item: ItemId) => { overview: Uint8Array; secret: Uint8Array };
  },
): BuiltCommit {
  const chain = options.on ?? (team.chains.get(options.vault) as VaultChain);
  const items = options.items ?? Array.from({ length: options.count ?? 1 }, () => newId<ItemId>());
  const envelopes: Uint8Array[] = [];
  const fill = () => ({ overview: randomBytes(320), secret: randomBytes(320) });
  const named = (envelope: Uint8Array) => {
    envelopes.push(envelope);
    return { size: envelope.length, hash: envelopeHash(envelope) };
  };
  const changes = items.map((item): Change => {
    // Drawn before the envelopes, as in the recorded bytes.
    const changeId = newId<ChangeId>();
    const { overview, secret } = (options.seal ?? fill)(item);
    const change: Change = {
      op: "put",
      item,
      version: (chain.items.get(item)?.version ?? 0) + 1,
      changeId,
      schema: 1,
      overview: named(overview),
      secret: named(secret),
      blobs: [],
      purged: [],
    };
    return options.tamper?.(change) ?? change;
  });
  const logSeq = options.logSeq ?? team.state.head.seq;
  const built = buildCommit(
    {
      suite: 1,
      team: team.team,
      vault: options.vault,
      epoch: team.state.vaults.get(options.vault)?.epoch as number,
      seq: chain.head.seq + 1,
      prev: chain.head.hash,
      logSeq,
      logHead: hashAt(team.state.hashes, logSeq) as Hash,
      author: { user: by.user, device: by.device },
      time: team.now as EpochMs,
      changes,
    },
    by.keys,
  );
  return { ...built, envelopes, items };
}

/** Takes a commit that the server took into the test's own chain. */
export function fold(team: TestTeam, vault: VaultId, bytes: Uint8Array): void {
  const chain = team.chains.get(vault) as VaultChain;
  foldCommit(chain, must(verifyCommit(team.state, chain, bytes)));
}
