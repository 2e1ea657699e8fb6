/** What the server has beside my chain of a vault: looked at, kept where it may prove something, and the vault stopped by what does [protocol: Forks of a vault]. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import type { ChainStore } from "./chain-store.ts";
import { findChainBranch } from "./find-branch.ts";
import type { StoppedVaults } from "./stopped-vaults.ts";
import type { Transport } from "./transport.ts";
import type { createVaultForkWatch, VaultForkWatch } from "./vault-fork-watch.ts";

export type Beside = {
  transport: Pick<Transport, "call">;
  store: ChainStore;
  stops: StoppedVaults;
  forks: VaultForkWatch;
  /** The watch of this profile, on the chains that it is given. */
  openForks(chains: Pick<Parameters<typeof createVaultForkWatch>[0], "chain" | "chainAt">): VaultForkWatch;
};

/** On the chains as they lie in the file. */
export function watchForks({ openForks }: Pick<Beside, "openForks">, store: ChainStore): VaultForkWatch {
  return openForks({
    chain: store.chain,
    chainAt(vault, seq) {
      const commits = store.commits(vault);
      return commits.ok ? rewind(vault, commits.value, { seq }).chain : null;
    },
  });
}

/** Stops a vault by what proves a fork of it, with the first commit of the other chain; told once. */
export function stopProven({ forks, stops }: Pick<Beside, "forks" | "stops">, vault: VaultId): void {
  const proven = forks.find(vault);
  if (proven !== null) stops.stop(vault, proven, forks.evidence(vault)?.branch[0]);
}

/** Once the server showed that it has something beside my chain: a proof, where others than its signer built on it. */
export async function lookBeside(parts: Omit<Beside, "openForks">, vault: VaultId, server: Head): Promise<void> {
  const { transport, store, forks } = parts;
  const found = await findChainBranch({ transport, chain: store.chain(vault), vault }, server);
  if (found === null) return;
  forks.sawBranch(vault, found.common, found.entries);
  stopProven(parts, vault);
}

/** The next commit stands on another one than my head. */
export function isBeside({ head }: VaultChain, next: Uint8Array | undefined): boolean {
  const commit = next === undefined ? null : parseCommit(next);
  return commit?.ok === true && commit.value.body.seq === head.seq + 1 && commit.value.body.prev !== head.hash;
}
