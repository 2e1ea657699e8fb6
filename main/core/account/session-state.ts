/**
 * The state of the session: locked, waiting to be let in, or unlocked. The one place that moves between these and lets go
 * of what the one before held; lock itself is the host's (the process is replaced).
 */

import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { ExportDone } from "../../../shared/contract/exports.ts";
import type { LinkShape } from "../../../shared/contract/link-shapes.ts";
import type { HelpShape } from "../../../shared/contract/recovery-shapes.ts";
import type { AccountStatus, Act } from "../../../shared/contract/shapes.ts";
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import type { UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Emitter } from "../emitter.ts";
import { type Kept, readKeptHeads } from "../local/kept-heads.ts";
import type { Database, Ports } from "../ports.ts";
import type { RecordStore } from "../records/records.ts";
import { endPlan, type Profile } from "../store/profile-row.ts";
import type { LogReader } from "../sync/team-log.ts";
import type { AutoLock } from "./auto-lock.ts";
import { nameTeam } from "./create-team.ts";
import { openIdentity } from "./identity-seal.ts";
import { changeProfile } from "./profile-changes.ts";
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
  /** The passphrase was typed again, for this item or kept text. */
  askedAgain(item: string): void;
  /** The passphrase was typed again, to bring another computer. */
  beginLink(): Promise<Result<LinkShape>>;
  /** The passphrase was typed again, to make a recovery sheet. */
  makeRecoverySheet(): Result<{ text: string }>;
  /** The passphrase was typed again, to choose the people of whom two bring one back. */
  choosePeople(users: readonly UserId[]): Promise<Result<Act>>;
  /** The passphrase was typed again, to give somebody else a share of their sheet. */
  beginHelp(user: UserId): Promise<Result<HelpShape>>;
  /** The passphrase was typed again, to set up a second factor. */
  enrolSecondFactor(): Promise<Result<{ uri: string; seed: string }>>;
  /** The passphrase was typed again, to go over to the other of two histories. What is open says nothing to the server afterwards; it is locked. */
  chooseHistory(read: { user: UserId; number: number; text: string }): Promise<Result<true>>;
  /** The passphrase was typed again, to take everything along in an archive. */
  makeArchive(
    asked: CommandParsed<"export.make">,
    cost: () => { ops: number; mem: number },
  ): Promise<Result<ExportDone>>;
  close(): void;
};
/** What a profile is opened from. */
export type OpeningParts = {
  ports: Ports;
  db: Database;
  profile: Profile;
  keys: DeviceKeys;
  emitter: Emitter;
  /** What the keychain remembers of the heads. */
  kept: Kept;
  /** The profile was made with records of its heads in database and keychain (`local/rollback-guard.ts`). */
  isMarked: boolean;
};
/** Opens a joined profile; handed in when the app is composed, because what it makes lies above the session. */
export type OpenProfile<Opened extends ProfileHeld> = (parts: OpeningParts) => Result<Opened>;

export type State<Opened extends ProfileHeld> =
  | { kind: "locked" }
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

type Machine<Opened extends ProfileHeld> = {
  ports: Ports;
  emitter: Emitter;
  autoLock: AutoLock;
  openProfile: OpenProfile<Opened>;
  cell: StateCell<Opened>;
};

/** Opens a profile, or lets go of it: also where the session ended or moved on meanwhile. */
async function openHeld<Opened extends ProfileHeld>(
  { ports, emitter, autoLock, openProfile, cell }: Machine<Opened>,
  { plan, ...held }: Omit<Waiter, "plan"> & { plan: WaitingPlan | null },
  isWanted: () => boolean,
): Promise<Result<true>> {
  const { stored, db, keys } = held;
  const { profile } = stored;
  const { localStateKey } = keys;
  const sealed = openIdentity(localStateKey, profile, stored.sealedIdentity);
  const isMarked = sealed.ok && sealed.value.isMarked;
  const kept = await readKeptHeads(keychainOf(ports, profile.keychain), { profile, localStateKey });
  let opened: Opened | null = null;
  const drop = (): void => {
    opened?.close();
    letGo(held);
  };
  try {
    const answer = isWanted()
      ? openProfile({ ports, db, profile, keys, emitter, kept, isMarked })
      : fail("locked", undefined, "after-act");
    if (answer.ok) opened = answer.value;
    // Names become drafts before the plan ends: whatever happens in between, they are put in.
    const named = opened !== null && plan?.kind === "found" ? await nameTeam(opened, plan) : ok(true);
    if (opened === null || !isWanted()) {
      drop();
      return answer.ok ? fail("locked", undefined, "after-act") : answer;
    }
    // From the first version: from now on the row is sealed whole.
    if (!isMarked) changeProfile({ db, profile, keys }, { state: "joined" });
    if (named.ok) endPlan(db);
    else ports.log.event("names-wait", { code: named.failure.code });
    autoLock.start(opened);
    cell.transition({ kind: "unlocked", open: opened });
    return ok(true);
  } catch (error) {
    drop();
    throw error;
  }
}

/** Locked again, without a process that ends. */
function holdNothing<Opened extends ProfileHeld>({ autoLock, cell }: Machine<Opened>): void {
  autoLock.stop();
  cell.transition({ kind: "locked" });
}

/** Begins locked, or with no profile at all. */
export function createSessionMachine<Opened extends ProfileHeld>(
  { ports, emitter, autoLock }: { ports: Ports; emitter: Emitter; autoLock: AutoLock },
  openProfile: OpenProfile<Opened>,
): SessionMachine<Opened> {
  const cell = createState<Opened>(ports, emitter);
  const machine: Machine<Opened> = { ports, emitter, autoLock, openProfile, cell };

  async function enter(held: Omit<Waiter, "plan">, plan: WaitingPlan | null): Promise<Result<true>> {
    const entered = await openHeld(machine, { ...held, plan }, () => !cell.isClosed());
    // Stays as it was, and is told: there may be a profile more than before.
    if (!entered.ok) cell.transition(cell.now());
    return entered;
  }

  /** The server let it in. Whoever was unlocked in its place meanwhile stays. */
  async function enterByItself(waiting: Waiting): Promise<void> {
    const held = waiting.handOver();
    const isCurrent = (): boolean => {
      const now = cell.now();
      return now.kind === "waiting" && now.waiting === waiting;
    };
    let isIn = false;
    try {
      isIn = (await openHeld(machine, held, isCurrent)).ok;
    } finally {
      if (!isIn && isCurrent()) leave();
    }
  }

  const leave = (): void => holdNothing(machine);

  function wait(waiter: Waiter): Waiting {
    const waiting = createWaiting(ports, waiter, {
      entered: () => enterByItself(waiting),
      problem: (failure) => {
        emitter.emit("session.changed", { state: cell.kind() });
        const isOver = failure?.code === "invite" || failure?.code === "setup-code";
        const isFinal = isOver || failure?.code === "sas";
        if (isFinal) emitter.emit("alert.raised", { code: failure.code });
      },
    });
    cell.transition({ kind: "waiting", waiting });
    // Its keys are in memory, as those of an unlocked one.
    if (!cell.isClosed()) autoLock.start({ ...waiter, profile: waiter.stored.profile, log: null });
    return waiting;
  }

  return {
    state: cell.now,
    kind: cell.kind,
    enter,
    wait,
    leave,
    exclusive: cell.exclusive,
    close() {
      autoLock.stop();
      cell.close();
    },
  };
}

function letGo({ keys, db }: Pick<Waiter, "keys" | "db">): void {
  keys.wipe();
  db.close();
}

type StateCell<Opened extends ProfileHeld> = ReturnType<typeof createState<Opened>>;

/** The state itself, the one place that changes it, and acts that go one at a time. */
function createState<Opened extends ProfileHeld>(ports: Pick<Ports, "profiles">, emitter: Emitter) {
  let state: State<Opened> = { kind: "locked" };
  let isUnderWay = false;
  let isClosed = false;
  const kind = (): AccountStatus["state"] => {
    if (state.kind !== "locked") return state.kind;
    return ports.profiles.list().length === 0 ? "none" : "locked";
  };
  function letGoOf(old: State<Opened>): void {
    if (old.kind === "waiting") old.waiting.close();
    if (old.kind === "unlocked") {
      old.open.close();
      old.open.db.close();
    }
  }
  return {
    now: () => state,
    kind,
    isClosed: () => isClosed,
    /** What the state before held is let go of; after the end so is what the next one would hold. */
    transition(next: State<Opened>): void {
      if (next !== state) letGoOf(isClosed ? next : state);
      if (isClosed) return;
      state = next;
      emitter.emit("session.changed", { state: kind() });
    },
    async exclusive<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
      if (isUnderWay) return fail("busy", { reason: "unlocking" }, "later");
      isUnderWay = true;
      try {
        return await work();
      } finally {
        isUnderWay = false;
      }
    },
    close(): void {
      isClosed = true;
      letGoOf(state);
      state = { kind: "locked" };
    },
  };
}
