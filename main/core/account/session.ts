/** What begins a session on this computer: create a team, join one, unlock; and what is shown of all that. */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { AccountStatus, SheetKept } from "../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Emitter } from "../emitter.ts";
import type { Ports } from "../ports.ts";
import { addFailedUnlock } from "../store/failed-unlocks.ts";
import { findProfile, type StoredProfile } from "../store/profile-row.ts";
import { type Acceptance, createAcceptance } from "./acceptance.ts";
import { type Asking, createAsking } from "./ask-people.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { type AutoLock, createAutoLock } from "./auto-lock.ts";
import { changePassphrase, checkChange, checkNew, forgetOldWrapping, type Passphrases } from "./change-passphrase.ts";
import { createJoinComparing, type JoinComparing } from "./compare-join.ts";
import { createTeam } from "./create-team.ts";
import { isAsSealed, openIdentity } from "./identity-seal.ts";
import { joinTeam } from "./join-team.ts";
import { changeProfile } from "./profile-changes.ts";
import { pickProfile } from "./profile-list.ts";
import { deleteProfile } from "./profile-making.ts";
import {
  checkSecrets,
  costOf,
  keepSecret,
  keychainOf,
  type NewSecrets,
  openSecrets,
  sheetAgain,
  type Typed,
} from "./profile-secrets.ts";
import { beginRecovery } from "./recover.ts";
import { createSessionMachine, type OpenProfile, type ProfileHeld, type SessionMachine } from "./session-state.ts";
import { heldBy, sessionStatus } from "./session-status.ts";
import { putSheetKept } from "./sheet-kept.ts";
import type { Waiter } from "./waiting.ts";
import { openPlan, type WaitingPlan } from "./waiting-plan.ts";

export type Session<Opened extends ProfileHeld = ProfileHeld> = {
  open(): Opened | null;
  kind(): AccountStatus["state"];
  status(): Promise<Result<AccountStatus>>;
  create(input: CommandParsed<"team.create">): Promise<Result<CommandOutput<"team.create">>>;
  join(input: CommandParsed<"team.join">): Promise<Result<CommandOutput<"team.join">>>;
  unlock(input: CommandParsed<"account.unlock">): Promise<Result<CommandOutput<"account.unlock">>>;
  /** Takes the waiting profile away from this computer, so that its person can begin anew. */
  abandonJoin(): Promise<Result<Record<string, never>>>;
  /** Takes the open profile away from this computer, for good. */
  removeProfile(): Promise<Result<Record<string, never>>>;
  deviceSheet(passphrase: string): Promise<Result<{ text: string }>>;
  /** Begins to bring another computer, once the passphrase was typed again; wrong ones count as at unlock. */
  link(passphrase: string): Promise<Result<CommandOutput<"device.link">>>;
  accept(input: CommandParsed<"device.accept">): Promise<Result<CommandOutput<"device.accept">>>;
  acceptState(): Promise<Result<CommandOutput<"device.acceptState">>>;
  acceptCode(typed: string): Promise<Result<CommandOutput<"device.acceptCode">>>;
  acceptCancel(): Result<Record<string, never>>;
  /** Comparing codes with an admin, while this profile waits. */
  joinComparing: JoinComparing;
  /** This new computer is brought by its person's recovery sheet. */
  recover(input: CommandParsed<"recovery.open">): Promise<Result<CommandOutput<"recovery.open">>>;
  /** Makes a recovery sheet, once the passphrase was typed again; wrong ones count as at unlock. */
  recoverySheet(passphrase: string): Promise<Result<{ text: string }>>;
  /** Any two of these people bring this person back from now on; wrong passphrases count as at unlock. */
  choosePeople(input: CommandParsed<"recovery.choose">): Promise<Result<CommandOutput<"recovery.choose">>>;
  /** Begins to give somebody a share of their sheet; wrong passphrases count as at unlock. */
  help(input: CommandParsed<"recovery.help">): Promise<Result<CommandOutput<"recovery.help">>>;
  /** This new computer asks those who hold shares. */
  asking: Asking;
  /** A seed for a second factor, once the passphrase was typed again; wrong ones count as at unlock. */
  enrolSecondFactor(passphrase: string): Promise<Result<CommandOutput<"secondFactor.enrol">>>;
  /** Goes over to the other of two histories, before a lock; wrong passphrases count as at unlock. */
  chooseHistory(input: CommandParsed<"team.chooseHistory">): Promise<Result<Record<string, never>>>;
  /** An archive of what its person may open, once the passphrase was typed again; wrong ones count as at unlock. */
  makeArchive(asked: CommandParsed<"export.make">): Promise<Result<CommandOutput<"export.make">>>;
  /** The person has the sheet of the open profile on paper. */
  sheetKept(how: SheetKept["how"]): Result<Record<string, never>>;
  changePassphrase(typed: Passphrases): Promise<Result<Record<string, never>>>;
  /** Opens an item that asks for the passphrase again; wrong ones count as at unlock. */
  confirmItem(input: CommandParsed<"item.confirm">): Promise<Result<Record<string, never>>>;
  /** The person did something: the auto-lock clock starts anew. */
  touched(): void;
  /** Locks where the time of the automatic lock is over; answers whether it did. */
  lockInTime(): boolean;
  setAutoLock(minutes: number): Result<Record<string, never>>;
  close(): void;
};

type Parts = {
  ports: Ports;
  machine: SessionMachine<ProfileHeld>;
  attempts: Attempts;
  autoLock: AutoLock;
  newComputer: { acceptance: Acceptance; asking: Asking };
};

/** Makes the session of one app; it begins locked, or with no profile at all. */
export function createSession<Opened extends ProfileHeld>(
  ports: Ports,
  emitter: Emitter,
  openProfile: OpenProfile<Opened>,
): Session<Opened> {
  const attempts = createAttempts(ports.clock.steady);
  const autoLock = createAutoLock(ports, emitter, () => ports.shell.lock());
  const machine = createSessionMachine({ ports, emitter, autoLock }, openProfile);
  const acceptance = createAcceptance({ ports, machine });
  const asking = createAsking({ ports, machine, endOther: acceptance.end });
  const parts: Parts = { ports, machine, attempts, autoLock, newComputer: { acceptance, asking } };
  const tell = (): void => emitter.emit("session.changed", { state: machine.kind() });
  return {
    joinComparing: createJoinComparing(ports, () => waiterOf(machine), tell),
    open() {
      const state = machine.state();
      return state.kind === "unlocked" ? state.open : null;
    },
    kind: machine.kind,
    status: async () => ok(await sessionStatus(parts)),
    create: (input) => machine.exclusive(() => create(parts, input)),
    join: (input) => machine.exclusive(() => comeIn(parts, () => joinTeam(ports, input))),
    unlock: (input) => machine.exclusive(() => unlock(parts, input)),
    abandonJoin: () => machine.exclusive(() => abandonJoin(parts)),
    removeProfile: () => machine.exclusive(() => removeProfile(parts)),
    link: (passphrase) => afterPassphrase(parts, passphrase, (held) => held.beginLink()),
    accept: (input) => machine.exclusive(() => accept(parts, input)),
    acceptState: () => acceptance.state(),
    acceptCode: (typed) => machine.exclusive(() => acceptance.code(typed)),
    acceptCancel() {
      acceptance.end();
      return ok({});
    },
    recover: (input) => machine.exclusive(() => comeIn(parts, () => beginRecovery(ports, input))),
    recoverySheet: (passphrase) => afterPassphrase(parts, passphrase, (held) => held.makeRecoverySheet()),
    choosePeople: ({ passphrase, users }) => afterPassphrase(parts, passphrase, (held) => held.choosePeople(users)),
    help: ({ passphrase, user }) => afterPassphrase(parts, passphrase, (held) => held.beginHelp(user)),
    asking,
    enrolSecondFactor: (passphrase) => afterPassphrase(parts, passphrase, (held) => held.enrolSecondFactor()),
    chooseHistory: (input) => chooseHistory(parts, input),
    makeArchive: (asked) => makeArchive(parts, asked),
    deviceSheet: (passphrase) => machine.exclusive(() => deviceSheet(parts, passphrase)),
    sheetKept: (how) => keepSheet(parts, how),
    changePassphrase: (typed) => machine.exclusive(() => change(parts, typed)),
    // One after the other: each wrong passphrase counts before the next is tried.
    confirmItem: (input) => machine.exclusive(() => confirmItem(parts, input)),
    touched: autoLock.touch,
    lockInTime: autoLock.lockInTime,
    setAutoLock(minutes) {
      const state = machine.state();
      return state.kind === "unlocked" ? autoLock.set(state.open, minutes) : fail("locked");
    },
    close() {
      endAsked(parts.newComputer);
      machine.close();
    },
  };
}

async function accept(
  { newComputer }: Parts,
  input: CommandParsed<"device.accept">,
): Promise<Result<CommandOutput<"device.accept">>> {
  newComputer.asking.end();
  return newComputer.acceptance.begin(input);
}

function keepSheet({ machine, ports }: Parts, how: SheetKept["how"]): Result<Record<string, never>> {
  const holder = heldBy(machine);
  if (holder === null) return fail("locked");
  putSheetKept(holder, { how, at: ports.clock.now() });
  return ok({});
}

/** Whatever another computer or other people were asked for here is over. */
function endAsked({ acceptance, asking }: Parts["newComputer"]): void {
  acceptance.end();
  asking.end();
}

/** Of somebody who waits to be let in. */
function waiterOf(machine: SessionMachine<ProfileHeld>): Waiter | null {
  const state = machine.state();
  return state.kind === "waiting" ? state.waiting : null;
}

async function create(
  { ports, machine, newComputer }: Parts,
  input: CommandParsed<"team.create">,
): Promise<Result<CommandOutput<"team.create">>> {
  endAsked(newComputer);
  const made = await createTeam(ports, input);
  if (!made.ok) return made;
  const { stored, db, secrets, plan, settled } = made.value;
  const { keys, sheet } = secrets;
  if (!settled) {
    machine.wait({ stored, db, keys, plan }).begin();
    return fail("offline", { reason: "unsettled" }, "later");
  }
  const entered = await machine.enter({ stored, db, keys }, plan);
  if (!entered.ok) return entered;
  const { team, user, device } = stored.profile;
  const act = { act: team.slice(0, 26), state: "done" as const, waitsFor: [] };
  return ok({ ...act, team, user, device, deviceSheet: { text: sheet } });
}

/** Makes a profile that waits to be let in, and begins to wait. */
async function comeIn(
  { machine, newComputer }: Parts,
  make: () => Promise<Result<Omit<Waiter, "keys"> & { secrets: NewSecrets }>>,
): Promise<Result<CommandOutput<"recovery.open">>> {
  endAsked(newComputer);
  const made = await make();
  if (!made.ok) return made;
  const { stored, db, secrets, plan } = made.value;
  machine.wait({ stored, db, keys: secrets.keys, plan }).begin();
  const { team, user, device } = stored.profile;
  return ok({ team, user, device, deviceSheet: { text: secrets.sheet }, state: "waiting" as const });
}

async function unlock(parts: Parts, input: CommandParsed<"account.unlock">): Promise<Result<Record<string, never>>> {
  const { ports, machine, newComputer } = parts;
  endAsked(newComputer);
  const found = pickProfile(ports, input.profile);
  if (!found.ok) return found;
  const { stored, db } = found.value;
  const opened = await tried(parts, () => openAll(ports, stored, input));
  if (!opened.ok) {
    try {
      if (opened.failure.code === "unlock") addFailedUnlock(db, ports.clock.now());
    } finally {
      db.close();
    }
    return opened;
  }
  const { keys, plan, profile } = opened.value;
  // What the seal says is put right in the columns and holds from here on.
  if (!isAsSealed(stored.profile, profile)) changeProfile({ db, profile: stored.profile, keys }, profile);
  // Where a change of the passphrase was broken off.
  forgetOldWrapping(ports, { db, profile: stored.profile });
  if (stored.profile.builtIn) await ports.builtInServer.resume();
  if (stored.profile.state === "waiting" && plan === null) {
    keys.wipe();
    db.close();
    return fail("damaged-database", { reason: "plan" }, "after-act");
  }
  if (stored.profile.state === "joined" || plan === null) {
    const entered = await machine.enter({ stored, db, keys }, plan);
    return entered.ok ? ok({}) : entered;
  }
  const waiting = machine.wait({ stored, db, keys, plan });
  if (!(await waiting.look())) waiting.begin();
  return ok({});
}

/** Opens keys and, where there is one, the plan; `aead` where somebody edited the profile's file. */
async function openAll(
  ports: Ports,
  stored: StoredProfile,
  input: CommandParsed<"account.unlock">,
): Promise<Result<{ keys: Waiter["keys"]; plan: WaitingPlan | null; profile: StoredProfile["profile"] }>> {
  const opened = await openSecrets(ports, stored, input);
  if (!opened.ok) return opened;
  const { keys, deviceSecret } = opened.value;
  const { sealedIdentity, sealedJoin } = stored;
  const identity = openIdentity(keys.localStateKey, stored.profile, sealedIdentity);
  const plan = sealedJoin === null ? ok(null) : openPlan(keys.localStateKey, stored.profile.profile, sealedJoin);
  const opensAll = identity.ok && plan.ok;
  // A keychain that still does not answer is no reason to keep somebody out who typed both halves.
  if (opensAll && input.deviceSheet !== undefined) await keepSecret(ports, identity.value.profile, deviceSecret);
  deviceSecret.fill(0);
  if (opensAll) return ok({ keys, plan: plan.value, profile: identity.value.profile });
  keys.wipe();
  return identity.ok ? fail("aead", { reason: "plan" }, "after-act") : identity;
}

/** A passphrase costs a try; too many wrong ones in a row cost time. */
async function tried<T>({ attempts }: Parts, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const waitMs = attempts.waitMs();
  if (waitMs > 0) return fail("throttled", { waitMs }, "later");
  const done = await work();
  if (done.ok) attempts.succeeded();
  else if (done.failure.code === "unlock") attempts.failed();
  return done;
}

async function abandonJoin({ ports, machine }: Parts): Promise<Result<Record<string, never>>> {
  const state = machine.state();
  if (state.kind !== "waiting") return fail("locked");
  const { stored, db, keys } = state.waiting.handOver();
  keys.wipe();
  await deleteProfile(ports, keychainOf(ports, stored.profile.keychain), { stored, db });
  machine.leave();
  return ok({});
}

async function removeProfile({ ports, machine }: Parts): Promise<Result<Record<string, never>>> {
  const state = machine.state();
  if (state.kind !== "unlocked") return fail("locked");
  const { db, profile } = state.open;
  const stored = findProfile(db);
  if (stored === null) return fail("not-found");
  const keychain = keychainOf(ports, profile.keychain);
  // Nothing writes into it any more, and its keys are gone from this process.
  machine.leave();
  await deleteProfile(ports, keychain, { stored, db });
  // Told again: there is a profile less.
  machine.leave();
  return ok({});
}

async function deviceSheet(parts: Parts, passphrase: string): Promise<Result<{ text: string }>> {
  const state = parts.machine.state();
  if (state.kind !== "unlocked") return fail("locked");
  const stored = findProfile(state.open.db);
  if (stored === null) return fail("not-found");
  const text = await tried(parts, () => sheetAgain(parts.ports, stored, passphrase));
  return text.ok ? ok({ text: text.value }) : text;
}

async function change(parts: Parts, typed: Passphrases): Promise<Result<Record<string, never>>> {
  const state = parts.machine.state();
  if (state.kind !== "unlocked") return fail("locked");
  const { open } = state;
  const checked = await checkChange(open.profile, typed);
  if (!checked.ok) return checked;
  const still = stillOpen(parts, open);
  return still.ok ? tried(parts, () => changePassphrase(parts.ports, still.value, typed)) : still;
}

/** The profile that was open before something was waited for; `locked` where it is not any more. */
function stillOpen(parts: Parts, open: ProfileHeld): Result<ProfileHeld> {
  const state = parts.machine.state();
  return state.kind === "unlocked" && state.open === open ? ok(state.open) : fail("locked");
}

/** The open profile, where its passphrase was typed again and it stayed open meanwhile. */
async function confirmed(parts: Parts, typed: Typed): Promise<Result<ProfileHeld>> {
  const before = parts.machine.state();
  if (before.kind !== "unlocked") return fail("locked");
  const stored = findProfile(before.open.db);
  if (stored === null) return fail("not-found");
  const halves = { typed, signPk: before.open.keys.signPk };
  const checked = await tried(parts, () => checkSecrets(parts.ports, stored, halves));
  return checked.ok ? stillOpen(parts, before.open) : checked;
}

async function confirmItem(
  parts: Parts,
  { passphrase, deviceSheet, ...of }: CommandParsed<"item.confirm">,
): Promise<Result<Record<string, never>>> {
  const open = await confirmed(parts, { passphrase, deviceSheet });
  if (!open.ok) return open;
  open.value.askedAgain("item" in of ? of.item : of.typed);
  return ok({});
}

/** Nothing waits for the archive itself: it may be stopped, and the app locked. */
async function makeArchive(
  parts: Parts,
  asked: CommandParsed<"export.make">,
): Promise<Result<CommandOutput<"export.make">>> {
  const state = parts.machine.state();
  if (state.kind !== "unlocked") return fail("locked");
  const chosen = await checkNew(state.open.profile, { old: asked.passphrase, chosen: asked.archivePassphrase });
  if (!chosen.ok) return fail("invalid-input", { ...chosen.failure.detail, field: "archivePassphrase" }, "after-act");
  const open = await parts.machine.exclusive(() => confirmed(parts, { passphrase: asked.passphrase }));
  return open.ok ? open.value.makeArchive(asked, () => costOf(parts.ports)) : open;
}

async function chooseHistory(
  parts: Parts,
  { passphrase, ...read }: CommandParsed<"team.chooseHistory">,
): Promise<Result<Record<string, never>>> {
  const chosen = await afterPassphrase(parts, passphrase, (held) => held.chooseHistory(read));
  return chosen.ok ? ok({}) : chosen;
}

/** Does this with the open profile, once its passphrase was typed again. */
async function afterPassphrase<T>(
  parts: Parts,
  passphrase: string,
  does: (open: ProfileHeld) => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> {
  return parts.machine.exclusive(async () => {
    const open = await confirmed(parts, { passphrase });
    return open.ok ? does(open.value) : open;
  });
}
