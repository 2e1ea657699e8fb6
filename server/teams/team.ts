/**
 * A team in memory: the verified state of its log, the heads of its vaults, the chains that were needed. Rebuilt from the
 * received bytes at start, by the shared reducer. Memory changes only after the database took a change, and one writer at
 * a time works on a team.
 */
import type { TeamId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import type { ServerLimits } from "../limits/limits.ts";
import type { ServerLog } from "../log/log.ts";
import { listTeams } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";
import { listShares, type Share } from "../store/share-store.ts";
import { listVaults } from "../store/vault-store.ts";
import { createHolds, type Holds } from "./holds.ts";
import { replayLog } from "./replay.ts";

export type StoredVault = { vaultNo: number; head: Head };
export type Team = {
  teamNo: number;
  state: TeamState;
  storedBytes: number;
  /** How much of it each member stored. */
  shares: Map<UserId, Share>;
  vaults: Map<VaultId, StoredVault>;
  /** Folded chains, the least used first. Touched only in the team's turn. */
  chains: Map<VaultId, VaultChain>;
  holds: Holds;
  queue: Promise<unknown>;
};
export type Teams = Map<TeamId, Team>;
/** What writing to a team needs beside the team. */
export type TeamContext = {
  db: Db;
  /** The time of day: epoch milliseconds. */
  now(): number;
  /** Milliseconds on a clock that only goes forward. */
  elapsed(): number;
  limits: ServerLimits;
  log: ServerLog;
};

/** A team as it is right after its rows were read or written. */
export function makeTeam(made: Pick<Team, "teamNo" | "state" | "storedBytes" | "shares" | "vaults">): Team {
  return { ...made, chains: new Map(), holds: createHolds(), queue: Promise.resolve() };
}

/** Runs `work` after all earlier work in this queue: one writer at a time. */
export function serialize<T>(at: { queue: Promise<unknown> }, work: () => Promise<T>): Promise<T> {
  const turn = at.queue.then(work, work);
  at.queue = turn.catch(() => undefined);
  return turn;
}

/**
 * Replays every log. A team whose log does not verify any more is left out and named in the log, the others go on; where
 * none is left it is `damaged-database`.
 */
export async function loadTeams(db: Db, log: ServerLog): Promise<Result<Teams>> {
  const teams: Teams = new Map();
  const rows = await listTeams(db);
  for (const row of rows) {
    const state = await replayLog(db, { teamNo: row.team_no, team: row.team });
    if (!state.ok) {
      log.event("team-damaged", {
        team: row.team,
        code: state.failure.code,
        number: state.failure.detail?.number ?? 0,
      });
      continue;
    }
    const vaults = new Map<VaultId, StoredVault>();
    let storedBytes = row.stored_bytes;
    for (const stored of await listVaults(db, row.team_no)) {
      vaults.set(stored.vault, { vaultNo: stored.vaultNo, head: stored.head });
      storedBytes += stored.storedBytes;
    }
    const shares = await listShares(db, row.team_no);
    teams.set(row.team, makeTeam({ teamNo: row.team_no, state: state.value, storedBytes, shares, vaults }));
  }
  return rows.length > 0 && teams.size === 0 ? fail("damaged-database", { reason: "log" }, "after-act") : ok(teams);
}
