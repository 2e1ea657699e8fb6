/**
 * One round of syncing: log, keys, vaults, drafts, then the background tasks. Says what it met: trouble on the way, answers
 * that do not verify, drafts that stay. It decides nothing about going on.
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type Failure, ok, type Result } from "../../../shared/failures.ts";
import { isTransportFailure } from "./failure-kinds.ts";
import type { Rights } from "./own-rights.ts";
import type { SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";
import type { VaultSync } from "./vault-sync.ts";

/** Drafts of this computer that wait to be pushed; what seals and merges them lies above sync. */
export type DraftQueue = {
  /** Vaults with drafts, and how many in all. */
  waiting(): { vaults: VaultId[]; count: number };
  /** Seals and pushes the drafts of this vault, merging where the chain went on; ok also when nothing waits. */
  flush(vault: VaultId): Promise<Result<true>>;
};

export type RoundParts = {
  transport: Transport;
  log: SyncedLog;
  vaults: VaultSync;
  drafts: DraftQueue;
  rights: Pick<Rights, "of">;
  /** Fetches key bundles that the log names and the store lacks. */
  pullBundles(): Promise<Result<true>>;
  /** All that the server shows was taken in: whether this computer may write now (`local-rollback`). */
  caughtUp(): Result<true>;
  /** `log-fork` while two histories of the team are proven: nothing that waits here is sent. */
  mayWrite(): Result<true>;
  /** What the team expects of an open app. */
  backgroundTasks(): Promise<Result<true>>;
};

export type Found = { vault?: VaultId; failure: Failure };
export type Round = {
  /** The way to the server, or the disk: the round could not be finished. */
  transport: Failure | null;
  /** The team log could not be followed. */
  whole: Failure | null;
  /** Vaults that do not verify, by what stopped them. */
  vaults: Found[];
  /** Nothing against the server: drafts that stay, tasks that could not be done. */
  staying: Found[];
};

type CatchUp = Pick<RoundParts, "transport" | "log" | "vaults" | "rights">;

/** Counts after every answer whether it verified, in the order in which they came. */
export type CountAnswer = (isSound: boolean) => void;

/** Runs one round. Never throws for what a server says. */
export async function runRound(parts: RoundParts, count: CountAnswer): Promise<Round> {
  const round: Round = { transport: null, whole: null, vaults: [], staying: [] };
  for (const step of [parts.log.pull, parts.pullBundles]) {
    const done = await step();
    if (!done.ok)
      return isTransportFailure(done.failure) ? { ...round, transport: done.failure } : unsound(done.failure);
    count(true);
  }
  const pulled = await catchUp(parts, count);
  if (!pulled.ok)
    return isTransportFailure(pulled.failure) ? { ...round, transport: pulled.failure } : unsound(pulled.failure);
  round.vaults = pulled.value;
  const mayWrite = parts.caughtUp();
  if (!mayWrite.ok) return { ...round, staying: [{ failure: mayWrite.failure }] };
  const frozen = parts.mayWrite();
  if (frozen.ok) await flush(parts, round);
  else round.staying.push({ failure: frozen.failure });
  if (round.transport === null) {
    const tasks = await parts.backgroundTasks();
    if (!tasks.ok && isTransportFailure(tasks.failure)) round.transport = tasks.failure;
    else if (!tasks.ok) round.staying.push(placed(tasks.failure));
  }
  return round;

  function unsound(failure: Failure): Round {
    count(false);
    return { ...round, whole: failure };
  }
}

async function flush(parts: RoundParts, round: Round): Promise<void> {
  for (const vault of parts.drafts.waiting().vaults) {
    const flushed = await parts.drafts.flush(vault);
    if (flushed.ok) continue;
    if (isTransportFailure(flushed.failure)) {
      round.transport = flushed.failure;
      return;
    }
    // A draft that merely stays (right lost, vault archived) says nothing against the server.
    round.staying.push({ vault, failure: flushed.failure });
  }
}

function placed(failure: Failure): Found {
  const vault = failure.detail?.vault as VaultId | undefined;
  return vault === undefined ? { failure } : { vault, failure };
}

/**
 * Brings every vault in step. One call tells all heads; only vaults that moved, or lack envelopes, cost more. Answers the
 * vaults that do not verify; fails where the way does, or the list of heads itself is nonsense. A vault that the server leaves out
 * is a claim like any other: nothing is hidden here for it, and it counts as nothing less than it is.
 */
export async function catchUp(parts: CatchUp, count: CountAnswer = () => {}): Promise<Result<Found[]>> {
  const { transport, log, vaults, rights } = parts;
  // A vault that the log names only now is not in an answer from before.
  const known = [...log.state().vaults.keys()];
  const heads = await transport.call("vaults", {});
  if (!heads.ok) return heads;
  vaults.shown(heads.value.heads);
  const shown = new Map(heads.value.heads.map((head) => [head.vault, head]));
  const found: Found[] = [];
  for (const vault of known) {
    // What has ended by this computer's time is not served any more, and not asked for [protocol: Removal].
    if (rights.of(vault) === null) continue;
    const stopped = vaults.stopped(vault);
    if (stopped !== null) {
      found.push({ vault, failure: stopped });
      continue;
    }
    const mine = vaults.chain(vault).head;
    const head = shown.get(vault);
    const isSame = head !== undefined && head.seq === mine.seq && head.hash === mine.hash;
    const pulled = head === undefined ? vaults.leftOut(vault) : await pullOne(vaults, vault, isSame);
    if (!pulled.ok && isTransportFailure(pulled.failure)) return pulled;
    if (!pulled.ok) {
      // The right may have ended after I read the log: then the server is right to show nothing.
      const news = await log.pull();
      if (news.ok && rights.of(vault) === null) continue;
      found.push({ vault, failure: pulled.failure });
    }
    count(pulled.ok);
  }
  return ok(found);
}

function pullOne(vaults: VaultSync, vault: VaultId, isSame: boolean): Promise<Result<true>> {
  return isSame ? vaults.confirm(vault) : vaults.pull(vault);
}
