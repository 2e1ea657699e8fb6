/**
 * Acts that another person has to sign too [protocol: Cosignatures]: each waits, sealed and durable, asks by letter whoever may sign, and
 * goes by itself once one of them has. What somebody decided otherwise meanwhile stays with its reason until its person takes it away.
 */
import type { QueuedAct } from "../../../shared/contract/acts.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import type { EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type FailureCode, fail, isFailureCode, ok, type Result } from "../../../shared/failures.ts";
import { encodeContent } from "../../../shared/protocol/letters/letter-types.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { plan } from "../../../shared/protocol/team-log/compose-plan.ts";
import { actOf, cosigners, hasLapsed, neededCosigners } from "../../../shared/protocol/team-log/cosign.ts";
import type { CosignedAct } from "../../../shared/protocol/team-log/cosigned-types.ts";
import { outcomeOf } from "../../../shared/protocol/team-log/verify.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { BeforeActs } from "../activity/before-acts.ts";
import { requestsMost } from "../letters/letter-contents.ts";
import { ownInboxMark } from "../letters/own-inbox.ts";
import { act, circumstances, type LogWriter } from "../log/act.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import { type Answers, answersTo, bodyOf, requests, withdrawals } from "./cosign-letters.ts";
import { type Book, openCosignedBook, type Row } from "./cosigned-book.ts";
import { type CosignedIntent, wantedBy } from "./cosigned-commands.ts";
import { isDone, isTooOld, listedAs, nameOf, toldAs, widens, writerOf } from "./cosigned-rules.ts";
import type { TeamParts } from "./team-area.ts";

type Parts = TeamParts & {
  recorded: BeforeActs;
  /** Inside the transaction that changes what waits: an older file is then known by its count. */
  noted(): void;
  /** The file is older than it was: what waits in it may have been taken away since. */
  wasBehind: boolean;
};

export type CosignedActs = {
  /** What becomes of a command that needs a second signature; null: it needs none, and goes on. */
  hold(name: string, input: unknown): Promise<Result<Act> | null>;
  /** The same of what is wanted of the log. */
  propose(intent: CosignedIntent): Result<Act> | null;
  /** Asks who was not asked yet, and does what was signed, after a round. */
  run(): Promise<Result<true>>;
  list(): Promise<QueuedAct[]>;
  /** Lets those wait again that this stopped: its person's second factor, or keys that they compared since. */
  answered(stop: "step-up" | "key-changed"): void;
  /** `not-found`: it is done, or never was; `busy`: it is being done. */
  cancel(id: string): Result<Record<string, never>>;
  /** One is signed, and waits for others to be seen. */
  isWaiting(): boolean;
};

/** The acts of an unlocked profile. */
export function createCosignedActs(parts: Parts): CosignedActs {
  const book = openCosignedBook(parts);
  const running = new Set<string>();
  const unseen = new Set<string>();
  let looked = "";
  if (parts.wasBehind) book.change((rows) => rows.map((row) => ({ ...row, problem: row.problem ?? "local-rollback" })));
  const propose = createProposing(parts, book, running);

  return {
    propose,
    async hold(name, input) {
      const wanted = wantedBy(parts, name, input);
      return !wanted.ok || wanted.value === null ? null : propose(wanted.value);
    },
    async run() {
      // What their outcome depends on; others are seen at any time.
      const now = ownInboxMark(parts);
      if (looked === now && unseen.size === 0) return ok(true);
      for (const row of book.all().filter(waits)) {
        const { id } = row.act.payload;
        if (running.has(id)) continue;
        running.add(id);
        try {
          const ran = await settle(parts, book, row);
          if (!ran.ok) return ran;
          if (ran.value === "unseen") unseen.add(id);
          else unseen.delete(id);
        } finally {
          running.delete(id);
        }
      }
      looked = now;
      return ok(true);
    },
    list: async () => Promise.all(book.all().map(async (row) => shapeOf(parts, row, await answersTo(parts, row.act)))),
    answered(stop) {
      if (book.all().some(({ problem }) => problem === stop)) looked = "";
      book.change((rows) => rows.map((row) => (row.problem === stop ? { ...row, problem: null } : row)));
    },
    cancel(id) {
      const row = book.all().find(({ act: { payload } }) => payload.id === id);
      if (row === undefined) return fail("not-found", { field: "act" });
      if (running.has(id)) return fail("busy");
      const taken = parts.letters.write(withdrawals(parts, id), () => book.change((rows) => without(rows, id)));
      if (!taken.ok) return taken;
      unseen.delete(id);
      parts.requestSync();
      return ok({});
    },
    isWaiting: () => unseen.size > 0,
  };
}

const waits = ({ problem }: Row): boolean => problem === null;
const without = (rows: Row[], id: string | undefined): Row[] =>
  rows.filter(({ act: { payload } }) => payload.id !== id);
const ableOf = (area: TeamParts, of: CosignedAct): UserId[] => cosigners(area.log.state(), bodyOf(area, of));
const queued = (area: TeamParts, of: CosignedAct): Result<Act> =>
  ok({ act: of.payload.id, state: "queued", waitsFor: ableOf(area, of), needsSignature: true });

/** Keeps an act in the place of what waits for the same, and asks; what waits as it is wanted goes on waiting. */
function createProposing(parts: Parts, book: Book, running: ReadonlySet<string>): CosignedActs["propose"] {
  return (intent) => {
    const state = parts.log.state();
    const planned = plan(circumstances(parts, state), intent);
    const [entry] = planned.ok ? (planned.value?.entries ?? []) : [];
    // Where the log would not take it, the handler says why.
    if (entry === undefined) return null;
    const wanted = { type: entry.type, payload: entry.payload } as CosignedAct;
    if (neededCosigners(state, bodyOf(parts, wanted)).length === 0) return null;
    const before = book.all().find((row) => nameOf(row.act) === nameOf(wanted));
    if (before !== undefined && waits(before) && isSameAct(before.act, wanted) && !isOver(parts, before))
      return queued(parts, before.act);
    if (before !== undefined && running.has(before.act.payload.id)) return fail("busy");
    const others = without(book.all(), before?.act.payload.id);
    if (others.length >= requestsMost) return fail("limit", { reason: "acts" });
    if (encodeContent("cosign-request", { act: wanted }).length > limits.letterBodyBytes)
      return fail("limit", { reason: "letters" });
    const row: Row = { act: wanted, at: parts.ports.clock.now() as EpochMs, problem: null };
    const taken = before === undefined ? [] : withdrawals(parts, before.act.payload.id);
    const asked = parts.letters.write([...taken, ...requests(parts, wanted)], () =>
      book.change(() => [...others, row]),
    );
    if (!asked.ok) return asked;
    parts.requestSync();
    return queued(parts, wanted);
  };
}

/** Whether both do the same, whenever they were decided. */
function isSameAct(one: CosignedAct, other: CosignedAct): boolean {
  const { id, baseSeq } = other.payload;
  const moved = { ...one, payload: { ...one.payload, id, baseSeq } } as CosignedAct;
  return bytesEqual(encodeContent("cosign-request", { act: moved }), encodeContent("cosign-request", { act: other }));
}

function isOver(area: TeamParts, { act: of, at }: Row): boolean {
  return hasLapsed(area.log.state(), bodyOf(area, of), of.payload.baseSeq) || isTooOld(at, area.ports.clock.now());
}

/** `over`: it is done or stays with its reason; `unseen`: it waits for others to be seen. Fails where the way to the server did. */
async function settle(parts: Parts, book: Book, row: Row): Promise<Result<"over" | "waits" | "unseen">> {
  const { id } = row.act.payload;
  const stays = (problem: FailureCode): Result<"over"> => {
    book.change((rows) => rows.map((one) => (one.act.payload.id === id ? { ...one, problem } : one)));
    return ok("over");
  };
  const gone = (): Result<"over"> => {
    book.change((rows) => without(rows, id));
    return ok("over");
  };
  const before = parts.log.state();
  // Done already, in a run whose answer was lost, or by somebody else.
  if (before.actsSeen.has(id) || isDone(before, row.act)) return gone();
  if (isOver(parts, row)) return stays("stale-view");
  const tried = outcomeOf(before, bodyOf(parts, row.act));
  if (!tried.ok) return stays(tried.failure.code);
  const wanted = requests(parts, row.act);
  if (wanted.length > 0) {
    const asked = parts.letters.write(wanted);
    if (!asked.ok) return stays(asked.failure.code);
    parts.requestSync();
  }
  const answers = await answersTo(parts, row.act);
  if (answers.cosigs.length === 0 && neededCosigners(before, bodyOf(parts, row.act)).length > 0) return ok("waits");
  if (widens(parts, row.act) && !parts.freshness().isFresh) return ok("unseen");
  const done = await perform(parts, row.act, answers);
  if (done.ok) return gone();
  const { code } = done.failure;
  if (isTransportFailure(done.failure)) return done;
  // Somebody came, left or decided while it was on its way: what the newest log says of it is asked with the next round.
  return code === "cosign" ? ok("waits") : stays(code);
}

/** With its event before it [protocol: Activity]. */
async function perform(parts: Parts, of: CosignedAct, { cosigs }: Answers): Promise<Result<true>> {
  const { command, input } = toldAs(of);
  // A rotation may stand in the same post, which nobody else signs.
  const cosign: NonNullable<LogWriter["cosign"]> = (body) => (actOf(body)?.id === of.payload.id ? cosigs : []);
  const writer = { ...writerOf(parts, of), cosign };
  const done = await parts.recorded(command, input, () => act(writer, { type: of.type, ...of.payload } as Intent));
  parts.requestSync();
  return done;
}

/** As it is listed: for whom it waits, who refused, why it is not done. */
function shapeOf(area: TeamParts, { act: of, at, problem }: Row, { refusedBy, cosigs }: Answers): QueuedAct {
  const isSigned = cosigs.length > 0;
  const able = isSigned ? area.freshness().waitsFor : ableOf(area, of).filter((user) => !refusedBy.includes(user));
  return {
    ...{ act: of.payload.id, state: "queued", command: toldAs(of).command, at, refusedBy },
    ...{ waitsFor: problem === null ? able : [], ...listedAs(area.log.state(), of) },
    ...(isSigned ? {} : { needsSignature: true }),
    ...(problem === null ? {} : { problem: isFailureCode(problem) ? problem : "bug" }),
  };
}
