/**
 * Who is at this computer: nobody yet, somebody whose profile is locked, somebody who waits to be let in, or somebody
 * unlocked. The one place that moves between these; lock itself is the host's (the process is replaced).
 */
import type { CommandInput } from "../../../shared/contract/commands.ts";
import type { CommandOutput } from "../../../shared/contract/outputs.ts";
import type { AccountStatus, ProfileShape } from "../../../shared/contract/shapes.ts";
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { fail, ok, type Result } from "../../../shared/result.ts";
import type { Emitter } from "../emitter.ts";
import type { Database, Ports } from "../ports.ts";
import { openProfileStore } from "../store/open-profile-store.ts";
import { findProfile, type StoredProfile } from "../store/profile-row.ts";
import { createAttempts } from "./attempts.ts";
import { createAutoLock } from "./auto-lock.ts";
import { type FoundedTeam, foundTeam, nameTeam, postFounding } from "./found-team.ts";
import { joinTeam, lookForAdmission } from "./join-team.ts";
import { type OpenProfile, openProfile } from "./open-profile.ts";
import { openSecrets, sheetAgain } from "./profile-secrets.ts";
import { openPlan, type WaitingPlan } from "./waiting-plan.ts";

type Waiting = { stored: StoredProfile; db: Database; keys: DeviceKeys; plan: WaitingPlan; cancel(): void };
type State =
  | { kind: "locked" }
  | { kind: "unlocking" }
  | { kind: "waiting"; waiting: Waiting }
  | { kind: "unlocked"; open: OpenProfile };

export type Session = {
  open(): OpenProfile | null;
  kind(): AccountStatus["state"];
  status(): Promise<Result<AccountStatus>>;
  create(input: CommandInput<"team.create">): Promise<Result<CommandOutput<"team.create">>>;
  join(input: CommandInput<"team.join">): Promise<Result<CommandOutput<"team.join">>>;
  unlock(input: CommandInput<"account.unlock">): Promise<Result<CommandOutput<"account.unlock">>>;
  deviceSheet(passphrase: string): Promise<Result<{ text: string }>>;
  /** The person did something: the auto-lock clock starts anew. */
  touched(): void;
  setAutoLock(minutes: number): Result<Record<string, never>>;
  close(): void;
};

const firstLookMs = 1000;
const longestLookMs = 15_000;

/** Makes the session of one app; it begins locked, or with no profile at all. */
export function createSession(ports: Ports, emitter: Emitter): Session {
  let state: State = { kind: "locked" };
  const attempts = createAttempts(() => ports.clock.now());
  const autoLock = createAutoLock(ports, () => ports.shell.lock());

  function kind(): AccountStatus["state"] {
    if (state.kind === "unlocked" || state.kind === "waiting") return state.kind;
    return ports.profiles.list().length === 0 ? "none" : "locked";
  }

  function become(next: State): void {
    state = next;
    emitter.emit("session.changed", { state: kind() });
  }

  /** Opens the joined profile; its team's names are put into the directory where a founder has not done it yet. */
  async function enter(
    stored: StoredProfile,
    db: Database,
    keys: DeviceKeys,
    founding: FoundedTeam["plan"] | null,
  ): Promise<Result<true>> {
    const opened = openProfile({ ports, db, profile: stored.profile, keys, emitter });
    if (!opened.ok) {
      db.close();
      become({ kind: "locked" });
      return opened;
    }
    if (founding !== null) {
      const named = await nameTeam(opened.value.unlocked, founding);
      if (!named.ok) return named;
      db.prepare("UPDATE profile SET sealed_join = NULL").run();
    }
    autoLock.start(opened.value.unlocked);
    become({ kind: "unlocked", open: opened.value });
    return ok(true);
  }

  function wait(stored: StoredProfile, db: Database, keys: DeviceKeys, plan: WaitingPlan): void {
    const waiting: Waiting = { stored, db, keys, plan, cancel: () => {} };
    become({ kind: "waiting", waiting });
    lookLater(waiting, firstLookMs);
  }

  function lookLater(waiting: Waiting, pauseMs: number): void {
    waiting.cancel = ports.timers.after(pauseMs, () => {
      void look(waiting).then((entered) => {
        if (!entered) lookLater(waiting, Math.min(longestLookMs, pauseMs * 1.5));
      });
    });
  }

  /** Asks whether the waiting is over; true once it is, or once this waiting was given up. */
  async function look(waiting: Waiting): Promise<boolean> {
    const { stored, db, keys, plan } = waiting;
    const isCurrent = (): boolean => state.kind === "waiting" && state.waiting === waiting;
    if (!isCurrent()) return true;
    const seen =
      plan.kind === "join"
        ? await lookForAdmission(ports, { stored, db, plan }, keys)
        : await postFounding(ports, { stored, db, plan, secrets: { keys } });
    if (!isCurrent()) return true;
    if (!seen.ok && seen.failure.code === "invite") emitter.emit("alert.raised", { code: "invite" });
    if (!seen.ok || seen.value === "waiting") return false;
    const entered = await enter(stored, db, keys, plan.kind === "found" ? plan : null);
    return entered.ok;
  }

  async function unlock(input: CommandInput<"account.unlock">): Promise<Result<Record<string, never>>> {
    const waitMs = attempts.waitMs();
    if (waitMs > 0) return fail("throttled", { waitMs }, "later");
    const found = pickProfile(ports, input.profile);
    if (!found.ok) return found;
    const { stored, db } = found.value;
    const opened = await openSecrets(ports, stored, input);
    if (!opened.ok) {
      db.close();
      if (opened.failure.code === "unlock") attempts.failed();
      return opened;
    }
    attempts.succeeded();
    const { keys } = opened.value;
    opened.value.deviceSecret.fill(0);
    const plan =
      stored.sealedJoin === null ? null : openPlan(keys.localStateKey, stored.profile.profile, stored.sealedJoin);
    if (plan !== null && !plan.ok) return plan;
    if (stored.profile.builtIn) void ports.builtInServer.resume();
    if (stored.profile.state === "waiting" && plan !== null) {
      wait(stored, db, keys, plan.value);
      if (state.kind === "waiting") {
        state.waiting.cancel();
        if (!(await look(state.waiting)) && state.kind === "waiting") lookLater(state.waiting, firstLookMs);
      }
      return ok({});
    }
    const entered = await enter(stored, db, keys, plan?.value.kind === "found" ? plan.value : null);
    return entered.ok ? ok({}) : entered;
  }

  async function guarded<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    if (state.kind === "unlocking") return fail("busy", { reason: "unlocking" }, "later");
    const before = state;
    state = { kind: "unlocking" };
    try {
      return await work();
    } finally {
      // Whatever moved the state has done so by now; a refusal leaves it as it was.
      if ((state as State).kind === "unlocking") state = before;
    }
  }

  return {
    open: () => (state.kind === "unlocked" ? state.open : null),
    kind,
    async status() {
      const profiles = ports.profiles.list().flatMap((id) => showProfile(ports, id, state));
      const open = state.kind === "unlocked" ? state.open.unlocked : null;
      const own = open?.profile ?? (state.kind === "waiting" ? state.waiting.stored.profile : null);
      const role = open === null ? undefined : open.log.state().users.get(open.profile.user)?.role;
      return ok({
        state: kind(),
        profiles,
        ...(own === null ? {} : { profile: own.profile, team: own.team, user: own.user, device: own.device }),
        ...(role === undefined ? {} : { role }),
        keychainAvailable: await ports.keychain.available(),
        clipboardAvailable: ports.clipboard.available(),
        unlockWaitMs: attempts.waitMs(),
        autoLockMinutes: autoLock.minutes(),
      });
    },
    create: (input) =>
      guarded(async () => {
        const made = await foundTeam(ports, input);
        if (!made.ok) return made;
        const { stored, db, secrets, plan } = made.value;
        const entered = await enter(stored, db, secrets.keys, plan);
        if (!entered.ok) return entered;
        const { team, user, device } = stored.profile;
        return ok({
          act: team.slice(0, 26),
          state: "done" as const,
          waitsFor: [],
          team,
          user,
          device,
          deviceSheet: { text: secrets.sheet },
        });
      }),
    join: (input) =>
      guarded(async () => {
        const made = await joinTeam(ports, input);
        if (!made.ok) return made;
        const { stored, db, secrets, plan } = made.value;
        wait(stored, db, secrets.keys, plan);
        const { team, user, device } = stored.profile;
        return ok({ team, user, device, deviceSheet: { text: secrets.sheet }, state: "waiting" as const });
      }),
    unlock: (input) => guarded(() => unlock(input)),
    async deviceSheet(passphrase) {
      if (state.kind !== "unlocked") return fail("locked");
      const stored = findProfile(state.open.unlocked.db);
      const text = stored === null ? fail("not-found") : await sheetAgain(ports, stored, passphrase);
      return text.ok ? ok({ text: text.value }) : text;
    },
    touched: autoLock.touch,
    setAutoLock: (minutes) => (state.kind === "unlocked" ? autoLock.set(state.open.unlocked, minutes) : fail("locked")),
    close() {
      autoLock.stop();
      if (state.kind === "waiting") {
        state.waiting.cancel();
        state.waiting.keys.wipe();
        state.waiting.db.close();
      }
      if (state.kind === "unlocked") {
        state.open.close();
        state.open.unlocked.db.close();
      }
      state = { kind: "locked" };
    },
  };
}

/** The profile to unlock: the named one, else the only one, else the first. */
function pickProfile(ports: Ports, id: string | undefined): Result<{ stored: StoredProfile; db: Database }> {
  const [first] = ports.profiles.list();
  const wanted = id ?? first;
  if (wanted === undefined || !ports.profiles.list().includes(wanted)) return fail("not-found");
  const db = openProfileStore(ports.profiles, wanted);
  if (!db.ok) return db;
  const stored = findProfile(db.value);
  if (stored !== null) return ok({ stored, db: db.value });
  db.value.close();
  return fail("damaged-database", { reason: "no-profile" }, "after-act");
}

/** What the unlock screen shows of a profile; one that does not open is still listed, so that nothing looks lost. */
function showProfile(ports: Ports, id: string, state: State): ProfileShape[] {
  const own =
    state.kind === "unlocked"
      ? state.open.unlocked.profile
      : state.kind === "waiting"
        ? state.waiting.stored.profile
        : null;
  if (own?.profile === id) return [shapeOf(own)];
  const db = openProfileStore(ports.profiles, id);
  if (!db.ok)
    return [{ profile: id, teamName: "", person: "", deviceName: "", state: "joined", waitsFor: null, keychain: "os" }];
  const stored = findProfile(db.value);
  db.value.close();
  return stored === null ? [] : [shapeOf(stored.profile)];
}

function shapeOf({
  profile,
  teamName,
  person,
  deviceName,
  state,
  waitsFor,
  keychain,
}: StoredProfile["profile"]): ProfileShape {
  return { profile, teamName, person, deviceName, state, waitsFor, keychain };
}
