/**
 * Where the computers of the team stand [protocol: Freshness]: this one says it at a sync, at most once an hour and after every
 * removal; what the others said is fetched, verified and compared with what this computer holds. A statement that does not fit
 * counts for nothing, and is told; it proves nothing against anybody else.
 */
import { z } from "zod";
import { bytesMax, strict, timeField, uintField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, Hash } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import {
  buildStatement,
  lastRemoval,
  type Statement,
  type StatementBody,
} from "../../../shared/protocol/heads/statement.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { base32Text, bytesEqual } from "../../../shared/text.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import type { HeadsArea } from "./heads-area.ts";
import { createBook, type Stated } from "./stated-book.ts";

export type Statements = {
  /** Says where this computer stands, where it is time, and takes in what others said. */
  exchange(): Promise<Result<true>>;
  /** Takes in what others said meanwhile. */
  fetch(): Promise<Result<true>>;
  /** The last of each other computer that is still in the team, as far as it fits. */
  known(): Stated[];
};

const everyMs = 3_600_000;
const ownFields = { counter: uintField(), at: timeField(), logSeq: uintField() };
const ownSchema = z.discriminatedUnion("form", [
  strict({ form: z.literal(1), ...ownFields }),
  /** With the statement of that number: another one under it was signed elsewhere. */
  strict({ form: z.literal(2), ...ownFields, statement: bytesMax(limits.statementBytes) }),
]);

/** The next round says where this computer stands, whatever it said lately; inside the caller's transaction. */
export function stateAnew(holder: Parameters<typeof sealedRecord>[0]): void {
  const own = sealedRecord(holder, "heads-stated", ownSchema);
  const said = own.read();
  if (said !== null) own.write({ ...said, at: 0 as EpochMs });
}

/** Makes nothing before it is asked. */
export function createStatements(area: HeadsArea): Statements {
  const own = sealedRecord(area, "heads-stated", ownSchema);
  const book = createBook(area, (statement) => maySign(own.read(), statement));
  let from = 0;

  async function fetchAll(): Promise<Result<true>> {
    for (;;) {
      const page = await area.transport.call("heads", { from });
      if (!page.ok) return page;
      const { statements } = page.value;
      for (const { bytes } of statements) book.put(bytes);
      const last = statements.at(-1)?.number;
      // A page that does not go on is the last.
      if (last === undefined || last < from) return book.checkAll();
      from = last + 1;
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  /** One after the other: what comes is checked by what came before it. */
  function fetch(): Promise<Result<true>> {
    const next = turn.then(fetchAll, fetchAll);
    turn = next.catch(() => undefined);
    return next;
  }

  async function state(): Promise<Result<true>> {
    const said = own.read();
    if (said !== null && !isDue(area, said)) return ok(true);
    const counter = Math.max(said?.counter ?? 0, book.ownSeen()) + 1;
    const body = bodyNow(area, counter);
    const statement = buildStatement(body, area.keys.signKey);
    // Durable before it goes: no two statements have one number. That it went is known once it was taken.
    area.db.transaction(() => own.write({ form: 2, counter, at: 0 as EpochMs, logSeq: 0, statement }));
    const taken = await area.transport.call("stateHeads", { statement });
    const { time: at, logSeq } = body;
    if (taken.ok) area.db.transaction(() => own.write({ form: 2, counter, at, logSeq, statement }));
    // Where it was refused another one goes with the next round: the others miss nothing but how fresh this computer is.
    return taken.ok || !isTransportFailure(taken.failure) || taken.failure.code === "throttled" ? ok(true) : taken;
  }

  return {
    async exchange() {
      // Own words first, where there are any: another counter of this computer is known before the next is signed.
      const before = own.read() === null ? await fetch() : ok(true as const);
      if (!before.ok) return before;
      const said = await state();
      return said.ok ? fetch() : said;
    },
    fetch,
    known: book.known,
  };
}

/** By its number: what is durable before it goes is never behind what the server holds. A profile without the record cannot tell. */
function maySign(said: z.output<typeof ownSchema> | null, { body: { counter }, bytes }: Statement): boolean {
  if (said === null || counter < said.counter) return true;
  if (counter > said.counter) return false;
  return said.form === 1 || bytesEqual(said.statement, bytes);
}

/** An hour after the last one, by whatever clock; and where somebody was taken out since. */
function isDue({ log, ports }: HeadsArea, { at, logSeq }: z.output<typeof ownSchema>): boolean {
  return Math.abs(ports.clock.now() - at) >= everyMs || lastRemoval(log.state()) > logSeq;
}

/** What this computer holds, of vaults that are sound. */
function bodyNow(area: HeadsArea, counter: number): StatementBody {
  const { chains, log, ports, profile, rights } = area;
  const state = log.state();
  const vaults = [...state.vaults.values()]
    .filter(({ vault, kind, archived }) => {
      const isMine = kind !== "personal" && !archived && rightOf(state, profile.user, vault) !== null;
      return isMine && !rights.hasEnded(vault) && chains.stopped(vault) === null && chains.isWhole(vault);
    })
    .map(({ vault }) => ({ vault, ...chains.chain(vault).head }))
    .sort((left, right) => (left.vault < right.vault ? -1 : 1))
    .slice(0, limits.headsPerStatement);
  const { seq, hash } = area.activity();
  return {
    ...{ suite: 1, team: state.team, user: profile.user, device: profile.device, counter },
    ...{ time: ports.clock.now() as EpochMs, logSeq: state.head.seq, logHead: state.head.hash, vaults },
    activity: { seq, hash: base32Text(hash) as Hash },
  };
}
