/**
 * One notice at a time: what was just done, or what just failed. The newest is shown. A failure stays for as long as it takes to
 * read; what is told meanwhile waits for it. What an act offers comes back where a failure stood in its place. What happens by
 * itself in the background is told once neither stands there, so that it takes nobody's undo away and no answer to an act; where an
 * act's answer comes before it can have been read, it is told once more. An offer ends by whichever of two clocks is first, and its
 * key takes it for as long as it lasts. Pure but for `Screen`.
 */
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";

/** `undo`: takes back what was just done. `next`: what usually follows. */
export type Offer = { kind: "undo" | "next"; label: string; shortcut?: string; forMs: number; onAct(): void };
export type Notice = { message: string; offer: Offer | null };
/** `before`: so many other failures were still to be read. */
export type Failed = { message: string; before: number };

/** Both put what they show in the place of what was shown. */
export type Screen = {
  /** `forMs`: how long its offer still lasts. */
  said(notice: Notice, forMs: number | null): void;
  failed(failure: Failed): void;
  hide(): void;
};

export type Turns = {
  /** In place of what was told before. */
  tell(notice: Notice): void;
  /** In place of what is shown. */
  fail(message: string): void;
  /** In its turn. */
  tellLater(message: string): void;
  /** This one was read, or its time is over. */
  ended(shown: Notice | Failed): void;
  /** Takes away whose time is over and shows what waits; asked now and then while something is shown. */
  look(): void;
  /** Does what is offered; false where nothing of the kind is. */
  take(kind: Offer["kind"]): boolean;
};

/** A failure is read in so long. */
const readMs = 3000;
/** A line that something happened is read in so long. */
const glanceMs = 1500;

/** `waits`: until the failure that stands there can have been read. `behind`: it was shown, and comes back once that is gone. `later`: happened by itself, and can have been read by then. */
type Said = { notice: Notice; until: Deadline | null; place: "waits" | "shown" | "behind"; later: Deadline | null };
type State = { clock: Clock; screen: Screen; said: Said | null; failed: (Failed & { read: Deadline }) | null };

/** The turns of one window. */
export function createTurns(clock: Clock, screen: Screen): Turns {
  const state: State = { clock, screen, said: null, failed: null };
  const waiting: string[] = [];
  /** After whoever shows them is done with the one that ended. */
  const goOn = (): void => {
    if (state.failed !== null) return;
    if (isOver(state)) state.said = null;
    if (state.said === null) {
      const message = waiting.shift();
      if (message === undefined) return;
      state.said = saidLater(clock, message);
    }
    if (state.said.place !== "shown") show(state);
  };
  return {
    tell(notice) {
      const { said } = state;
      if (said !== null && said.later !== null && leftUntil(clock, said.later) > 0)
        waiting.unshift(said.notice.message);
      state.said = saidNow(clock, notice);
      if (state.failed === null || isRead(state)) show(state);
    },
    fail: (message) => fail(state, message),
    tellLater(message) {
      if (state.failed !== null || state.said !== null) return void waiting.push(message);
      state.said = saidLater(clock, message);
      show(state);
    },
    ended(shown) {
      if (shown === state.failed) state.failed = null;
      else if (shown === state.said?.notice && state.failed === null) state.said = null;
      else return;
      queueMicrotask(goOn);
    },
    look() {
      if (state.said !== null && isOver(state)) {
        state.said = null;
        if (state.failed === null) screen.hide();
        queueMicrotask(goOn);
      }
      if (state.failed !== null && state.said?.place === "waits" && isRead(state)) show(state);
    },
    take(kind) {
      const offer = state.said?.notice.offer ?? null;
      if (offer === null || offer.kind !== kind) return false;
      // The timer of a computer that slept is late.
      const isLate = isOver(state);
      state.said = null;
      if (state.failed === null) screen.hide();
      queueMicrotask(goOn);
      if (!isLate) offer.onAct();
      return !isLate;
    },
  };
}

function saidNow(clock: Clock, notice: Notice): Said {
  return {
    notice,
    until: notice.offer === null ? null : deadlineIn(clock, notice.offer.forMs),
    place: "waits",
    later: null,
  };
}

function saidLater(clock: Clock, message: string): Said {
  return { ...saidNow(clock, { message, offer: null }), later: deadlineIn(clock, glanceMs) };
}

function isOver({ clock, said }: State): boolean {
  return said !== null && said.until !== null && leftUntil(clock, said.until) <= 0;
}

function isRead({ clock, failed }: State): boolean {
  return failed === null || leftUntil(clock, failed.read) <= 0;
}

/** What was told; a failure that stood there is over. */
function show(state: State): void {
  const { clock, screen, said } = state;
  if (said === null) return;
  state.failed = null;
  said.place = "shown";
  screen.said(said.notice, said.until === null ? null : leftUntil(clock, said.until));
}

/** What was shown and offers nothing was read, or is less than a failure; what offers something comes back. */
function fail(state: State, message: string): void {
  const { clock, screen, said, failed } = state;
  // The same once more is no other one.
  const before = failed === null ? 0 : failed.before + (failed.message === message ? 0 : 1);
  if (said?.place === "shown") state.said = said.notice.offer === null ? null : { ...said, place: "behind" };
  state.failed = { message, before, read: deadlineIn(clock, readMs) };
  screen.failed(state.failed);
}
