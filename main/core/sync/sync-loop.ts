/**
 * The loop that keeps this computer and the server in step. A round runs after a hint, after a local edit, and every half
 * minute; one at a time. Too many answers in a row that do not verify stop it until a person resumes; the server learns
 * nothing of why [protocol: Vault chain].
 */
import type { SyncStatus } from "../../../shared/contract/shapes.ts";
import type { Ports } from "../ports.ts";
import { thrownFailure } from "../store/thrown.ts";
import type { Connection, Soundness } from "./soundness.ts";
import { type RoundParts, runRound } from "./sync-round.ts";
import { createSyncState } from "./sync-state.ts";

export type SyncLoop = {
  status(): SyncStatus;
  /** A whole round from now on. */
  now(): Promise<SyncStatus>;
  /** The same, also after the loop stopped by itself. */
  resume(): Promise<SyncStatus>;
  /** A round soon. */
  kick(): void;
  stop(): void;
};

type Holder = RoundParts & {
  ports: Pick<Ports, "clock" | "timers" | "log">;
  soundness: Soundness;
  connection: Connection;
  /** The time of day lies far behind the latest that was seen. */
  isClockBehind(): boolean;
  /** Two histories of the team are proven. */
  isFrozen(): boolean;
  /** Who of the team confirmed lately what this computer holds. */
  sameHistory(): SyncStatus["sameHistory"];
  changed(status: SyncStatus): void;
};

const everyMs = 30_000;

/** Makes the loop; it does nothing until the first kick. */
export function createSyncLoop(holder: Holder): SyncLoop {
  const { ports, soundness } = holder;
  let running: Promise<void> | null = null;
  let again = false;
  let ended = false;
  let cancelTimer = (): void => {};
  const state = createSyncState({
    ...{ soundness, connection: holder.connection, changed: holder.changed },
    now: () => ports.clock.now(),
    pending: () => (ended ? 0 : holder.drafts.waiting().count),
    logSeq: () => holder.log.state().head.seq,
    ...{ isClockBehind: holder.isClockBehind, isFrozen: holder.isFrozen, sameHistory: () => holder.sameHistory() },
  });

  async function run(): Promise<void> {
    do {
      again = false;
      const round = await runRound(holder, soundness.count);
      if (ended) return;
      state.take(round);
    } while (again && !ended && state.status().state === "ok");
  }

  function start(): Promise<void> {
    cancelTimer();
    running ??= run()
      .catch((error: unknown) => (ended ? undefined : state.takeFailure(thrownFailure(ports, "sync", error).failure)))
      .finally(() => {
        running = null;
        if (!ended && !soundness.isStopped()) cancelTimer = ports.timers.after(everyMs, () => void start());
      });
    return running;
  }

  const whole = async (): Promise<SyncStatus> => {
    // A round under way may have passed the step that matters, or be failing: a whole one after it.
    if (running !== null) await running;
    if (!ended && !soundness.isStopped()) await start();
    return state.status();
  };

  return {
    status: state.status,
    now: whole,
    resume() {
      soundness.resume();
      holder.vaults.resume();
      return whole();
    },
    kick() {
      if (ended || soundness.isStopped()) return;
      if (running !== null) again = true;
      else void start();
    },
    stop: () => {
      ended = true;
      cancelTimer();
    },
  };
}
