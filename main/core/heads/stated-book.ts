/** What the other computers of the team said, as far as it was verified here: the last word of each, and what waits to be checked. */
import type { DeviceId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { type Statement, type StatementBody, verifyStatement } from "../../../shared/protocol/heads/statement.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { keepStatement } from "../local/kept-statements.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import { compareVaults } from "./compare-vaults.ts";
import type { HeadsArea } from "./heads-area.ts";

/** A statement that verified and fits what this computer holds. */
export type Stated = Pick<StatementBody, "user" | "device" | "time" | "logSeq" | "activity">;
type StatedBook = {
  /** Keeps it to be checked. */
  put(bytes: Uint8Array): void;
  /** The highest counter under which this computer's key signed, as far as it was shown; 0 where none was. */
  ownSeen(): number;
  /** Checks what came; fails where the way to the server did, and then the rest waits. */
  checkAll(): Promise<Result<true>>;
  known(): Stated[];
};
type Refusing = (failure: Failure, bytes: Uint8Array) => void;
type Found = { statement: Statement; failure: Failure | null };

/**
 * Made empty; nothing of it lies in the file. `isOwn`: whether this profile may have signed that statement of this computer's key,
 * by what it remembers.
 */
export function createBook(area: HeadsArea, isOwn: (statement: Statement) => boolean): StatedBook {
  const { log, profile } = area;
  const held = new Map<DeviceId, Found>();
  const refuse = createRefusing(area);
  let waiting: Uint8Array[] = [];
  const own = createOwnWords(refuse, isOwn);

  /** Takes a statement that stands on my log; answers a failure where the way to the server failed. */
  async function take(statement: Statement): Promise<Result<true>> {
    const { device, counter } = statement.body;
    if (device === profile.device) return own.hear(statement);
    area.standsHere(statement.body);
    const before = held.get(device);
    if (before !== undefined && counter < before.statement.body.counter) return ok(true);
    const twice = before === undefined ? null : twiceIn(before.statement, statement);
    const fits = twice === null ? await compareVaults(area, statement) : usedTwice(statement, twice);
    if (!fits.ok && isTransportFailure(fits.failure)) return fits;
    held.set(device, { statement, failure: fits.ok ? null : fits.failure });
    if (!fits.ok) refuse(fits.failure, statement.bytes);
    else keepOthers(area, statement);
    return ok(true);
  }

  return {
    put(bytes) {
      const mine = verifyStatement(log.state(), bytes);
      if (mine.ok && mine.value.body.device === profile.device) own.hear(mine.value);
      else waiting.push(bytes);
    },
    ownSeen: own.seen,

    async checkAll() {
      const read = await readUpTo(log, waiting);
      if (!read.ok) return read;
      while (waiting.length > 0) {
        const [bytes] = waiting as [Uint8Array];
        const verified = verifyStatement(log.state(), bytes);
        if (!verified.ok) refuse(hearOther(area, held, { failure: verified.failure, bytes }), bytes);
        const taken = verified.ok ? await take(verified.value) : ok(true);
        if (!taken.ok) return taken;
        waiting = waiting.filter((one) => one !== bytes);
      }
      return ok(true);
    },

    known: () => fitting(log.state(), held.values()),
  };
}

/** What stands above my log is checked once the log was read. */
async function readUpTo(log: HeadsArea["log"], waiting: readonly Uint8Array[]): Promise<Result<unknown>> {
  return waiting.some((bytes) => isAbove(log.state(), bytes)) ? log.pull() : ok(0);
}

function isAbove(state: TeamState, bytes: Uint8Array): boolean {
  const read = verifyStatement(state, bytes);
  return !read.ok && read.failure.code === "log-gap";
}

/** It stands on another log than mine: what that computer said before counts for nothing either. Or above mine, until I am there. */
function hearOther(
  { heardWord }: HeadsArea,
  held: Map<DeviceId, Found>,
  { failure, bytes }: { failure: Failure; bytes: Uint8Array },
): Failure {
  const { code, detail } = failure;
  if (code === "log-fork" || code === "log-gap") heardWord(bytes);
  if (code === "log-fork") held.delete(detail?.device as DeviceId);
  return failure;
}

/** One's own other computers stand behind nothing of one's own. */
function keepOthers(area: HeadsArea, { body: { user, logSeq }, bytes }: Statement): void {
  if (user !== area.profile.user) keepStatement(area, { user, logSeq, bytes });
}

type Twice = "counter" | "activity";

/**
 * Whether two programs signed these two with one computer's key: another statement under the same number, or a later one whose
 * activity ends earlier or elsewhere, since neither ever goes back in one profile.
 */
function twiceIn({ body: before, bytes }: Statement, later: Statement): Twice | null {
  const { counter, activity } = later.body;
  if (counter === before.counter) return bytesEqual(bytes, later.bytes) ? null : "counter";
  const isApart = activity.seq === before.activity.seq && activity.hash !== before.activity.hash;
  return activity.seq < before.activity.seq || isApart ? "activity" : null;
}

const usedTwice = ({ body: { user, device } }: Statement, reason: Twice) => fail("log-fork", { user, device, reason });

/** What was signed under this computer's own key. */
function createOwnWords(refuse: Refusing, isOwn: (statement: Statement) => boolean) {
  let highest = 0;
  return {
    seen: () => highest,
    /** Another program signs with this computer's key, or the file was put back: either way its person is told. */
    hear(statement: Statement): Result<true> {
      highest = Math.max(highest, statement.body.counter);
      if (!isOwn(statement)) refuse(usedTwice(statement, "counter").failure, statement.bytes);
      return ok(true);
    },
  };
}

/** Of computers that are still in the team, what fits. */
function fitting({ devices, users }: TeamState, held: Iterable<Found>): Stated[] {
  const isThere = ({ user, device }: Stated): boolean =>
    devices.get(device)?.active === true && users.get(user)?.active === true;
  return [...held].flatMap(({ statement: { body }, failure }) => (failure === null && isThere(body) ? [body] : []));
}

/** Tells once of each thing that does not fit, and keeps the statement as evidence. */
function createRefusing({ db, emit, ports }: HeadsArea): Refusing {
  const told = new Set<string>();
  return (failure, bytes) => {
    const { user, device, vault, reason } = failure.detail ?? {};
    const isTwice = reason === "counter" || reason === "activity";
    const name = `${failure.code}/${device}/${vault}/${isTwice}`;
    if (told.has(name)) return;
    told.add(name);
    const by = user === undefined || device === undefined ? {} : { user, device };
    addSecurityEvent(db, { at: ports.clock.now(), code: failure.code, ...by, evidence: bytes });
    emit("alert.raised", { code: failure.code, reason: isTwice ? "twice" : "statement", ...by });
  };
}
