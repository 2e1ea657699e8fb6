/**
 * A person's second factor at this server [protocol: Second factor]. It guards against a stolen device key, not against the server.
 * Everything is counted for the person, in one transaction, by the clock of this server; only a session that an active device of
 * theirs signed gets here, so that no stranger makes anybody wait.
 */
import { randomBytes } from "../../shared/crypto/random.ts";
import { openFactorSeed, recoveryCodeHash, sealFactorSeed } from "../../shared/crypto/second-factor.ts";
import type { DeviceId, EpochMs, Hash, UserId } from "../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import type { RouteRequest, RouteResponse } from "../../shared/protocol/routes/routes.ts";
import { factorRules } from "../../shared/protocol/routes/second-factor-routes.ts";
import { hasComputer } from "../../shared/protocol/team-log/state/membership.ts";
import { isAdmin } from "../../shared/protocol/team-log/state/rules.ts";
import type { Session, SessionTable } from "../sessions/session-table.ts";
import type { Db } from "../store/query.ts";
import {
  countCodes,
  type FactorEvent,
  findFactor,
  keepFactorEvent,
  keepFailures,
  keepRelease,
  listCodes,
  listFactorEvents,
  replaceFactor,
  type StoredFactor,
  takeCode,
  takeStep,
} from "../store/second-factor-store.ts";
import type { FactorEventKind } from "../store/tables.ts";
import type { Team } from "../teams/team.ts";
import { stepOf } from "./code.ts";

export type FactorContext = {
  db: Db;
  factorKey: Uint8Array;
  /** The time of day. */
  now(): number;
  /** A clock that only goes forward. */
  elapsed(): number;
};
type SetUpContext = FactorContext & { sessions: Pick<SessionTable, "ofPerson"> };
/** A computer's call, authorised. */
export type FactorCaller = { team: Team; user: UserId; device: DeviceId; session: Session };

const keyOf = ({ team, user }: Pick<FactorCaller, "team" | "user">) => ({ teamNo: team.teamNo, user });
const factorOf = ({ team, user }: FactorCaller) => ({ team: team.state.team, user });

/** Whether this session answered this factor, however long ago. */
export function hasAnswered({ factor: { answered } }: Session, { enrolledAt }: StoredFactor): boolean {
  return answered?.enrolledAt === enrolledAt;
}

/** Whether this session answered this factor lately enough. */
export function isAnswered(
  { elapsed }: Pick<FactorContext, "elapsed">,
  session: Session,
  factor: StoredFactor,
): boolean {
  const answeredAt = session.factor.answered?.at ?? Number.NEGATIVE_INFINITY;
  return hasAnswered(session, factor) && elapsed() < answeredAt + factorRules.answerMs;
}

/** Whether an admin lets this computer enrol anew now. */
export function isReleased({ now }: Pick<FactorContext, "now">, device: DeviceId, { released }: StoredFactor): boolean {
  return released !== null && released.device === device && now() < released.until;
}

/** How the caller's own factor stands. */
export async function readFactor(context: FactorContext, caller: FactorCaller): Promise<RouteResponse<"secondFactor">> {
  const events = await listFactorEvents(context.db, keyOf(caller), factorRules.eventsKept);
  const told = events.map((event) => ({ ...event, at: event.at as EpochMs }));
  const found = await findFactor(context.db, keyOf(caller));
  return { events: told, factor: found === undefined ? null : await standingOf(context, caller, found) };
}

async function standingOf(context: FactorContext, caller: FactorCaller, factor: StoredFactor) {
  return {
    enrolledAt: factor.enrolledAt as EpochMs,
    codesLeft: await countCodes(context.db, keyOf(caller)),
    waitMs: waitOf(factor, context.now()),
    isLocked: isLocked(factor),
    isReleased: isReleased(context, caller.device, factor),
    isAnswered: isAnswered(context, caller.session, factor),
  };
}

/** Whether this computer may put a seed in the place of this factor now. */
function mayEnrol(context: FactorContext, caller: FactorCaller, factor: StoredFactor | undefined): boolean {
  return (
    factor === undefined || isAnswered(context, caller.session, factor) || isReleased(context, caller.device, factor)
  );
}

/** A fresh seed for this session. `step-up`: a factor came into force after the table of step-up let it through. */
export async function beginFactor(
  context: FactorContext,
  caller: FactorCaller,
): Promise<Result<RouteResponse<"enrolSecondFactor">>> {
  const factor = await findFactor(context.db, keyOf(caller));
  if (!mayEnrol(context, caller, factor)) return asks();
  const { session } = caller;
  const seed = randomBytes(factorRules.seedBytes);
  session.factor.pending?.seed.fill(0);
  session.factor.pending = { seed, step: null, over: factor?.enrolledAt ?? null };
  return ok({ seed });
}

/**
 * First a code of the seed of this session, then the hashes of its recovery codes, which puts it into force. `not-found`: none was begun
 * in it, or no code came yet; `step-up`: another code (`code`), or another factor came into force since it was begun, which this session
 * has to answer first (`ask`).
 */
export async function confirmFactor(
  context: SetUpContext,
  caller: FactorCaller,
  { code, codes }: RouteRequest<"confirmSecondFactor">,
): Promise<Result<RouteResponse<"confirmSecondFactor">>> {
  if ((code === null) === (codes === null)) return fail("encoding", { reason: "code" });
  if (codes !== null) return putInForce(context, caller, codes);
  const { pending } = caller.session.factor;
  if (pending === null) return nothingBegun();
  const step = stepOf(pending.seed, code as string, context.now());
  if (step === null) return wrong("code");
  pending.step = step;
  return ok({});
}

async function putInForce(
  context: SetUpContext,
  caller: FactorCaller,
  codes: readonly Hash[],
): Promise<Result<RouteResponse<"confirmSecondFactor">>> {
  const { session } = caller;
  const { pending } = session.factor;
  if (pending === null || pending.step === null) {
    // The answer was lost: the codes that its person holds already are the ones that count.
    const inForce = await listCodes(context.db, keyOf(caller));
    return isSameList(inForce, codes) ? ok({}) : nothingBegun();
  }
  const { seed, step, over } = pending;
  const enrolledAt = context.now();
  session.factor.pending = null;
  const isReplaced = await context.db.transaction(async (db) => {
    const factor = await findFactor(db, keyOf(caller));
    if ((factor?.enrolledAt ?? null) !== over && !mayEnrol(context, caller, factor)) return false;
    const sealed = sealFactorSeed(context.factorKey, factorOf(caller), seed);
    await replaceFactor(db, keyOf(caller), { sealed, enrolledAt, lastStep: step, codes });
    await keepFactorEvent(db, keyOf(caller), eventOf(caller, "set", enrolledAt), factorRules.eventsKept);
    return true;
  });
  if (!isReplaced) {
    session.factor.pending ??= pending;
    return asks();
  }
  seed.fill(0);
  session.factor.answered = { at: context.elapsed(), enrolledAt };
  voidAnswers(context, caller, enrolledAt);
  return ok({});
}

/** What was answered to the one before counts in no session of theirs, and their live sockets end by it. */
function voidAnswers({ sessions }: SetUpContext, { team, user }: FactorCaller, enrolledAt: number): void {
  for (const { factor } of sessions.ofPerson(team.state.team, user))
    if (factor.answered?.enrolledAt !== enrolledAt) factor.answered = null;
}

const eventOf = ({ user, device }: FactorCaller, what: FactorEventKind, at: number): FactorEvent => {
  return { at, what, device, by: user };
};

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at]);

/**
 * A code of the authenticator, or a recovery code. `not-found`: they have no second factor; `step-up` (`code`: wrong, `used`: right, and
 * counted before); `throttled` with `waitMs`, or `locked`.
 */
export async function answerFactor(
  context: FactorContext,
  caller: FactorCaller,
  given: RouteRequest<"answerSecondFactor">,
): Promise<Result<RouteResponse<"answerSecondFactor">>> {
  if ((given.code === null) === (given.recovery === null)) return fail("encoding", { reason: "code" });
  const answered = await context.db.transaction((db) => checkAnswer(db, context, caller, given));
  if (!answered.ok) return answered;
  caller.session.factor.answered = { at: context.elapsed(), enrolledAt: answered.value };
  return ok({});
}

/** The answer's factor, by when it was enrolled. All that is counted stands in the same transaction. */
async function checkAnswer(
  db: Db,
  context: FactorContext,
  caller: FactorCaller,
  { code, recovery }: RouteRequest<"answerSecondFactor">,
): Promise<Result<number>> {
  const key = keyOf(caller);
  const factor = await findFactor(db, key);
  if (factor === undefined) return fail("not-found", { reason: "second-factor" }, "after-act");
  // Nobody guesses 128 bits: a recovery code is looked at also while codes are not, so that no thief shuts its person out.
  if (recovery !== null && (await takeCode(db, key, recoveryCodeHash(factorOf(caller), recovery)))) {
    await keepFailures(db, key, { failedBy: [], waitUntil: 0 });
    await keepFactorEvent(db, key, eventOf(caller, "recovery", context.now()), factorRules.eventsKept);
    return ok(factor.enrolledAt);
  }
  const held = heldBack(factor, context.now());
  if (held !== null) return held;
  const seed = openFactorSeed(context.factorKey, factorOf(caller), factor.sealed);
  if (!seed.ok) return fail("server-error", { reason: "second-factor" });
  const step = code === null ? null : stepOf(seed.value, code, context.now());
  seed.value.fill(0);
  if (step === null) return countFailure(db, context, caller, factor);
  // Somebody who sends a right code twice guesses nothing.
  if (!(await takeStep(db, key, step))) return wrong("used");
  const failedBy = factor.failedBy.filter((device) => device !== caller.device);
  await keepFailures(db, key, { failedBy, waitUntil: factor.waitUntil });
  return ok(factor.enrolledAt);
}

async function countFailure(
  db: Db,
  { now }: FactorContext,
  caller: FactorCaller,
  factor: StoredFactor,
): Promise<Failed> {
  const failedBy = [...factor.failedBy, caller.device];
  const over = failedBy.length - factorRules.failuresUntilWait;
  const waitMs = over < 0 ? 0 : Math.min(factorRules.firstWaitMs * 2 ** over, factorRules.longestWaitMs);
  await keepFailures(db, keyOf(caller), { failedBy, waitUntil: waitMs === 0 ? 0 : now() + waitMs });
  return wrong("code");
}

function nothingBegun(): Failed {
  return fail("not-found", { reason: "second-factor" }, "after-act");
}

function asks(): Failed {
  return fail("step-up", { reason: "ask" }, "after-act");
}

function wrong(reason: "code" | "used"): Failed {
  return fail("step-up", { reason }, "after-act");
}

function isLocked({ failedBy }: StoredFactor): boolean {
  return failedBy.length >= factorRules.failuresMost;
}

/** No longer than the longest wait, also where the clock of this server was set back. */
function waitOf({ waitUntil }: StoredFactor, now: number): number {
  return Math.min(Math.max(0, waitUntil - now), factorRules.longestWaitMs);
}

function heldBack(factor: StoredFactor, now: number): Failed | null {
  if (isLocked(factor)) return fail("throttled", { reason: "locked" }, "after-act");
  const waitMs = waitOf(factor, now);
  return waitMs > 0 ? fail("throttled", { waitMs, reason: "second-factor" }, "later") : null;
}

/**
 * An admin lets a person enrol anew, on a computer that gave none of the wrong answers. Where no other admin is left, an admin whose
 * codes are not looked at any more does so from another computer of their own. `not-found`: no such person, computer or factor; `role`.
 */
export async function releaseFactor(
  context: FactorContext,
  caller: FactorCaller,
  { user, device }: RouteRequest<"releaseSecondFactor">,
): Promise<Result<RouteResponse<"releaseSecondFactor">>> {
  const { team } = caller;
  return context.db.transaction(async (db) => {
    const key = { teamNo: team.teamNo, user };
    const found = team.state.devices.get(device);
    const factor = await findFactor(db, key);
    const isTheirs = found?.active === true && found.kind === "computer" && found.user === user;
    if (factor === undefined || !isTheirs) return fail("not-found", { reason: "second-factor" });
    if (factor.failedBy.includes(device)) return fail("role", { reason: "failed" });
    if (user === caller.user && !isLastResort(caller, factor)) return fail("role", { reason: "own" });
    await keepRelease(db, key, { device, until: context.now() + factorRules.releaseMs });
    const event: FactorEvent = { at: context.now(), what: "released", device, by: caller.user };
    await keepFactorEvent(db, key, event, factorRules.eventsKept);
    return ok({});
  });
}

/** The only admin, whose codes are not looked at any more, at a computer of theirs that gave no wrong answer. */
export function isLastResort(
  { team: { state }, user, device }: Omit<FactorCaller, "session">,
  factor: StoredFactor,
): boolean {
  const hasOther = [...state.users.values()].some(
    (other) => other.user !== user && isAdmin(state, other.user) && hasComputer(state.devices, other.user),
  );
  return isLocked(factor) && !hasOther && !factor.failedBy.includes(device);
}
