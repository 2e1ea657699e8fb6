/**
 * Keeps my vault chains in step with the server's: pulled page by page, posted one commit at a time, one act a vault at a
 * time. What fails to verify stops that vault at its last good head, with a named failure; other vaults go on.
 */

import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import type { VaultHead } from "../../../shared/protocol/team-log/state/parts.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Checkpoints } from "../local/chain-checkpoints.ts";
import type { RollbackGuard } from "../local/rollback-guard.ts";
import type { Database, Ports } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { isBehind } from "./bring-back.ts";
import type { NewChain } from "./chain-restart.ts";
import { type ChainStore, createChainStore } from "./chain-store.ts";
import { createEnvelopeFetch, type EnvelopeFetch } from "./envelope-fetch.ts";
import { indictsVault, isTransportFailure } from "./failure-kinds.ts";
import {
  beginAnew,
  checkAgainstLog,
  leadsElsewhere,
  nameMissing,
  recheckHeld,
  settleHeld,
  tellAdvanced,
} from "./held-chain.ts";
import { asResult, settle } from "./settle.ts";
import { checkShown, highest, refused } from "./shown-head.ts";
import { createStoppedVaults, type StoppedVaults } from "./stopped-vaults.ts";
import type { SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";
import { createTurns } from "./turns.ts";
import { type Beside, fetchAll, isBeside, lookBeside, stopProven, watchForks } from "./vault-beside.ts";
import type { SyncSubscriptions } from "./vault-events.ts";
import type { VaultForkWatch } from "./vault-fork-watch.ts";

/** Verified vault chains, as far as this computer has them. */
export type Chains = {
  chain(vault: VaultId): VaultChain;
  /** Why a vault stopped at its last good head, or null. */
  stopped(vault: VaultId): Failure | null;
  /** Nothing contradicts that what I hold is all there is [protocol: Completeness]. */
  isWhole(vault: VaultId): boolean;
  /** The head that a cut names: mine, or where my chain is in doubt the one on the server's word, so that no removal waits. */
  cutHead(vault: VaultId): Head;
};

export type VaultSync = Chains & {
  /** The commits of a vault's chain, read again from the file: `local-rollback` where one was changed there. */
  commits(vault: VaultId): Result<Commit[]>;
  pull(vault: VaultId): Promise<Result<true>>;
  post(vault: VaultId, commit: Uint8Array, envelopes: Uint8Array[]): Promise<Result<true>>;
  envelopes(vault: VaultId, hashes: Hash[]): Promise<Result<(Uint8Array | null)[]>>;
  /** The server says that it has nothing new: checked, and fetched what current versions still lack. */
  confirm(vault: VaultId): Promise<Result<true>>;
  /** The server leaves the vault out: nothing more is said to it there before it shows the vault. */
  leftOut(vault: VaultId): Result<true>;
  /** The whole chain as the server has it now, as far as it verifies; nothing of it is kept. */
  whole(vault: VaultId): Promise<Result<NewChain>>;
  /** What may prove that another chain of the vault was shown. */
  forkOf: VaultForkWatch["evidence"];
  /** A statement that names another head of the vault than mine, or one that fits. */
  heardWord: VaultForkWatch["heardWord"];
  standsHere: VaultForkWatch["standsHere"];
  /** Puts the chain of another history in the place of mine, in the caller's transaction. */
  replace: ChainStore["replace"];
  /** What the server calls the heads. */
  shown(heads: readonly VaultHead[]): void;
  /** Checks my chain against cuts and pins that a new entry brought; a vault that stopped is tried once more. */
  recheck(vault: VaultId): void;
  /** A person said so: every stopped vault is tried once more. */
  resume(): void;
  /** The file is about to be closed. */
  stop(): void;
};

type Holder = {
  ports: Ports;
  db: Database;
  profile: Profile;
  transport: Transport;
  log: SyncedLog;
  events: SyncSubscriptions;
  alert(failure: Failure, vault: VaultId): void;
  /** A commit that stands on another log than mine. */
  heardWord(commit: Uint8Array): void;
  /** The server's head of a vault stands on my chain below mine: it is offered what it lacks; ok once it holds my head, `step-up` while its person is asked. */
  bringBack(vault: VaultId, server: Head): Promise<Result<true>>;
  /** Knows which head the file must reach, and is told of every one that moves. */
  guard: Pick<RollbackGuard, "recorded" | "noteVault" | "missing">;
  checkpoints: Checkpoints;
} & Pick<Beside, "openForks">;
type Parts = Holder &
  Memory & {
    state(): TeamState;
    store: ChainStore;
    stops: StoppedVaults;
    forks: VaultForkWatch;
    fetched: EnvelopeFetch;
  };
/** What the server last said of vaults, until the profile is locked. */
type Memory = {
  /** The head up to which nothing of the current versions is missing. */
  whole: Map<VaultId, Hash>;
  /** Vaults of which the server last showed something that does not verify. */
  suspect: Set<VaultId>;
  /** Vaults that the server last left out of its list. */
  absent: Set<VaultId>;
  /** What the server last called the head of a vault. */
  heads: Map<VaultId, Head>;
  /** Heads that are missing, of which people were told. */
  told: Set<string>;
};

const checkpointAfterMs = 1500;

/** The chains of an unlocked profile. */
export function createVaultSync(holder: Holder): VaultSync {
  const { db, ports, transport, profile } = holder;
  const { state } = holder.log;
  const stops = createStoppedVaults(ports, db, { alert: holder.alert, proven: (vault) => forks.find(vault) });
  let isOver = false;
  const later = (act: () => void) => void ports.timers.after(checkpointAfterMs, () => !isOver && act());
  const store = openStore(holder, stops, later);
  const forks = watchForks(holder, store);
  const fetched = createEnvelopeFetch(db, transport);
  const memory = newMemory();
  const parts: Parts = { ...holder, state, stops, store, forks, fetched, ...memory };
  const isWhole = (vault: VaultId) =>
    stops.find(vault) === null &&
    !memory.suspect.has(vault) &&
    !memory.absent.has(vault) &&
    checkAgainstLog(parts, vault, state().head.seq).ok;
  // One act at a time per vault: a pull and a post would both fold the same commit.
  const serialize = createTurns<VaultId>();
  return {
    chain: store.chain,
    commits: store.commits,
    whole: (vault) => serialize(vault, () => fetchAll({ ...parts, device: profile.device }, vault)),
    forkOf: forks.evidence,
    heardWord(vault, statement) {
      forks.heardWord(vault, statement);
      stopProven(parts, vault);
    },
    standsHere: forks.standsHere,
    replace: store.replace,
    stopped: stops.find,
    isWhole,
    cutHead: (vault) => (isWhole(vault) ? null : memory.heads.get(vault)) ?? store.chain(vault).head,
    pull: (vault) => serialize(vault, () => pullSound(parts, vault)),
    post: (vault, commit, envelopes) => serialize(vault, () => post(parts, vault, { commit, envelopes })),
    envelopes: fetched.get,
    confirm: (vault) => serialize(vault, () => confirm(parts, vault)),
    leftOut(vault) {
      memory.absent.add(vault);
      return missingVault(vault);
    },
    shown(heads) {
      for (const { vault, seq, hash } of heads) {
        memory.heads.set(vault, { seq, hash });
        memory.absent.delete(vault);
      }
    },
    recheck(vault) {
      forks.look();
      if (rightOf(state(), profile.user, vault) === null) return;
      stops.release(vault);
      recheckHeld(parts, vault);
    },
    resume: () => stops.release(),
    stop() {
      isOver = true;
    },
  };
}

/** The chains in the file; every head that moves is told to the guard. */
function openStore({ db, ports, profile, ...holder }: Holder, stops: StoppedVaults, later: (act: () => void) => void) {
  const { guard, checkpoints, events, log } = holder;
  return createChainStore(db, log.state, {
    ...{ checkpoints, later, now: ports.clock.now, recorded: guard.recorded, device: profile.device },
    noted: (chain) => guard.noteVault(chain, log.state()),
    // What is missing is fetched again like anything new; nothing is written before it is here.
    broken(vault, failure) {
      guard.missing(vault);
      stops.note(vault, failure);
    },
    voided: (vault, commits, isGone) => events.tell("commitsVoided", { vault, commits, isGone }),
  });
}

function newMemory(): Memory {
  return { whole: new Map(), suspect: new Set(), absent: new Set(), heads: new Map(), told: new Set() };
}

/** Remembers whether what the server last showed of this vault was sound. */
async function pullSound(parts: Parts, vault: VaultId): Promise<Result<true>> {
  const pulled = await pull(parts, vault);
  if (pulled.ok) parts.suspect.delete(vault);
  else if (!isTransportFailure(pulled.failure)) parts.suspect.add(vault);
  return pulled;
}

async function pull(parts: Parts, vault: VaultId): Promise<Result<true>> {
  const { stops, store } = parts;
  for (;;) {
    const stopped = stops.find(vault);
    if (stopped !== null) return { ok: false, failure: stopped };
    // After a crash between the log and the chain, or where the right came back later.
    const settled = await settleHeld(parts, vault);
    if (!settled.ok) return settled;
    const upTo = parts.state().head.seq;
    const page = await readPages(parts, vault, upTo);
    if (!page.ok) return page;
    const { head, commits } = page.value;
    const elsewhere = leadsElsewhere(parts, vault, commits[0]);
    if (elsewhere !== null) {
      const begun = await beginAnew(parts, vault, elsewhere);
      if (!begun.ok) return begun;
      continue;
    }
    if (isBeside(store.chain(vault), commits[0])) await lookBeside(parts, vault, head);
    const proven = stops.find(vault);
    if (proven !== null) return { ok: false, failure: proven };
    const taken = await take(parts, vault, { commits, envelopes: [] });
    if (!taken.ok) return taken;
    const completed = await complete(parts, vault);
    tellAdvanced(parts, vault, taken.value);
    if (!completed.ok) return completed;
    if (isOfBefore(completed.value.came, taken.value)) parts.events.tell("keysChanged", vault);
    if (store.chain(vault).head.seq >= head.seq) return nameMissing(parts, vault, checkAgainstLog(parts, vault, upTo));
  }
}

async function post(
  parts: Parts,
  vault: VaultId,
  { commit, envelopes }: { commit: Uint8Array; envelopes: Uint8Array[] },
): Promise<Result<true>> {
  // Also where the server shows my own chain again: what was proven is not over by that.
  const stopped = parts.stops.find(vault);
  if (stopped !== null) return { ok: false, failure: stopped };
  // What the server shows on another way makes up for nothing: its list is what everybody's app goes by.
  if (parts.absent.has(vault)) return missingVault(vault);
  const isWhole = parts.store.check(vault).ok && checkAgainstLog(parts, vault, parts.state().head.seq).ok;
  if (parts.suspect.has(vault) || !isWhole) {
    // Nothing is said to a server that last showed something unsound here, or less than there is, before it shows all.
    const pulled = await pullSound(parts, vault);
    return pulled.ok ? fail("manifest", { vault, reason: "pulled" }, "later") : pulled;
  }
  const { head } = parts.store.chain(vault);
  const posted = await settle({
    send: () => parts.transport.call("push", { commits: [commit], envelopes }, vault),
    find: () => findOwn(parts, vault, commit),
  });
  if (posted.state !== "taken" || posted.how === "found") return asResult(posted);
  // Taken back to a manager's pin meanwhile: the drafts stay, and are built anew on what the server shows.
  if (parts.store.chain(vault).head.hash !== head.hash) return fail("manifest", { vault, reason: "rewound" }, "later");
  const taken = await take(parts, vault, { commits: [commit], envelopes });
  if (!taken.ok) return taken;
  tellAdvanced(parts, vault, taken.value);
  return ok(true);
}

function missingVault(vault: VaultId): Result<never> {
  return fail("log-rollback", { vault, number: 0, reason: "left-out" });
}

/** Pulls; whether the vault's chain now holds this very commit. */
async function findOwn(parts: Parts, vault: VaultId, bytes: Uint8Array): Promise<Result<boolean>> {
  const pulled = await pullSound(parts, vault);
  if (!pulled.ok) return pulled;
  const commit = parseCommit(bytes);
  return ok(commit.ok && parts.store.chain(vault).hashes[commit.value.body.seq] === commit.value.hash);
}

/** Whether something came of commits that were told of before: overviews that were missing may open now. */
function isOfBefore(came: ReadonlySet<Hash>, taken: readonly Commit[]): boolean {
  const changes = taken.flatMap(({ body }) => body.changes);
  const told = new Set(changes.flatMap(({ overview, secret }) => [overview?.hash, secret?.hash]));
  return [...came].some((hash) => !told.has(hash));
}

async function complete(
  { store, whole, fetched }: Parts,
  vault: VaultId,
): Promise<Result<{ came: ReadonlySet<Hash> }>> {
  const chain = store.chain(vault);
  const { hash } = chain.head;
  if (whole.get(vault) === hash) return ok({ came: new Set() });
  const completed = await fetched.complete(chain);
  // What the server said it does not have is asked for again: that was a claim like any other.
  if (completed.ok && completed.value.isWhole) whole.set(vault, hash);
  return completed;
}

/** The same for a vault whose commits were told of before: overviews that were missing may open now. */
async function completeLate(parts: Parts, vault: VaultId): Promise<Result<true>> {
  const completed = await complete(parts, vault);
  if (!completed.ok) return completed;
  if (isOfBefore(completed.value.came, [])) parts.events.tell("keysChanged", vault);
  return ok(true);
}

/** A commit that knows a longer log than mine waits for the log first; answers whether my chain is the same after it. */
async function followLog(parts: Parts, vault: VaultId, commits: readonly Uint8Array[]): Promise<Result<boolean>> {
  if (!knowsLongerLog(commits, parts.state().head.seq)) return ok(true);
  const { head } = parts.store.chain(vault);
  const pulled = await parts.log.pull();
  return pulled.ok ? ok(parts.store.chain(vault).head.hash === head.hash) : pulled;
}

/** Takes a page. */
async function take(
  parts: Parts,
  vault: VaultId,
  page: { commits: readonly Uint8Array[]; envelopes: readonly Uint8Array[] },
): Promise<Result<Commit[]>> {
  const follows = await followLog(parts, vault, page.commits);
  if (!follows.ok) return follows;
  // The new entries took my chain back to a manager's pin: this page was asked for above it, and is asked for anew.
  if (!follows.value) return ok([]);
  const { commits, refused } = parts.store.take(vault, page);
  if (refused === null) return ok(commits);
  // A server that passes by a head which somebody named may show it the next time: my own chain has nothing against it.
  if (refused.failure.code === "log-rollback")
    return nameMissing<Commit[]>(parts, vault, { ok: false, failure: refused.failure });
  if (refused.failure.code === "log-fork") parts.heardWord(refused.evidence);
  if (indictsVault(refused.failure)) parts.stops.stop(vault, refused.failure, refused.evidence);
  tellAdvanced(parts, vault, commits);
  return { ok: false, failure: refused.failure };
}

/**
 * The next pages in one: as long as a head binds above mine, everything up to it belongs together. Each page is verified as it
 * comes; one that does not verify is the last that is asked for.
 */
async function readPages(
  parts: Parts,
  vault: VaultId,
  upTo: number,
): Promise<Result<{ head: Head; commits: Uint8Array[] }>> {
  const mine = parts.store.chain(vault).head;
  const commits: Uint8Array[] = [];
  const verifies = parts.store.lookAhead(vault);
  let isOffered = false;
  for (;;) {
    const page = await parts.transport.call("commits", { from: mine.seq + commits.length + 1 }, vault);
    if (!page.ok) return page;
    const { head } = page.value;
    parts.heads.set(vault, head);
    if (!isOffered && isBehind(parts.store.chain(vault), head)) {
      isOffered = true;
      const brought = await parts.bringBack(vault, head);
      if (brought.ok) continue;
      if (isTransportFailure(brought.failure) || brought.failure.code === "step-up") return brought;
    }
    const required = highest(parts, vault, upTo);
    const shown = checkShown(parts, vault, { head, required });
    if (!shown.ok) return refused(parts, vault, { head, failure: shown.failure });
    for (const commit of page.value.commits) commits.push(commit);
    const reached = mine.seq + commits.length;
    if (reached < head.seq && page.value.commits.length === 0)
      return fail("manifest", { vault, reason: "gap", number: head.seq });
    if (reached >= Math.min(head.seq, required?.seq ?? 0)) return ok({ head, commits });
    const follows = await followLog(parts, vault, page.value.commits);
    if (!follows.ok) return follows;
    // Taken back to a manager's pin meanwhile: asked for anew from there.
    if (!follows.value) return ok({ head, commits: [] });
    if (!verifies(page.value.commits)) return ok({ head, commits });
  }
}

async function confirm(parts: Parts, vault: VaultId): Promise<Result<true>> {
  const isWhole = checkAgainstLog(parts, vault, parts.state().head.seq).ok;
  // The list of heads may be older than what the log names by now: asked again, it is checked by what was known then.
  if (parts.suspect.has(vault) || !isWhole) return pullSound(parts, vault);
  return completeLate(parts, vault);
}

/** Whether the last of these commits stands on a log position above my head; in a sound chain no other stands higher. */
function knowsLongerLog(commits: readonly Uint8Array[], seq: number): boolean {
  const last = commits.at(-1);
  const commit = last === undefined ? null : parseCommit(last);
  return commit?.ok === true && commit.value.body.logSeq > seq;
}
