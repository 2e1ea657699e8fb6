/** The questions of one computer since unlock: their keys, and the codes that came, in memory alone and as long as they are good. */
import type { CodeAsk } from "../../../shared/contract/handed-codes.ts";
import type { HandedCodePlace } from "../../../shared/crypto/handed-code-envelope.ts";
import type { KemKey } from "../../../shared/crypto/kem.ts";
import { type Clock, type Deadline, leftUntil } from "../../../shared/deadline.ts";
import type { Hash, UserId } from "../../../shared/encoding/ids.ts";
import type { Timers } from "../ports.ts";

export type Question = {
  user: UserId;
  why: string;
  place: HandedCodePlace;
  letter: Hash;
  at: number;
  end: Deadline;
  /** Null once it is answered or over. */
  kemKey: KemKey | null;
  answer: "handed" | "declined" | null;
  answeredAt: number | null;
  /** Null before it came, and when it is good no more. */
  shown: { code: string; periodMs: number; endsAt: number; until: Deadline } | null;
};

export type Questions = {
  all: ReadonlyMap<string, Question>;
  add(nonce: string, question: Question): void;
  end(nonce: string): void;
  /** Takes away what is over, and does so again when the next one ends. */
  sweep(): void;
  /** Forgets everything. */
  dispose(): void;
};

const keptMost = 16;

/** None at first. `ended`: something was taken away by time. */
export function createQuestions({ clock, timers }: { clock: Clock; timers: Timers }, ended: () => void): Questions {
  const all = new Map<string, Question>();
  let cancel = (): void => {};
  const leftOf = ({ kemKey, end, shown }: Question): number => {
    if (shown !== null) return leftUntil(clock, shown.until);
    return kemKey === null ? 0 : leftUntil(clock, end);
  };

  function sweep(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const question of all.values()) {
      const left = leftOf(question);
      if (left > 0) next = Math.min(next, left);
      else forget(question);
    }
    cancel();
    cancel = () => {};
    if (next === Number.POSITIVE_INFINITY) return;
    cancel = timers.after(next, () => {
      sweep();
      ended();
    });
  }

  function end(nonce: string): void {
    const question = all.get(nonce);
    if (question !== undefined) forget(question);
    all.delete(nonce);
  }

  return {
    all,
    end,
    sweep,
    add(nonce, question) {
      all.set(nonce, question);
      for (const oldest of [...all.keys()].slice(0, -keptMost)) end(oldest);
      sweep();
    },
    dispose() {
      cancel();
      for (const nonce of [...all.keys()]) end(nonce);
    },
  };
}

/** Its key is used up: no other answer is read. */
export function dropKey(question: Question): void {
  question.kemKey?.fill(0);
  question.kemKey = null;
}

function forget(question: Question): void {
  dropKey(question);
  question.shown = null;
}

/** As the page gets it; `unsent`: letters that the server has not taken yet. */
export function askShape(ask: string, question: Question, unsent: ReadonlySet<Hash>): CodeAsk {
  const { user, why, place, letter, at, end, kemKey, answer, answeredAt, shown } = question;
  const waits = unsent.has(letter) ? "unsent" : "waiting";
  const answered = answer === "handed" && shown === null ? "over" : answer;
  return {
    ...{ ask, item: place.item, user, why, at, until: end.now, answeredAt },
    state: answered ?? (kemKey === null ? "over" : waits),
    code: shown === null ? null : { code: shown.code, periodMs: shown.periodMs, endsAt: shown.endsAt },
  };
}
