/**
 * One notice at a time. What it offers is taken by the key of its own kind alone; what happens by itself in the background is
 * told once no offer stands there, so that it takes nobody's undo away. An offer ends by whichever of two clocks is first. Pure but
 * for `show`.
 */
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";

/** `undo`: takes back what was just done. `next`: what usually follows. */
export type Offer = { kind: "undo" | "next"; label: string; shortcut?: string; forMs: number; onAct(): void };
export type Notice = { message: string; offer: Offer | null };

export type Turns = {
  /** In place of what is shown. */
  tell(notice: Notice): void;
  /** In its turn. */
  tellLater(message: string): void;
  /** This one is gone. */
  ended(notice: Notice): void;
  /** Takes an offer away whose time is over; asked now and then while one stands there. */
  look(): void;
  /** Does what is offered; false where nothing of the kind is. */
  take(kind: Offer["kind"]): boolean;
};

/** `show` puts a notice in the place of the one before; `hide` takes the shown one away. */
export function createTurns(clock: Clock, show: (notice: Notice) => void, hide: () => void): Turns {
  let shown: Notice | null = null;
  let until: Deadline | null = null;
  let waiting: string[] = [];
  const tell = (notice: Notice): void => {
    shown = notice;
    until = notice.offer === null ? null : deadlineIn(clock, notice.offer.forMs);
    show(notice);
  };
  const isOver = (): boolean => until !== null && leftUntil(clock, until) <= 0;
  const end = (): void => {
    shown = null;
    until = null;
    hide();
    queueMicrotask(next);
  };
  const next = (): void => {
    const [message, ...rest] = waiting;
    if (shown !== null || message === undefined) return;
    waiting = rest;
    tell({ message, offer: null });
  };
  return {
    tell,
    tellLater(message) {
      if (shown !== null && shown.offer !== null) waiting.push(message);
      else tell({ message, offer: null });
    },
    ended(notice) {
      if (shown !== notice) return;
      shown = null;
      // After whoever shows them is done with the one that ended.
      queueMicrotask(next);
    },
    take(kind) {
      const offer = shown?.offer ?? null;
      if (offer === null || offer.kind !== kind) return false;
      // The timer of a computer that slept is late.
      const isLate = isOver();
      end();
      if (!isLate) offer.onAct();
      return !isLate;
    },
    look() {
      if (shown !== null && isOver()) end();
    },
  };
}

export type Failures = {
  /** In place of the one before. */
  tell(message: string): void;
  /** The one that was shown under this number is gone: read, or its time is over. */
  ended(shown: number): void;
};

/** Failures, the newest one at a time: those in its place that were still to be read are counted. `show` numbers what it shows. */
export function createFailures(show: (failure: { message: string; before: number; shown: number }) => void): Failures {
  let message: string | null = null;
  let before = 0;
  let shown = 0;
  return {
    tell(next) {
      // The same once more is no other one.
      if (message !== null && message !== next) before++;
      message = next;
      show({ message, before, shown: ++shown });
    },
    ended(number) {
      if (number !== shown) return;
      message = null;
      before = 0;
    },
  };
}
