/** A team's stored log, replayed by the shared reducer from the bytes that lie on the disk. */
import type { TeamId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { type Entry, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry, applyGenesis } from "../../shared/protocol/team-log/verify.ts";
import { type EntryRow, readEntries } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";

/**
 * The state after the last entry. `seen` gets every entry that verified. A failure's number is that of the entry that does not
 * verify, or whose row names another hash (`damaged-database`).
 */
export async function replayLog(
  db: Db,
  { teamNo, team }: { teamNo: number; team: TeamId },
  seen: (entry: Entry) => void = () => undefined,
): Promise<Result<TeamState>> {
  let state: TeamState | null = null;
  for (;;) {
    const from: number = state === null ? 0 : state.head.seq + 1;
    const page = await readEntries(db, { teamNo, from, count: limits.entriesPerPage, bytes: limits.pageBytes });
    if (page.length === 0) break;
    for (const row of page) {
      const next: Result<TeamState> = nextState(state, team, row, seen);
      if (!next.ok) return at(next, state === null ? 0 : state.head.seq + 1);
      state = next.value;
    }
  }
  return state === null ? fail("genesis", { number: 0 }) : ok(state);
}

function nextState(
  state: TeamState | null,
  team: TeamId,
  { bytes, hash }: EntryRow,
  seen: (entry: Entry) => void,
): Result<TeamState> {
  const applied = state === null ? firstState(bytes, team) : applyEntry(state, bytes);
  if (!applied.ok) return applied;
  if (applied.value.entry.hash !== hash) return fail("damaged-database", { reason: "hash" });
  seen(applied.value.entry);
  return ok(applied.value.state);
}

function firstState(bytes: Uint8Array, team: TeamId): Result<{ state: TeamState; entry: Entry }> {
  const state = applyGenesis(bytes, team);
  if (!state.ok) return state;
  const entry = parseEntry(bytes);
  return entry.ok ? ok({ state: state.value, entry: entry.value }) : entry;
}

function at({ failure }: Failed, number: number): Failed {
  return fail(failure.code, { number });
}
