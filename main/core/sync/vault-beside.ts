/** What the server has beside my chain of a vault: looked at, kept where it may prove something, and the vault stopped by what does [protocol: Forks of a vault]. */
import type { DeviceId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, type Result } from "../../../shared/failures.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import { isBehind } from "./bring-back.ts";
import { fetchWhole, type NewChain } from "./chain-restart.ts";
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
  if (!forks.mustLook(vault, server)) return;
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

type FetchParts = Pick<Beside, "transport" | "store"> & {
  state(): TeamState;
  device: DeviceId;
  bringBack(vault: VaultId, server: Head): Promise<Result<true>>;
};

/** All that the server has; what it lacks of mine it is offered first, so that nothing is given up for a server that was restored. */
export async function fetchAll(parts: FetchParts, vault: VaultId): Promise<Result<NewChain>> {
  const { transport, state, store, device } = parts;
  const source = { transport, state, mine: store.chain(vault) };
  let found = await fetchWhole(source, device);
  if (found.ok && isBehind(source.mine, found.value.chain.head)) {
    const brought = await parts.bringBack(vault, found.value.chain.head);
    found = brought.ok ? await fetchWhole(source, device) : brought;
  }
  if (!found.ok) return found;
  const { head } = found.value.chain;
  // What lies above is asked for once more: nobody goes on with less than all that verifies.
  const rest = await transport.call("commits", { from: head.seq + 1 }, vault);
  if (!rest.ok) return rest;
  const isAll = rest.value.head.hash === head.hash && !isBehind(source.mine, head);
  return isAll ? found : fail("log-rollback", { vault, number: head.seq });
}
