/**
 * My copy of the team log: verified entry by entry, durable before it counts, never moved back. Writing is in
 * `append.ts`.
 */
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Hash, TeamId } from "../../../shared/encoding/ids.ts";
import { type Failed, type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { type Entry, parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry, applyGenesis } from "../../../shared/protocol/team-log/verify.ts";
import type { Database } from "../ports.ts";
import { addBlobs, addEntries, readEntries } from "../store/log-rows.ts";
import { isTransportFailure } from "./failure-kinds.ts";
import type { Transport } from "./transport.ts";
import type { SyncSubscriptions } from "./vault-events.ts";

/** Entries that go together, and the bundles and histories beside them. */
export type LogPost = { entries: Uint8Array[]; blobs: Uint8Array[] };

/** The verified state of the log. */
export type LogReader = { state(): TeamState };

export type SyncedLog = LogReader & {
  /** Pulls and verifies what is new; answers how many entries came. */
  pull(): Promise<Result<number>>;
  /** Before anything is said to a server whose last word about the log did not verify: it has to show a sound one. */
  ensureSound(): Promise<Result<unknown>>;
  /** Takes entries that this computer posted and the server took, with what goes beside them. */
  takeOwn(post: LogPost): Promise<Result<number>>;
  /** Pulls; whether the log now holds the entries of a post whose answer was lost. What goes beside them is kept first. */
  findOwn(post: LogPost): Promise<Result<boolean>>;
};

type Hooks = {
  transport: Transport;
  /** Called in the transaction that moves my head, with the new one. */
  noted(head: Head): void;
  events: SyncSubscriptions;
  /** The server's head stands on my log below mine: it is offered what it lacks; ok once it holds my head. */
  bringBack(server: Head): Promise<Result<true>>;
  /** The server stands on another log than mine: looks what it has there. */
  lookBeside(server: Head): Promise<unknown>;
  /** What the server showed does not verify; the entry is the evidence, where there is one. */
  refused(failure: Failure, evidence: Uint8Array | null): void;
};

/**
 * Reads the stored log and verifies it anew, as far as it verifies: what an edited file breaks is as good as absent, and the
 * record of heads says that it is missing. `genesis`, or another failure, where not even the first entry holds. `upTo`: no
 * further than this entry.
 */
export function loadState(db: Database, team: TeamId, upTo = Number.POSITIVE_INFINITY): Result<TeamState | null> {
  const [first, ...rest] = readEntries(db);
  if (first === undefined) return ok(null);
  const genesis = applyGenesis(first, team);
  if (!genesis.ok) return genesis;
  let state = genesis.value;
  for (const bytes of rest) {
    const next = state.head.seq < upTo ? applyEntry(state, bytes) : null;
    if (next?.ok !== true) break;
    state = next.value.state;
  }
  return ok(state);
}

type VerifiedPage = { state: TeamState; entries: { seq: number; hash: Hash; bytes: Uint8Array }[]; parsed: Entry[] };

/**
 * Verifies a page on top of `state` (null: it begins with genesis). Nothing is stored. `refused` hears of the entry that
 * does not verify.
 */
export function verifyPage(
  state: TeamState | null,
  team: TeamId,
  page: readonly Uint8Array[],
  refused: (failure: Failure, entry: Uint8Array) => void = () => {},
): Result<VerifiedPage> {
  let current = state;
  const entries: VerifiedPage["entries"] = [];
  const parsed: Entry[] = [];
  for (const bytes of page) {
    const next = current === null ? firstState(bytes, team) : applyEntry(current, bytes);
    if (!next.ok) {
      refused(next.failure, bytes);
      return next;
    }
    current = next.value.state;
    if (next.value.entry !== null) parsed.push(next.value.entry);
    entries.push({ ...current.head, bytes });
  }
  return current === null ? fail("log-gap", { reason: "empty" }) : ok({ state: current, entries, parsed });
}

function firstState(bytes: Uint8Array, team: TeamId): Result<{ state: TeamState; entry: null }> {
  const genesis = applyGenesis(bytes, team);
  return genesis.ok ? ok({ state: genesis.value, entry: null }) : genesis;
}

/** Keeps blobs as what they may be, bundle or history: which one a blob is stands in the entry that names its hash. */
export function keepBlobs(db: Database, blobs: readonly Uint8Array[]): void {
  addBlobs(
    db,
    blobs.flatMap((bytes) => [
      { hash: bundleHash(bytes), bytes },
      { hash: historyHash(bytes), bytes },
    ]),
  );
}

/** The server's entry at my head must be mine, by its hash: another one there is a fork, anything else a gap. */
function checkOwnHead({ seq, hash }: Head, bytes: Uint8Array): Result<true> {
  const entry = parseEntry(bytes);
  if (entry.ok && entry.value.hash === hash) return ok(true);
  const isTwin = entry.ok && entry.value.body.seq === seq;
  return fail(isTwin ? "log-fork" : "log-gap", { number: seq });
}

type LogPage = { head: Head; entries: Uint8Array[] };
type CheckedPage = { ok: true; value: Uint8Array[] } | { ok: false; failure: Failure; evidence: Uint8Array | null };

/** What a page brings beyond my head: it begins with my own entry, and what it calls the head is not below mine, nor beside it. */
function checkPage(mine: Head, { head, entries }: LogPage): CheckedPage {
  const refuse = ({ failure }: Failed, evidence: Uint8Array | null = null): CheckedPage => ({
    ...{ ok: false, failure, evidence },
  });
  if (head.seq < mine.seq) return refuse(fail("log-rollback", { number: head.seq }));
  const [own, ...news] = entries;
  const overlap = own === undefined ? fail("log-gap", { number: head.seq }) : checkOwnHead(mine, own);
  if (!overlap.ok) return refuse(overlap, own ?? null);
  if (news.length > 0) return { ok: true, value: news };
  if (head.seq > mine.seq) return refuse(fail("log-gap", { number: head.seq }));
  return head.hash === mine.hash ? { ok: true, value: [] } : refuse(fail("log-fork", { number: head.seq }));
}

/** Asks for what lies beyond my head: from the head itself on, so that a server which rewrote it is seen. */
async function askBeyond(
  state: TeamState,
  { transport, refused, bringBack, lookBeside }: Hooks,
): Promise<Result<Uint8Array[]>> {
  const mine = state.head;
  let page = await transport.call("log", { from: mine.seq });
  if (page.ok && page.value.head.seq < mine.seq && headAt(state, page.value.head.seq) === page.value.head.hash) {
    const brought = await bringBack(page.value.head);
    const mayGoOn = !brought.ok && (isTransportFailure(brought.failure) || brought.failure.code === "step-up");
    if (mayGoOn) return brought;
    if (brought.ok) page = await transport.call("log", { from: mine.seq });
  }
  if (!page.ok) {
    // Whoever was taken out is not served the entry that did it: people hear that it is the server which says so.
    if (page.failure.code === "role") refused(page.failure, null);
    return page;
  }
  const news = checkPage(mine, page.value);
  if (news.ok) return news;
  if (isBeside(state, page.value.head, news.failure)) await lookBeside(page.value.head);
  refused(news.failure, news.evidence);
  return { ok: false, failure: news.failure };
}

/** Another entry than mine, at my head or below it. */
function isBeside(state: TeamState, server: Head, { code }: Failure): boolean {
  const mine = headAt(state, server.seq);
  return code === "log-fork" || (code === "log-rollback" && mine !== null && mine !== server.hash);
}

/** Whether this very entry stands in the verified log. */
export function holdsEntry(state: TeamState, bytes: Uint8Array): boolean {
  const entry = parseEntry(bytes);
  return entry.ok && headAt(state, entry.value.body.seq) === entry.value.hash;
}

/** The log of an unlocked profile. */
export function syncLog(db: Database, team: TeamId, loaded: TeamState, hooks: Hooks): SyncedLog {
  let state = loaded;
  let pulling: Promise<Result<number>> | null = null;
  /** The last thing that the server showed of the log did not verify: nothing is said to it before it shows a sound one. */
  let isSuspect = false;

  function take(page: readonly Uint8Array[]): Result<number> {
    const verified = verifyPage(state, team, page, hooks.refused);
    if (!verified.ok) return verified;
    db.transaction(() => {
      addEntries(db, verified.value.entries);
      hooks.noted(verified.value.state.head);
    });
    state = verified.value.state;
    hooks.events.tell("entriesVerified", verified.value.parsed);
    return ok(verified.value.entries.length);
  }

  async function pullAll(): Promise<Result<number>> {
    for (let count = 0; ; ) {
      const news = await askBeyond(state, hooks);
      if (!news.ok) return news;
      if (news.value.length === 0) return ok(count);
      const taken = take(news.value);
      if (!taken.ok) return taken;
      count += taken.value;
    }
  }

  function pull(): Promise<Result<number>> {
    pulling ??= pullAll()
      .then((pulled) => {
        if (pulled.ok || !isTransportFailure(pulled.failure)) isSuspect = !pulled.ok;
        return pulled;
      })
      .finally(() => {
        pulling = null;
      });
    return pulling;
  }

  async function takeOwn({ entries, blobs }: LogPost): Promise<Result<number>> {
    if (pulling !== null) await pulling;
    // Blobs first: a pull that brings these entries opens vaults whose keys are in them.
    db.transaction(() => keepBlobs(db, blobs));
    const isNext = applyEntry(state, entries[0] as Uint8Array).ok;
    return isNext ? take(entries) : pull();
  }

  async function findOwn({ entries, blobs }: LogPost): Promise<Result<boolean>> {
    db.transaction(() => keepBlobs(db, blobs));
    const pulled = await pull();
    return pulled.ok ? ok(entries.every((bytes) => holdsEntry(state, bytes))) : pulled;
  }

  const ensureSound = async (): Promise<Result<number>> => (isSuspect ? pull() : ok(0));
  return { state: () => state, pull, ensureSound, takeOwn, findOwn };
}
