/**
 * The side of whoever is in, of two who compare codes [protocol: New device] [protocol: Compared invites]
 * [protocol: Recovery by two people]. In memory only: a lock ends
 * it. Whatever does not fit ends it too, by name; a person begins anew. Nothing is signed before the other's code was typed here
 * and the other said, last, that this one's was typed there.
 */
import { randomBytes } from "../../../shared/crypto/random.ts";
import { type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  type ComparedLabel,
  type ComparedMessages,
  comparedCodes,
  isCodeTyped,
} from "../../../shared/protocol/join/compared.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { createTurns } from "../sync/turns.ts";
import type { TeamArea } from "./team-area.ts";

/** What the other side said last, and in which exchange. */
export type Said = { last: Uint8Array; slot: number; messages: ComparedMessages };

/** What is compared: one kind for each of those who may come in. */
export type ComparedKind<Shown> = {
  label: ComparedLabel;
  /** What is told of this side, with a nonce that nobody knew before. */
  answer(nonce: Uint8Array): Uint8Array;
  /** What the other side committed to, shown. */
  readReveal(bytes: Uint8Array, commitment: Uint8Array): Result<Shown>;
  /** What the other side says last. */
  checkLast(bytes: Uint8Array, shown: Shown, messages: ComparedMessages): Result<true>;
};

type Exchange<Shown> = {
  kind: ComparedKind<Shown>;
  slot: number;
  until: Deadline;
  tries: number;
  /** What was seen of the other side, each held from then on, whatever the server says later. */
  commitment: Uint8Array | null;
  answer: Uint8Array | null;
  shown: { of: Shown; messages: ComparedMessages; codes: { old: string; fresh: string } } | null;
  isTyped: boolean;
  last: Uint8Array | null;
};

/** How far it is. `waiting`: nobody came yet; `compare`: the other's code is to be typed here; `typed`: it was; `ready`: both were. */
export type ComparedShape = {
  state: "waiting" | "compare" | "typed" | "ready";
  slot: number;
  code: string | null;
  tries: number;
  endsAt: number;
};

/** With what is typed at the other side: the number in eight digits, and the server's address. */
export function withPlace<Shape extends ComparedShape>({ slot, ...shape }: Shape, address: string) {
  return { ...shape, slot: String(slot).padStart(8, "0"), address };
}

/** None yet; one at a time. */
export function createComparedSide<Shown>(area: Pick<TeamArea, "ports" | "transport">) {
  let held: Exchange<Shown> | null = null;
  // A page asks again and again: an answer from before the other side spoke must not come after one that knows of it.
  const turn = createTurns<"compare">();

  /** Ends it where this does not fit; an answer that was lost is asked for again. */
  function ended<T>(failure: Result<T>): Result<T> {
    const isFinal = !failure.ok && (failure.failure.code === "sas" || failure.failure.code === "encoding");
    if (isFinal || (!failure.ok && failure.failure.code === "not-found")) held = null;
    return failure;
  }

  async function look(): Promise<Result<Exchange<Shown>>> {
    const current = held;
    if (current === null) return fail("not-found", { field: "link" }, "after-act");
    if (leftUntil(area.ports.clock, current.until) <= 0) return ended(fail("sas", { reason: "ended" }, "after-act"));
    const looked = ended(await advance(area, current));
    if (!looked.ok) return looked;
    return held === current ? ok(current) : fail("not-found", { field: "link" }, "after-act");
  }

  return {
    /** Opens a slot; whatever was compared before ends. */
    begin: (kind: ComparedKind<Shown>, open: () => Promise<Result<{ slot: number }>>) =>
      turn("compare", async (): Promise<Result<ComparedShape>> => {
        const opened = await open();
        if (!opened.ok) return opened;
        held = newExchange(kind, opened.value.slot, deadlineIn(area.ports.clock, limits.linkLifeMs));
        return ok(shapeOf(held));
      }),
    /** Asks the server what the other side said. `sas` ends it, `not-found`: there is none. */
    state: () =>
      turn("compare", async (): Promise<Result<ComparedShape>> => {
        const looked = await look();
        return looked.ok ? ok(shapeOf(looked.value)) : looked;
      }),
    /** The code that the other side shows. `sas` where it is another; the third time ends it. */
    code: (typed: string) =>
      turn("compare", async (): Promise<Result<ComparedShape>> => {
        const looked = await look();
        if (!looked.ok) return looked;
        const taken = takeCode(looked.value, typed);
        if (looked.value.tries === 0) held = null;
        return taken.ok ? ok(shapeOf(looked.value)) : taken;
      }),
    /** Signs what both codes stand for: this one's was typed there, the other's here. */
    finish: <T>(sign: (of: Shown, said: Said) => Promise<Result<T>>) =>
      turn("compare", async (): Promise<Result<T>> => {
        const looked = await look();
        const signed = looked.ok ? await signCompared(looked.value, sign) : looked;
        if (signed.ok) held = null;
        return signed;
      }),
    cancel(): Result<Record<string, never>> {
      held = null;
      return ok({});
    },
  };
}

/** Both codes were typed: the other's here, and this one's there before the other side said so. */
async function signCompared<Shown, T>(
  { isTyped, last, shown, slot }: Exchange<Shown>,
  sign: (of: Shown, said: Said) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!isTyped || last === null || shown === null) return fail("sas", { reason: "early" }, "after-act");
  return sign(shown.of, { last, slot, messages: shown.messages });
}

function newExchange<Shown>(kind: ComparedKind<Shown>, slot: number, until: Deadline): Exchange<Shown> {
  const seen = { commitment: null, answer: null, shown: null, last: null };
  return { kind, slot, until, tries: limits.linkTries, isTyped: false, ...seen };
}

/** Whether this is the code that the other side shows; another one costs a try. */
function takeCode<Shown>(exchange: Exchange<Shown>, typed: string): Result<true> {
  if (exchange.shown === null) return fail("sas", { reason: "early" }, "after-act");
  exchange.isTyped ||= isCodeTyped(typed, exchange.shown.codes.fresh);
  if (exchange.isTyped) return ok(true);
  exchange.tries -= 1;
  return fail("sas", { reason: "typed", number: exchange.tries }, "after-act");
}

function shapeOf<Shown>({ slot, until, tries, shown, isTyped, last }: Exchange<Shown>): ComparedShape {
  const isReady = isTyped && last !== null;
  const state = shown === null ? "waiting" : isReady ? "ready" : isTyped ? "typed" : "compare";
  return { state, slot, code: shown?.codes.old ?? null, tries, endsAt: until.now };
}

type Line = Pick<TeamArea, "transport">;

/** Says what is to be said, and takes what the other side said since. */
async function advance<Shown>(line: Line, exchange: Exchange<Shown>): Promise<Result<true>> {
  const said = await talk(line, exchange);
  if (!said.ok) return said;
  const [commitment, reveal, last] = said.value;
  if (exchange.commitment === null && commitment !== undefined) {
    if (commitment.length !== 32) return fail("sas", { reason: "commitment" }, "after-act");
    exchange.commitment = commitment;
    exchange.answer = exchange.kind.answer(randomBytes(32));
    return advance(line, exchange);
  }
  if (exchange.commitment !== null && !(commitment !== undefined && bytesEqual(commitment, exchange.commitment)))
    return fail("sas", { reason: "commitment" }, "after-act");
  const shown = takeReveal(exchange, reveal);
  return shown.ok ? takeLast(exchange, last) : shown;
}

async function talk<Shown>({ transport }: Line, { slot, answer }: Exchange<Shown>): Promise<Result<Uint8Array[]>> {
  const said = await transport.call("linkOld", { slot, put: answer === null ? null : { at: 0, bytes: answer } });
  return said.ok ? ok(said.value.messages) : said;
}

function takeReveal<Shown>(exchange: Exchange<Shown>, reveal: Uint8Array | undefined): Result<true> {
  const { kind, commitment, answer, shown } = exchange;
  if (shown !== null || reveal === undefined || commitment === null || answer === null) return ok(true);
  const read = kind.readReveal(reveal, commitment);
  if (!read.ok) return read;
  const messages = { commitment, answer, reveal };
  exchange.shown = { of: read.value, messages, codes: comparedCodes(kind.label, messages) };
  return ok(true);
}

function takeLast<Shown>(exchange: Exchange<Shown>, last: Uint8Array | undefined): Result<true> {
  const { kind, shown } = exchange;
  if (shown === null || exchange.last !== null || last === undefined) return ok(true);
  const checked = kind.checkLast(last, shown.of, shown.messages);
  if (checked.ok) exchange.last = last;
  return checked;
}
