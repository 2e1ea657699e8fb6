/**
 * Letters that this computer writes [protocol: Letters]: signed and durable before anything is sent, in one run for each inbox, and
 * sealed only when they go. Bytes that were perhaps sent are the ones that are sent again; where the inbox has another key
 * meanwhile, the same message is sealed anew.
 */

import { z } from "zod";
import { sealLetter } from "../../../shared/crypto/letter-envelope.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { bytesMax, hashField, idField, strict, uintField, zeroHash } from "../../../shared/encoding/fields.ts";
import type { EpochMs, Hash, LetterChainId, LetterId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type Failure, type FailureCode, fail, ok, type Result } from "../../../shared/failures.ts";
import { buildLetter, type Letter, parseLetter } from "../../../shared/protocol/letters/letter.ts";
import {
  encodeContent,
  isLetterType,
  type LetterContent,
  type LetterType,
  letterRule,
} from "../../../shared/protocol/letters/letter-types.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { listOut, putOut, removeOut, type SealedOut } from "../store/letter-rows.ts";
import type { InboxKeys } from "./inbox-keys.ts";
import type { LettersArea } from "./letters-area.ts";

const outSchema = strict({
  form: z.literal(1),
  message: bytesMax(limits.letterBytes),
  /** Under which it was perhaps sent. */
  sealing: strict({ epoch: uintField(), id: idField<LetterId>(), bytes: bytesMax(limits.letterBytes) }).nullable(),
  isSent: z.boolean(),
});
const runsSchema = strict({
  form: z.literal(1),
  /** The next number of each inbox, and the letter before it. */
  runs: z
    .array(
      strict({
        to: idField<VaultId>(),
        chain: idField<LetterChainId>(),
        counter: uintField(),
        prev: hashField(),
      }),
    )
    .max(limits.headsPerTeam),
});
type Run = z.output<typeof runsSchema>["runs"][number];
type Out = z.output<typeof outSchema>;
export type Written = { letter: Letter; isSent: boolean };
export type Wanted = { [Type in LetterType]: { to: VaultId; type: Type; content: LetterContent<Type> } }[LetterType];

export type Outgoing = {
  /** Signs letters, in one writing with what is done `beside` them; durable when this returns. `limit`: too many wait. */
  write(wanted: readonly Wanted[], beside?: () => void): Result<Hash[]>;
  /** Everything that was written here, sent or waiting, but for what its type does not keep. */
  written(): Written[];
  /** Sends what may go now, in the order of each inbox. Ok also where something waits. */
  flush(): Promise<Result<true>>;
};

type Row = Written & Out;
type OutBook = {
  all(): Map<Hash, Row>;
  put(letter: Letter, out: Out): void;
  /** The server has it. */
  sent(row: Row): void;
  drop(row: Row): void;
  waiting(): Row[];
};

/** What was written here, opened once, each row under its own name. */
function openOutBook({ db, keys, profile }: LettersArea): OutBook {
  const of = (hash: Hash) => ({ profile: profile.profile, name: `letter/${hash}` });
  let held: Map<Hash, Row> | null = null;
  const read = ({ hash, sealed }: SealedOut): [Hash, Row][] => {
    const plain = openLocal(keys.localStateKey, of(hash), sealed);
    const out = plain.ok ? parseWith(outSchema, plain.value, 2 * limits.letterBytes + 1024) : plain;
    const letter = out.ok ? parseLetter(out.value.message) : out;
    // What was changed in the file was never written here; its reader sees the gap.
    return out.ok && letter.ok ? [[hash, { letter: letter.value, ...out.value }]] : [];
  };
  const all = (): Map<Hash, Row> => {
    held ??= new Map(listOut(db).flatMap(read));
    return held;
  };
  function put(letter: Letter, out: Out): void {
    const sealed = sealLocal(keys.localStateKey, of(letter.hash), encodeWith(outSchema, out));
    putOut(db, { hash: letter.hash, sealed });
    all().set(letter.hash, { letter, ...out });
  }
  function drop({ letter }: Row): void {
    removeOut(db, letter.hash);
    all().delete(letter.hash);
  }
  return {
    all,
    put,
    drop,
    sent(row) {
      const { letter, message } = row;
      const { type } = letter.body;
      if (!isLetterType(type) || letterRule(type).isKept)
        return put(letter, { form: 1, message, sealing: null, isSent: true });
      drop(row);
    },
    waiting: () =>
      [...all().values()]
        .filter(({ isSent }) => !isSent)
        .sort((left, right) => left.letter.body.counter - right.letter.body.counter),
  };
}

/** Signs the next letter of its run; inside the transaction that makes it durable. */
function createSigning(area: LettersArea, book: OutBook): (wanted: Wanted) => Letter {
  const { log, profile, ports } = area;
  const record = sealedRecord(area, "letter-runs", runsSchema);
  const begun = new Set<VaultId>();

  /** The run goes on where the record says, and begins anew where the file may be older than what was sent. */
  function runTo(to: VaultId): Run {
    const known = record.read()?.runs.find((run) => run.to === to);
    if (known !== undefined && (!area.wasBehind || begun.has(to))) return known;
    begun.add(to);
    return { to, chain: newId<LetterChainId>(), counter: 0, prev: zeroHash };
  }

  return ({ to, type, content }) => {
    const { head, team } = log.state();
    const { chain, counter, prev } = runTo(to);
    const built = buildLetter(
      {
        ...{ suite: 1, team, to, type, chain, counter, prev },
        from: { user: profile.user, device: profile.device },
        ...{ logSeq: head.seq, logHead: head.hash, time: ports.clock.now() as EpochMs },
        content: encodeContent(type, content as never),
      },
      area.keys,
    );
    const letter = parseLetter(built.bytes);
    if (!letter.ok) throw new Error("a letter of our own reads");
    const others = (record.read()?.runs ?? []).filter((run) => run.to !== to);
    record.write({ form: 1, runs: [...others, { to, chain, counter: counter + 1, prev: built.hash }] });
    book.put(letter.value, { form: 1, message: built.bytes, sealing: null, isSent: false });
    return letter.value;
  };
}

/** Sends what waits for one inbox, in its order; answers whether anything went. */
function createSending({ log, profile, transport }: LettersArea, book: OutBook, keys: InboxKeys) {
  /** Seals where it has to be, durable before it goes. */
  function sealing(row: Row, to: { epoch: number; kemPk: Uint8Array }): NonNullable<Out["sealing"]> {
    const { letter, message } = row;
    if (row.sealing !== null && row.sealing.epoch === to.epoch) return row.sealing;
    const id = newId<LetterId>();
    const place = { team: profile.team, to: letter.body.to, epoch: to.epoch, id };
    const made = { epoch: to.epoch, id, bytes: sealLetter(to.kemPk, place, message) };
    book.put(letter, { form: 1, message, sealing: made, isSent: false });
    return made;
  }

  return async (to: VaultId): Promise<Result<boolean>> => {
    let isSent = false;
    for (const row of book.waiting().filter(({ letter }) => letter.body.to === to)) {
      // Of a history that gave way to another one: nobody would take it.
      if (headAt(log.state(), row.letter.body.logSeq) !== row.letter.body.logHead) {
        book.drop(row);
        continue;
      }
      // Asked anew for each: the log may have moved while the one before went.
      const key = await keys.toSeal(to);
      if (!key.ok) return isPatience(key.failure) ? ok(isSent) : key;
      if (key.value === null) return ok(isSent);
      const posted = await transport.call("sendLetter", sealing(row, key.value), to);
      if (!posted.ok) return isPatience(posted.failure) ? ok(isSent) : posted;
      book.sent(row);
      isSent = true;
    }
    return ok(isSent);
  };
}

/** The letters of an unlocked profile. */
export function createOutgoing(area: LettersArea, keys: InboxKeys): Outgoing {
  const book = openOutBook(area);
  const sign = createSigning(area, book);
  const sendTo = createSending(area, book, keys);
  return {
    write(wanted, beside = () => {}) {
      if (book.waiting().length + wanted.length > limits.lettersWaiting) return fail("limit", { reason: "letters" });
      const letters = area.db.transaction(() => {
        beside();
        return wanted.map(sign);
      });
      area.emit("letters.changed", {});
      return ok(letters.map(({ hash }) => hash));
    },
    written: () => [...book.all().values()].map(({ letter, isSent }) => ({ letter, isSent })),
    async flush() {
      let failed: Result<true> = ok(true);
      for (const to of new Set(book.waiting().map(({ letter }) => letter.body.to))) {
        const sent = await sendTo(to);
        if (!sent.ok) failed = sent;
        else if (sent.value) area.emit("letters.changed", {});
      }
      return failed;
    },
  };
}

/** It waits, and goes by itself: a new key comes, a pace is kept; or its inbox is closed for good, and nothing is to be told. */
function isPatience({ code }: Failure): boolean {
  return code === "epoch-stale" || code === "throttled" || isClosed(code);
}

function isClosed(code: FailureCode): boolean {
  return code === "role" || code === "not-found";
}
