/**
 * The teams that live here, in memory: verified log state and folded vault chains. The log is replayed by the shared
 * reducer at start; a vault's chain is folded when it is first needed. Memory changes only after the database took a change.
 */
import { parseCommit } from "../shared/protocol/commit.ts";
import type { TeamId, VaultId } from "../shared/protocol/ids.ts";
import type { TeamState } from "../shared/protocol/team-state.ts";
import { emptyChain, foldCommit, type VaultChain } from "../shared/protocol/vault-chain.ts";
import { applyEntry, applyGenesis } from "../shared/protocol/verify-entry.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import type { Store } from "./store/database.ts";
import { readLogs } from "./store/log-rows.ts";
import { readChain } from "./store/vault-rows.ts";

export type Team = {
  state: TeamState;
  chains: Map<VaultId, VaultChain>;
  /** One writer at a time: checks on memory and the transaction belong together. */
  queue: Promise<unknown>;
};
export type Teams = Map<TeamId, Team>;

/** Replays every log; `damaged-database` where one does not verify any more. */
export async function loadTeams(store: Store): Promise<Result<Teams>> {
  const teams: Teams = new Map();
  for (const [id, entries] of await readLogs(store.db)) {
    const [first, ...rest] = entries;
    if (first === undefined) continue;
    const genesis = applyGenesis(first, id);
    if (!genesis.ok) return fail("damaged-database", { reason: genesis.failure.code });
    let state = genesis.value;
    for (const bytes of rest) {
      const next = applyEntry(state, bytes);
      if (!next.ok) return fail("damaged-database", { reason: next.failure.code, number: state.head.seq + 1 });
      state = next.value.state;
    }
    teams.set(id, { state, chains: new Map(), queue: Promise.resolve() });
  }
  return ok(teams);
}

/** Runs `work` after all earlier writes of this team. */
export function inTurn<T>(team: Team, work: () => Promise<T>): Promise<T> {
  const turn = team.queue.then(work, work);
  team.queue = turn.catch(() => {});
  return turn;
}

/** A vault's chain, folded from the store at first need. Call inside the team's turn. */
export async function chainOf(store: Store, team: Team, vault: VaultId): Promise<VaultChain> {
  const had = team.chains.get(vault);
  if (had !== undefined) return had;
  const chain = emptyChain(vault);
  for (const bytes of await readChain(store.db, team.state.team, vault)) {
    const commit = parseCommit(bytes);
    if (!commit.ok) throw new Error("a stored commit does not parse");
    foldCommit(chain, commit.value);
  }
  team.chains.set(vault, chain);
  return chain;
}
