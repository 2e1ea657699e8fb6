/**
 * My copy of the team log: verified entry by entry, durable before it counts, never moved back. The one way to write is
 * `append`, which re-evaluates its reason after every lost compare-and-set.
 */
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Entry } from "../../../shared/protocol/entry.ts";
import type { Hash, TeamId } from "../../../shared/protocol/ids.ts";
import type { TeamState } from "../../../shared/protocol/team-state.ts";
import { applyEntry, applyGenesis } from "../../../shared/protocol/verify-entry.ts";
import { fail, ok, type Result } from "../../../shared/result.ts";
import type { Database } from "../ports.ts";
import { addBlobs, addEntries, readEntries } from "../store/log-rows.ts";
import type { LogPost, TeamLog } from "../unlocked.ts";
import type { Transport } from "./transport.ts";

export type SyncedLog = TeamLog & {
  /** Pulls and verifies what is new; answers how many entries came. */
  pull(): Promise<Result<number>>;
};

type Hooks = {
  transport: Transport;
  /** Called after entries became durable and the state moved. */
  moved(entries: readonly Entry[]): void;
  /** Before trying again after stale vault heads. */
  refreshVaults(): Promise<void>;
};

const maxAttempts = 6;

/** Reads the stored log and verifies it anew: `genesis`, or whatever an edited file breaks first. */
export function loadState(db: Database, team: TeamId): Result<TeamState | null> {
  const [first, ...rest] = readEntries(db);
  if (first === undefined) return ok(null);
  const genesis = applyGenesis(first, team);
  if (!genesis.ok) return genesis;
  let state = genesis.value;
  for (const bytes of rest) {
    const next = applyEntry(state, bytes);
    if (!next.ok) return next;
    state = next.value.state;
  }
  return ok(state);
}

/** Verifies a page on top of `state` (null: it begins with genesis). Nothing is stored. */
export function verifyPage(
  state: TeamState | null,
  team: TeamId,
  page: readonly Uint8Array[],
): Result<{ state: TeamState; entries: { seq: number; hash: Hash; bytes: Uint8Array }[]; parsed: Entry[] }> {
  let current = state;
  const entries: { seq: number; hash: Hash; bytes: Uint8Array }[] = [];
  const parsed: Entry[] = [];
  for (const bytes of page) {
    if (current === null) {
      const genesis = applyGenesis(bytes, team);
      if (!genesis.ok) return genesis;
      current = genesis.value;
    } else {
      const next = applyEntry(current, bytes);
      if (!next.ok) return next;
      current = next.value.state;
      parsed.push(next.value.entry);
    }
    entries.push({ ...current.head, bytes });
  }
  return current === null ? fail("log-gap", { reason: "empty" }) : ok({ state: current, entries, parsed });
}

/** The log of an unlocked profile. */
export function syncLog(db: Database, team: TeamId, loaded: TeamState, hooks: Hooks): SyncedLog {
  let state = loaded;
  let pulling: Promise<Result<number>> | null = null;

  function take(page: readonly Uint8Array[], blobs: readonly Uint8Array[] = []): Result<number> {
    const verified = verifyPage(state, team, page);
    if (!verified.ok) return verified;
    db.transaction(() => {
      addEntries(db, verified.value.entries);
      addBlobs(
        db,
        blobs.flatMap((bytes) => [
          { hash: bundleHash(bytes), bytes },
          { hash: historyHash(bytes), bytes },
        ]),
      );
    });
    state = verified.value.state;
    hooks.moved(verified.value.parsed);
    return ok(verified.value.entries.length);
  }

  async function pullAll(): Promise<Result<number>> {
    let count = 0;
    for (;;) {
      // From my own head on, so that a server which rewrote it is seen.
      const page = await hooks.transport.call("log", { from: state.head.seq });
      if (!page.ok) return page;
      const { head, entries } = page.value;
      if (head.seq < state.head.seq) return fail("log-rollback", { number: head.seq });
      const [own, ...news] = entries;
      const overlap = own === undefined ? null : verifyOverlap(own);
      if (overlap !== null) return overlap;
      if (news.length === 0) return head.seq === state.head.seq ? ok(count) : fail("log-gap", { number: head.seq });
      const taken = take(news);
      if (!taken.ok) return taken;
      count += taken.value;
    }
  }

  /** The server's entry at my head must be mine, byte for byte. */
  function verifyOverlap(own: Uint8Array): Result<never> | null {
    const stored = db.prepare("SELECT bytes FROM log_entries WHERE seq = ?").get(state.head.seq)?.bytes as Uint8Array;
    const same = stored.length === own.length && stored.every((byte, at) => byte === own[at]);
    return same ? null : fail("log-fork", { number: state.head.seq });
  }

  function pull(): Promise<Result<number>> {
    pulling ??= pullAll().finally(() => {
      pulling = null;
    });
    return pulling;
  }

  async function append(build: (state: TeamState) => Promise<Result<LogPost | null>>): Promise<Result<true>> {
    for (let attempt = 1; ; attempt++) {
      const post = await build(state);
      if (!post.ok) return post;
      if (post.value === null) return ok(true);
      const { entries, blobs } = post.value;
      const posted = await hooks.transport.call("append", { entries, blobs, setup: null });
      if (posted.ok) {
        // A pull may have brought them already, while the answer was on its way.
        const taken = await takeOwn(entries, blobs);
        return taken.ok ? ok(true) : taken;
      }
      const { code } = posted.failure;
      if (attempt >= maxAttempts || (code !== "log-gap" && code !== "recipient-set")) return posted;
      const pulled = await pull();
      if (!pulled.ok) return pulled;
      await hooks.refreshVaults();
    }
  }

  async function takeOwn(entries: readonly Uint8Array[], blobs: readonly Uint8Array[]): Promise<Result<number>> {
    if (pulling !== null) await pulling;
    db.transaction(() =>
      addBlobs(
        db,
        blobs.flatMap((bytes) => [
          { hash: bundleHash(bytes), bytes },
          { hash: historyHash(bytes), bytes },
        ]),
      ),
    );
    const taken = take(entries, blobs);
    return taken.ok || taken.failure.code !== "log-gap" ? taken : pull();
  }

  return { state: () => state, append, pull };
}
