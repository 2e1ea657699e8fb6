/**
 * A vault's chain as it lies in the file, believed as far as it reaches the head in the sealed record [protocol: Local file]:
 * the hash chain then vouches for every commit below. Where it does not reach it, each commit is verified anew from the
 * first one, and what is above the last good one is as good as absent.
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit, type VaultChain, verifyCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Checkpoints } from "../local/chain-checkpoints.ts";
import { isHead, type KnownHead, noHead } from "../local/heads.ts";
import type { Database } from "../ports.ts";
import { readCommits } from "../store/vault-rows.ts";

type Source = {
  db: Database;
  state: TeamState;
  checkpoints: Checkpoints;
  /** The head that the file must reach; null: none is known, and every commit is verified. */
  recorded: KnownHead | null;
};
/** `fresh`: changes above the checkpoint. `isWhole`: the recorded head is reached. */
export type LoadedChain = { chain: VaultChain; fresh: number; isWhole: boolean };

/** Reads it; nothing is written. */
export function readChain(source: Source, vault: VaultId): LoadedChain {
  const target = source.recorded ?? noHead;
  const start = source.checkpoints.find(vault) ?? emptyChain(vault);
  const quick = foldStored(source, start, target.seq);
  if (isHead(target, quick.chain.hashes[target.seq])) return { ...quick, isWhole: true };
  const verified = foldStored(source, emptyChain(vault), 0);
  return { ...verified, isWhole: isHead(target, verified.chain.hashes[target.seq]) };
}

/** Folds what is stored above `chain`: up to `trusted` what follows, above it what verifies. Ends at the first that does not. */
function foldStored({ db, state }: Source, chain: VaultChain, trusted: number): Omit<LoadedChain, "isWhole"> {
  let fresh = 0;
  for (const bytes of readCommits(db, chain.vault, chain.head.seq)) {
    const { seq, hash } = chain.head;
    const commit = seq < trusted ? parseCommit(bytes) : verifyCommit(state, chain, bytes);
    if (!commit.ok || commit.value.body.seq !== seq + 1 || commit.value.body.prev !== hash) break;
    foldCommit(chain, commit.value);
    fresh += commit.value.body.changes.length;
  }
  return { chain, fresh };
}
