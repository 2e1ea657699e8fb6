/** What the other computers of the team said, as far as it was verified here: the last word of each, and what waits to be checked. */
import type { DeviceId } from "../../../shared/encoding/ids.ts";
import { type Failure, ok, type Result } from "../../../shared/failures.ts";
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
  /** Keeps it to be checked; answers its counter where it is this computer's own. */
  put(bytes: Uint8Array): number;
  /** Checks what came; fails where the way to the server did, and then the rest waits. */
  checkAll(): Promise<Result<true>>;
  known(): Stated[];
};
type Found = { statement: Statement; failure: Failure | null };

/** Made empty; nothing of it lies in the file. */
export function createBook(area: HeadsArea): StatedBook {
  const { log, profile } = area;
  const held = new Map<DeviceId, Found>();
  const refuse = createRefusing(area);
  let waiting: Uint8Array[] = [];

  /** Takes a statement that stands on my log; answers a failure where the way to the server failed. */
  async function take(statement: Statement): Promise<Result<true>> {
    const { user, device, counter } = statement.body;
    if (device === profile.device) return ok(true);
    area.standsHere(statement.body);
    const before = held.get(device);
    if (before !== undefined && counter < before.statement.body.counter) return ok(true);
    if (before !== undefined && isTwin(before.statement, statement)) {
      const failure: Failure = { code: "log-fork", retry: "never", detail: { user, device, reason: "counter" } };
      held.set(device, { statement, failure });
      refuse(failure, statement.bytes);
      return ok(true);
    }
    const fits = await compareVaults(area, statement);
    if (!fits.ok && isTransportFailure(fits.failure)) return fits;
    held.set(device, { statement, failure: fits.ok ? null : fits.failure });
    if (!fits.ok) refuse(fits.failure, statement.bytes);
    else keepOthers(area, statement);
    return ok(true);
  }

  return {
    put(bytes) {
      const mine = verifyStatement(log.state(), bytes);
      if (mine.ok && mine.value.body.device === profile.device) return mine.value.body.counter;
      waiting.push(bytes);
      return 0;
    },

    async checkAll() {
      // What stands above my log is checked once the log was read.
      if (waiting.some((bytes) => isAbove(log.state(), bytes))) {
        const pulled = await log.pull();
        if (!pulled.ok) return pulled;
      }
      while (waiting.length > 0) {
        const [bytes] = waiting as [Uint8Array];
        const verified = verifyStatement(log.state(), bytes);
        if (!verified.ok) refuse(hearOther(area, held, { failure: verified.failure, bytes }), bytes);
        else {
          const taken = await take(verified.value);
          if (!taken.ok) return taken;
        }
        waiting = waiting.filter((one) => one !== bytes);
      }
      return ok(true);
    },

    known: () => fitting(log.state(), held.values()),
  };
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

/** Another statement under the same number. */
function isTwin(one: Statement, other: Statement): boolean {
  return one.body.counter === other.body.counter && !bytesEqual(one.bytes, other.bytes);
}

/** Of computers that are still in the team, what fits. */
function fitting({ devices, users }: TeamState, held: Iterable<Found>): Stated[] {
  const isThere = ({ user, device }: Stated): boolean =>
    devices.get(device)?.active === true && users.get(user)?.active === true;
  return [...held].flatMap(({ statement: { body }, failure }) => (failure === null && isThere(body) ? [body] : []));
}

/** Tells once of each thing that does not fit, and keeps the statement as evidence. */
function createRefusing({ db, emit, ports }: HeadsArea): (failure: Failure, bytes: Uint8Array) => void {
  const told = new Set<string>();
  return (failure, bytes) => {
    const { user, device, vault } = failure.detail ?? {};
    const name = `${failure.code}/${device}/${vault}`;
    if (told.has(name)) return;
    told.add(name);
    const by = user === undefined || device === undefined ? {} : { user, device };
    addSecurityEvent(db, { at: ports.clock.now(), code: failure.code, ...by, evidence: bytes });
    emit("alert.raised", { code: failure.code, reason: "statement", ...by });
  };
}
