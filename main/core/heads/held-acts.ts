/**
 * Acts that give somebody more, and wait for a fresh view of the team [protocol: Freshness]: sealed and durable before they are
 * answered, done by themselves as soon as enough others were seen, each checked anew before. What somebody decided otherwise
 * meanwhile is not undone: such an act stays with its reason until its person takes it away.
 */
import type { QueuedAct } from "../../../shared/contract/acts.ts";
import type { CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import { type FailureCode, fail, isFailureCode, ok, type Result } from "../../../shared/failures.ts";
import { isChangedFor } from "../../../shared/protocol/team-log/state/safety.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { Freshness } from "./freshness.ts";
import { type HeldRows, openRows, type Row, type RowsArea, rowsMost } from "./held-rows.ts";
import { type HeldCommand, isHeldCommand, widening } from "./widening.ts";

/** How long a person's act looks for others who were just seen before it is answered as waiting. */
const graceMs = 2_000;

type Parts = RowsArea &
  Pick<OpenedProfile, "log" | "ports"> & {
    handlers: Pick<Handlers, HeldCommand>;
    /** An act with its event before it [protocol: Activity]. */
    recorded<T>(name: string, input: unknown, act: () => Promise<Result<T>>): Promise<Result<T>>;
    /** Reads an input again that lay in the file. */
    parse(command: HeldCommand, input: unknown): Result<unknown>;
    freshness(): Freshness;
    /** Takes in what others said meanwhile. */
    look(): Promise<Result<true>>;
    requestSync(): void;
    /** The file is older than it was: what waits in it may have been taken away since. */
    wasBehind: boolean;
  };

export type HeldActs = {
  /** What becomes of a command that gives more than the view allows; null: it is no such command, and goes on. */
  hold(name: string, input: unknown): Promise<Result<Act> | null>;
  /** Does what may be done by now, after a round. */
  run(): Promise<Result<true>>;
  list(): QueuedAct[];
  /** Lets those wait again that this stopped: its person's second factor, or keys that they compared since. They are done with the next round. */
  answered(stop: "step-up" | "key-changed"): void;
  /** `not-found`: it is done, or never was; `busy`: it is being done. */
  cancel(act: string): Result<Record<string, never>>;
  isWaiting(): boolean;
};

type Rule = (typeof widening)["vault.setAccess"];
type Input = CommandParsed<"vault.setAccess">;
/** The rows differ in what they take alone: what is parsed by one command's row is given to that command's rule and handler. */
const ruleOf = (command: HeldCommand) => widening[command] as Rule;
const waits = ({ problem }: Row): boolean => problem === null;

/** The acts of an unlocked profile. */
export function createHeldActs(parts: Parts): HeldActs {
  const book = openRows(parts);
  const running = new Set<string>();
  if (parts.wasBehind) book.change((rows) => rows.map((row) => ({ ...row, problem: row.problem ?? "local-rollback" })));
  const hold = createHolding(parts, book, running);

  return {
    hold,
    async run() {
      for (const row of book.all().filter(waits)) {
        if (running.has(row.act)) continue;
        if (!parts.freshness().isFresh) return ok(true);
        running.add(row.act);
        try {
          const ran = await runOne(parts, book, row);
          if (!ran.ok) return ran;
        } finally {
          running.delete(row.act);
        }
      }
      return ok(true);
    },
    list: () =>
      book.all().map((row) => shapeOf(row, inputOf(parts, row), waits(row) ? parts.freshness().waitsFor : [])),
    answered: (stop) =>
      book.change((rows) => rows.map((row) => (row.problem === stop ? { ...row, problem: null } : row))),
    cancel(act) {
      if (running.has(act)) return fail("busy");
      if (!book.all().some((row) => row.act === act)) return fail("not-found", { field: "act" });
      book.change((rows) => rows.filter((row) => row.act !== act));
      return ok({});
    },
    isWaiting: () => book.all().some(waits),
  };
}

function inputOf({ parse }: Parts, { command, input }: Row): Result<unknown> {
  return parse(command, readJson(input));
}

/** An act with its event before it; only its own handler takes what its row parsed. */
function perform({ handlers, recorded }: Parts, command: HeldCommand, input: Input): Promise<Result<Act>> {
  const handler = handlers[command] as (given: Input) => Promise<Result<Act>>;
  return recorded(command, input, () => handler(input));
}

/** Ok also where it stays, with its reason; fails where the way to the server did. */
async function runOne(parts: Parts, book: HeldRows, row: Row): Promise<Result<true>> {
  const { act, command } = row;
  const gone = (): Result<true> => {
    book.change((rows) => rows.filter((one) => one.act !== act));
    return ok(true);
  };
  const stays = (problem: FailureCode): Result<true> => {
    book.change((rows) => rows.map((one) => (one.act === act ? { ...one, problem } : one)));
    return ok(true);
  };
  const input = inputOf(parts, row);
  if (!input.ok) return stays(input.failure.code);
  const given = input.value as Input;
  const now = ruleOf(command).before(parts.log.state(), given);
  // Done already, in a run whose answer was lost, or by somebody else.
  if (now === ruleOf(command).after(given)) return gone();
  if (now !== row.before) return stays("stale-view");
  const answer = await perform(parts, command, given);
  if (answer.ok) return gone();
  return isTransportFailure(answer.failure) ? answer : stays(answer.failure.code);
}

function createHolding(parts: Parts, book: HeldRows, running: ReadonlySet<string>): HeldActs["hold"] {
  /** Keeps it, in the place of what waits for the same; `limit` where too many wait. */
  function keep(command: HeldCommand, held: Input): Result<string> {
    const rule = ruleOf(command);
    const isSame = (row: Row): boolean => {
      const other = row.command === command && !running.has(row.act) ? inputOf(parts, row) : null;
      return other?.ok === true && rule.name(other.value as Input) === rule.name(held);
    };
    const others = book.all().filter((row) => !isSame(row));
    if (others.length >= rowsMost) return fail("limit", { reason: "acts" });
    const act = newId<string>();
    const row: Row = {
      ...{ act, command, input: JSON.stringify(held), at: parts.ports.clock.now() as EpochMs },
      ...{ before: rule.before(parts.log.state(), held), problem: null },
    };
    book.change(() => [...others, row]);
    return ok(act);
  }

  return async (name, input) => {
    if (!isHeldCommand(name)) return null;
    const split = () => ruleOf(name).split(parts.log.state(), parts.profile.user, input as Input);
    const wanted = split().held;
    if (wanted === null || parts.freshness().isFresh) return null;
    const changed = changedGainer(parts, name, wanted);
    if (changed !== undefined) return fail("key-changed", { reason: "person", user: changed });
    // Where the server is not reached, or not believed, the handler says so.
    const looked = await parts.look();
    const { now, held } = split();
    if (!looked.ok || held === null || parts.freshness().isFresh) return null;
    if (now !== null) {
      const taken = await perform(parts, name, now);
      if (!taken.ok) return taken;
    }
    const kept = keep(name, held);
    if (!kept.ok) return kept;
    await settled(parts, book, kept.value);
    const isLeft = book.all().some(({ act }) => act === kept.value);
    return ok({
      act: kept.value,
      state: isLeft ? "queued" : "done",
      waitsFor: isLeft ? [...parts.freshness().waitsFor] : [],
    });
  };
}

/** The first to whom it gives more and whose keys are others than this person compared: nothing waits for them. */
function changedGainer({ log, profile }: Parts, command: HeldCommand, held: Input): UserId | undefined {
  const state = log.state();
  return ruleOf(command)
    .gainers(state, held)
    .find((user) => isChangedFor(state, profile.user, user));
}

/** Whoever was seen a moment ago is heard of before the act is answered. */
async function settled({ ports, requestSync }: Parts, book: HeldRows, act: string): Promise<void> {
  const isWaiting = () => book.all().some((row) => row.act === act && waits(row));
  requestSync();
  await new Promise<void>((over) => {
    const cancel = ports.timers.after(graceMs, end);
    const unhear = book.changed(() => {
      if (!isWaiting()) end();
    });
    function end(): void {
      cancel();
      unhear();
      over();
    }
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** As it is listed: what it gives, to whom, and for whom it waits. */
function shapeOf({ act, command, at, problem }: Row, input: Result<unknown>, waitsFor: string[]): QueuedAct {
  const given = (input.ok ? input.value : {}) as Partial<
    CommandParsed<"vault.setAccess"> & CommandParsed<"member.setRole"> & CommandParsed<"group.change">
  >;
  const { vault, group, permission, role, add = [], managersAdd = [] } = given;
  const users = [...new Set([...(given.user === undefined ? [] : [given.user]), ...add, ...managersAdd])];
  return {
    ...{ act, state: "queued", waitsFor, command, at, users },
    ...(vault === undefined ? {} : { vault }),
    ...(group === undefined ? {} : { group }),
    ...(permission == null ? {} : { permission }),
    ...(role === undefined ? {} : { role }),
    ...(problem === null ? {} : { problem: isFailureCode(problem) ? problem : "bug" }),
  };
}
