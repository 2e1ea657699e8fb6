/**
 * Folded vault chains: read from the received commits when first needed, kept while memory allows. A chain is changed in
 * place by whoever has the team's turn; what does not become durable is taken back, at the cost of what it changed.
 */

import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Head } from "../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit, type VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import type { Db } from "../store/query.ts";
import { findCommitHash, readCommits } from "../store/vault-store.ts";
import type { Team } from "./team.ts";

/** The chain of a vault of this team up to its head; `damaged-database` where stored commits do not link. */
export async function chainOf(db: Db, team: Team, vault: VaultId): Promise<Result<VaultChain>> {
  const had = team.chains.get(vault);
  const stored = team.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  const chain =
    had === undefined ? await chainUpTo(db, { vaultNo: stored.vaultNo, vault, seq: stored.head.seq }) : ok(had);
  if (!chain.ok) return chain;
  if (chain.value.head.hash !== stored.head.hash) return fail("damaged-database", { vault, reason: "head" });
  // Taken out and put back: the map's order is the order of use.
  team.chains.delete(vault);
  team.chains.set(vault, chain.value);
  return chain;
}

/** Folds the stored commits of a vault up to `seq`. */
export async function chainUpTo(
  db: Db,
  asked: { vaultNo: number; vault: VaultId; seq: number },
): Promise<Result<VaultChain>> {
  const chain = emptyChain(asked.vault);
  while (chain.head.seq < asked.seq) {
    const from = chain.head.seq + 1;
    const page = await readCommits(db, { vaultNo: asked.vaultNo, from, to: asked.seq, bytes: limits.pageBytes });
    for (const { bytes } of page) {
      const commit = parseCommit(bytes);
      const isNext =
        commit.ok && commit.value.body.prev === chain.head.hash && commit.value.body.seq === chain.head.seq + 1;
      if (!isNext) return fail("damaged-database", { vault: asked.vault, number: chain.head.seq + 1 });
      foldCommit(chain, commit.value);
    }
    if (page.length === 0) return fail("damaged-database", { vault: asked.vault, number: from });
  }
  return ok(chain);
}

/** Whether the vault's chain holds this head: at its end, or anywhere below. */
export async function holdsHead(db: Db, stored: { vaultNo: number; head: Head }, asked: Head): Promise<boolean> {
  if (asked.seq > stored.head.seq) return false;
  if (asked.seq === stored.head.seq) return asked.hash === stored.head.hash;
  if (asked.seq === 0) return asked.hash === emptyChain("" as VaultId).head.hash;
  return (await findCommitHash(db, stored.vaultNo, asked.seq)) === (asked.hash as Hash);
}

/** Folds a verified commit; the answer takes it back. */
export function foldForNow(chain: VaultChain, commit: Commit): () => void {
  const { head, logSeq } = chain;
  const before = commit.body.changes.map(({ item }) => [item, chain.items.get(item)] as const);
  foldCommit(chain, commit);
  return () => {
    for (const [item, was] of before) {
      if (was === undefined) chain.items.delete(item);
      else chain.items.set(item, was);
    }
    chain.head = head;
    chain.logSeq = logSeq;
    chain.hashes.length = head.seq + 1;
  };
}

/** Forgets the least used chains of this team until at most `most` items are left; the newest used one stays. */
export function boundChains(team: Team, most: number): void {
  let items = 0;
  for (const chain of team.chains.values()) items += chain.items.size + chain.hashes.length;
  for (const [vault, chain] of team.chains) {
    if (items <= most || team.chains.size === 1) return;
    items -= chain.items.size + chain.hashes.length;
    team.chains.delete(vault);
  }
}
