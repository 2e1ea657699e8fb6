/** What the sync loop knows of itself: state, failures, how many answers in a row did not verify. Told when it changed. */
import type { SyncStatus } from "../../../shared/contract/shapes.ts";
import type { Failure } from "../../../shared/failures.ts";
import { asksOfSession, indictsTeamLog, isTransportFailure } from "./failure-kinds.ts";
import type { Connection, Soundness } from "./soundness.ts";
import type { Found, Round } from "./sync-round.ts";

export type SyncState = {
  status(): SyncStatus;
  take(round: Round): void;
  /** What ended a round from outside it. */
  takeFailure(failure: Failure): void;
};

type Holder = {
  soundness: Soundness;
  connection: Connection;
  now(): number;
  pending(): number;
  logSeq(): number;
  isClockBehind(): boolean;
  sameHistory(): SyncStatus["sameHistory"];
  isFrozen(): boolean;
  changed(status: SyncStatus): void;
};

/** Begins in step with nothing confirmed. */
export function createSyncState(holder: Holder): SyncState {
  let state: SyncStatus["state"] = "ok";
  let confirmedAt: number | null = null;
  let failures: SyncStatus["failures"] = [];
  let told = "";

  const status = (): SyncStatus => ({
    state,
    pending: holder.pending(),
    logSeq: holder.logSeq(),
    confirmedAt,
    clockBehind: holder.isClockBehind(),
    sameHistory: holder.sameHistory(),
    frozen: holder.isFrozen(),
    failures,
  });

  function tell(): void {
    const now = status();
    const text = JSON.stringify(now);
    if (text !== told) holder.changed(now);
    told = text;
  }

  function take(round: Round): void {
    const named = [round.whole, isNamed(round.transport) ? round.transport : null];
    const found = named.flatMap((failure) => (failure === null ? [] : [{ failure }]));
    failures = [...found, ...round.vaults, ...round.staying].map(shapeOf);
    const stands = holder.soundness.isStopped() || (round.whole !== null && indictsTeamLog(round.whole));
    state = stands ? "stopped" : round.transport === null && round.whole === null ? "ok" : "offline";
    holder.connection.set(state === "ok");
    if (state === "ok" && round.vaults.length === 0) confirmedAt = holder.now();
    tell();
  }

  return {
    status,
    take,
    takeFailure(failure) {
      const isTransport = isTransportFailure(failure);
      take({ transport: isTransport ? failure : null, whole: isTransport ? null : failure, vaults: [], staying: [] });
    },
  };
}

/** That nobody answers needs no further word; a full disk or a server that is full does. */
function isNamed(failure: Failure | null): boolean {
  return failure !== null && failure.code !== "offline";
}

function shapeOf({ vault, failure }: Found): SyncStatus["failures"][number] {
  const { code } = failure;
  const asks = asksOfSession(failure);
  return { ...(vault === undefined ? {} : { vault }), code, ...(asks === null ? {} : { asks }) };
}
