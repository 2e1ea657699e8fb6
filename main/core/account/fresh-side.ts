/**
 * The side of whoever comes in, of two who compare codes [protocol: New device] [protocol: Compared invites]: it commits, holds the
 * first answer that it sees, and shows then what it committed to. The answer is held before anything is shown: who knows what is
 * shown could look for another answer that makes the codes of their choice.
 */
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  type ComparedLabel,
  type ComparedMessages,
  comparedCodes,
  isCodeTyped,
} from "../../../shared/protocol/join/compared.ts";

export type Put = { at: number; bytes: Uint8Array } | null;
/** What the other side said, read; what the three messages were, and the codes over them. */
export type Told<Answer> = { answer: Answer; messages: ComparedMessages; codes: { old: string; fresh: string } };

type Parts<Answer> = {
  clock: Clock;
  label: ComparedLabel;
  commitment: Uint8Array;
  reveal: Uint8Array;
  /** Says this, and hears what the other side said so far. */
  say(put: Put): Promise<Result<Uint8Array[]>>;
  /** Whether an answer is one that may be gone on with. */
  read(bytes: Uint8Array): Promise<Result<Answer>>;
};

export type FreshSide<Answer> = ReturnType<typeof createFreshSide<Answer>>;

/** Nothing is said yet. */
export function createFreshSide<Answer>({ clock, label, commitment, reveal, say, read }: Parts<Answer>) {
  const until: Deadline = deadlineIn(clock, limits.linkLifeMs);
  let tries: number = limits.linkTries;
  let held: Told<Answer> | null = null;
  let isShown = false;

  async function hold(): Promise<Result<boolean>> {
    if (held !== null) return ok(true);
    const said = await say({ at: 0, bytes: commitment });
    if (!said.ok) return said;
    const [bytes] = said.value;
    if (bytes === undefined) return ok(false);
    const answer = await read(bytes);
    if (!answer.ok) return answer;
    const messages = { commitment, answer: bytes, reveal };
    held = { answer: answer.value, messages, codes: comparedCodes(label, messages) };
    return ok(true);
  }

  /** Asks what the other side said. `sas` once the time is over; whatever `say` and `read` fail with. */
  async function look(): Promise<Result<true>> {
    if (leftUntil(clock, until) <= 0) return fail("sas", { reason: "ended" }, "after-act");
    if (isShown) return ok(true);
    const answered = await hold();
    if (!answered.ok) return answered;
    if (!answered.value) return ok(true);
    const revealed = await say({ at: 1, bytes: reveal });
    if (!revealed.ok) return revealed;
    isShown = true;
    return ok(true);
  }

  const told = (): Told<Answer> | null => (isShown ? held : null);
  return {
    until,
    told,
    look,
    tries: () => tries,
    /** The code that the other side shows. `sas` where it is another, with the tries that are left. */
    async code(typed: string): Promise<Result<Told<Answer>>> {
      const looked = await look();
      if (!looked.ok) return looked;
      const now = told();
      if (now === null) return fail("sas", { reason: "early" }, "after-act");
      if (isCodeTyped(typed, now.codes.old)) return ok(now);
      tries -= 1;
      return fail("sas", { reason: "typed", number: tries }, "after-act");
    },
  };
}
