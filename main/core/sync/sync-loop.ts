/**
 * The loop that keeps this computer and the server in step: log, keys, vaults, drafts, then the team's chores. Runs after a
 * hint, after a local edit, and every half minute; one run at a time. Too many answers in a row that do not verify stop it
 * until a person resumes; the server learns nothing of why.
 */
import type { SyncStatus } from "../../../shared/contract/shapes.ts";

import { rightOf } from "../../../shared/protocol/team-rules.ts";
import { type Failure, ok, type Result } from "../../../shared/result.ts";
import type { Ports } from "../ports.ts";
import type { Profile, VaultListeners } from "../unlocked.ts";
import type { SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";
import type { VaultSync } from "./vault-sync.ts";

export type SyncLoop = {
  status(): SyncStatus;
  now(): Promise<SyncStatus>;
  resume(): Promise<SyncStatus>;
  kick(): void;
  stop(): void;
};

type Holder = {
  ports: Ports;
  profile: Profile;
  transport: Transport;
  log: SyncedLog;
  vaults: VaultSync;
  listeners(): VaultListeners;
  /** Fetches key bundles that the log names and the store lacks. */
  pullBundles(): Promise<Result<true>>;
  /** What the team expects of an open app: answer joins, hand keys over, make the own personal vault. */
  chores(): Promise<Result<true>>;
  changed(status: SyncStatus): void;
};

const everyMs = 30_000;
const failuresToStop = 20;
const ofTheWay = new Set<Failure["code"]>(["offline", "server-error", "throttled", "storage-full"]);

/** Makes the loop; it does nothing until the first kick. */
export function createSyncLoop(holder: Holder): SyncLoop {
  let state: SyncStatus["state"] = "ok";
  let confirmedAt: number | null = null;
  let failures: SyncStatus["failures"] = [];
  let staying: SyncStatus["failures"] = [];
  let unverified = 0;
  let running: Promise<void> | null = null;
  let again = false;
  let ended = false;
  let cancelTimer = (): void => {};
  let told = "";

  const status = (): SyncStatus => ({
    state,
    pending: holder.listeners().waiting().count,
    logSeq: holder.log.state().head.seq,
    confirmedAt,
    failures,
  });

  function tell(): void {
    const now = status();
    const text = JSON.stringify(now);
    if (text !== told) holder.changed(now);
    told = text;
  }

  async function round(): Promise<Failure[]> {
    const steps = [() => holder.log.pull(), () => holder.pullBundles()];
    for (const step of steps) {
      const done = await step();
      if (!done.ok) return [done.failure];
    }
    const pulled = await pullVaults();
    if (!pulled.ok) return [pulled.failure];
    const found = pulled.value;
    staying = [];
    for (const vault of holder.listeners().waiting().vaults) {
      const flushed = await holder.listeners().flushDrafts(vault);
      if (flushed.ok) continue;
      if (ofTheWay.has(flushed.failure.code)) found.push(flushed.failure);
      // A draft that merely stays (right lost, vault archived) says nothing against the server.
      else staying.push({ vault, code: flushed.failure.code });
    }
    const chores = await holder.chores();
    return chores.ok ? found : [...found, chores.failure];
  }

  /** One call tells every head; only vaults that moved, or lack envelopes, cost more. */
  async function pullVaults(): Promise<Result<Failure[]>> {
    const heads = await holder.transport.call("vaults", {});
    if (!heads.ok) return heads;
    const found: Failure[] = [];
    for (const { vault, seq, hash } of heads.value.heads) {
      if (rightOf(holder.log.state(), holder.profile.user, vault) === null) continue;
      const mine = holder.vaults.chain(vault).head;
      const same = mine.seq === seq && mine.hash === hash;
      const pulled = same ? await holder.vaults.complete(vault) : await holder.vaults.pull(vault);
      if (!pulled.ok) found.push({ ...pulled.failure, detail: { ...pulled.failure.detail, vault } });
    }
    return ok(found);
  }

  async function run(): Promise<void> {
    do {
      again = false;
      const found = await round();
      if (ended) return;
      const way = found.find(({ code }) => ofTheWay.has(code));
      const unsound = found.filter(({ code }) => !ofTheWay.has(code));
      unverified = unsound.length > 0 ? unverified + 1 : way === undefined ? 0 : unverified;
      const named = unsound.map(({ code, detail }) =>
        detail?.vault === undefined ? { code } : { vault: detail.vault, code },
      );
      failures = [...named, ...staying];
      const isWhole = unsound.some(({ detail }) => detail?.vault === undefined);
      state = unverified >= failuresToStop || isWhole ? "stopped" : way === undefined ? "ok" : "offline";
      if (state === "ok" && unsound.length === 0) confirmedAt = holder.ports.clock.now();
      if (state !== "ok") again = false;
      tell();
    } while (again && !ended);
  }

  /** A throw is a bug, told by name; after the end it is only a query on a database that was closed under it. */
  function crashed(error: unknown): void {
    if (ended) return;
    holder.ports.log.event("bug", { command: "sync", name: error instanceof Error ? error.name : "unknown" });
    state = "stopped";
    failures = [{ code: "bug" }];
    tell();
  }

  function start(): Promise<void> {
    cancelTimer();
    running ??= run()
      .catch(crashed)
      .finally(() => {
        running = null;
        if (!ended && unverified < failuresToStop) cancelTimer = holder.ports.timers.after(everyMs, () => void start());
      });
    return running;
  }

  return {
    status,
    async now() {
      if (unverified >= failuresToStop) return status();
      // A run under way may have passed the step that matters, or be failing: a whole one after it.
      if (running !== null) await running;
      await start();
      return status();
    },
    async resume() {
      unverified = 0;
      await start();
      return status();
    },
    kick() {
      if (ended || unverified >= failuresToStop) return;
      if (running !== null) again = true;
      else void start();
    },
    stop() {
      ended = true;
      cancelTimer();
    },
  };
}
