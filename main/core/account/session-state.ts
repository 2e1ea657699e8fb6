/**
 * The state of the session: locked, unlocking, waiting to be let in, or unlocked. The one place that moves between these
 * and lets go of what the one before held; lock itself is the host's (the process is replaced).
 */

import type { AccountStatus } from "../../../shared/contract/shapes.ts";
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Emitter } from "../emitter.ts";
import { readRollbackGuard } from "../local/rollback-guard.ts";
import type { Database, Ports } from "../ports.ts";
import type { RecordStore } from "../records/records.ts";
import { endPlan, type Profile } from "../store/profile-row.ts";
import type { LogReader } from "../sync/team-log.ts";
import type { AutoLock } from "./auto-lock.ts";
import { nameTeam } from "./create-team.ts";
import { keychainOf } from "./profile-secrets.ts";
import { createWaiting, type Waiter, type Waiting } from "./waiting.ts";
import type { WaitingPlan } from "./waiting-plan.ts";

/** An unlocked profile, as far as the session asks of it; `open-profile.ts` makes it. */
export type ProfileHeld = {
  db: Database;
  profile: Profile;
  keys: DeviceKeys;
  log: LogReader;
  records: RecordStore;
  close(): void;
};
/** Opens a joined profile; handed in when the app is composed, because what it makes lies above the session. */
export type OpenProfile<Opened extends ProfileHeld> = (parts: {
  ports: Ports;
  db: Database;
  profile: Profile;
  keys: DeviceKeys;
  emitter: Emitter;
  kept: Uint8Array | null;
}) => Result<Opened>;

export type State<Opened extends ProfileHeld> =
  | { kind: "locked" }
  | { kind: "unlocking"; before: State<Opened> }
  | { kind: "waiting"; waiting: Waiting }
  | { kind: "unlocked"; open: Opened };

export type SessionMachine<Opened extends ProfileHeld> = {
  state(): State<Opened>;
  kind(): AccountStatus["state"];
  /** Opens a joined profile; the founder's plan, where there is one, is finished. Takes over `db` and `keys`. */
  enter(held: Omit<Waiter, "plan">, plan: WaitingPlan | null): Promise<Result<true>>;
  /** Takes over a profile that is not in its team yet. The caller begins the looking. */
  wait(waiter: Waiter): Waiting;
  leave(): void;
  /** One such act at a time: `busy`. A refusal leaves the state as it was. */
  exclusive<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  /** Lets go of everything; for scripts, where the process lives on. */
  close(): void;
};

/** Begins locked, or with no profile at all. */
export function createSessionMachine<Opened extends ProfileHeld>(
  { ports, emitter, autoLock }: { ports: Ports; emitter: Emitter; autoLock: AutoLock },
  openProfile: OpenProfile<Opened>,
): SessionMachine<Opened> {
  let state: State<Opened> = { kind: "locked" };
  let isClosed = false;

  function kind(): AccountStatus["state"] {
    if (state.kind === "unlocked" || state.kind === "waiting") return state.kind;
    return ports.profiles.list().length === 0 ? "none" : "locked";
  }

  /** A profile that waited before gives way, unless it goes on waiting. */
  function transition(next: State<Opened>): void {
    const old = state.kind === "unlocking" ? state.before : state;
    if (old.kind === "waiting" && (next.kind !== "waiting" || next.waiting !== old.waiting)) old.waiting.close();
    state = next;
    emitter.emit("session.changed", { state: kind() });
  }

  async function enter(held: Omit<Waiter, "plan">, plan: WaitingPlan | null): Promise<Result<true>> {
    const { stored, db, keys } = held;
    const kept = await readRollbackGuard(keychainOf(ports, stored.profile.keychain), stored.profile.profile);
    // The session ended while the keychain was asked.
    if (isClosed) {
      keys.wipe();
      db.close();
      return fail("locked", undefined, "after-act");
    }
    const opened = openProfile({ ports, db, profile: stored.profile, keys, emitter, kept });
    if (!opened.ok) {
      keys.wipe();
      db.close();
      transition({ kind: "locked" });
      return opened;
    }
    // Names become drafts before the plan ends: whatever happens in between, they are put in.
    const named = plan?.kind === "found" ? await nameTeam(opened.value, plan) : ok(true);
    if (named.ok) endPlan(db);
    else ports.log.event("names-wait", { code: named.failure.code });
    autoLock.start(opened.value);
    transition({ kind: "unlocked", open: opened.value });
    return ok(true);
  }

  function wait(waiter: Waiter): Waiting {
    const waiting = createWaiting(ports, waiter, {
      entered: async () => {
        const { plan, ...held } = waiting.handOver();
        await enter(held, plan);
      },
      problem: (failure) => {
        emitter.emit("session.changed", { state: kind() });
        const isFinal = failure?.code === "invite" || failure?.code === "setup-code";
        if (isFinal) emitter.emit("alert.raised", { code: failure.code });
      },
    });
    transition({ kind: "waiting", waiting });
    return waiting;
  }

  return {
    state: () => state,
    kind,
    enter,
    wait,
    leave: () => transition({ kind: "locked" }),
    async exclusive(work) {
      if (state.kind === "unlocking") return fail("busy", { reason: "unlocking" }, "later");
      const before = state;
      const unlocking: State<Opened> = { kind: "unlocking", before };
      state = unlocking;
      try {
        return await work();
      } finally {
        // Whatever moved the state has done so by now.
        if (state === unlocking) state = before;
      }
    },
    close() {
      isClosed = true;
      autoLock.stop();
      const open = state.kind === "unlocking" ? state.before : state;
      if (open.kind === "waiting") open.waiting.close();
      if (open.kind === "unlocked") {
        open.open.close();
        open.open.db.close();
      }
      state = { kind: "locked" };
    },
  };
}
