/**
 * Keeps the promise that a copied secret leaves the clipboard: after its time and at the end, and only if what is there is
 * still ours. It holds keyed hashes, never a text, and is told before a text is written, so that no moment is uncovered.
 */
import { timingSafeEqual } from "node:crypto";
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";
import { clipboardMac } from "./clipboard-mac.ts";

/** A text that is about to be written: a random key of its own, and its hash under that key (both hex). */
export type HeldText = { key: string; mac: string; clearAfterMs: number };
/** `read` gives null where the clipboard did not answer, nothing where it holds no text; `empty` false where it did not answer. */
export type ClipboardReach = { read(): Promise<Uint8Array | null>; empty(): Promise<boolean> };
export type ClipboardWatch = {
  hold(text: HeldText): void;
  /** Whether a text that was held may be there. */
  isHolding(): boolean;
  /**
   * Empties the clipboard if one of the held texts is there, or comes there by a write that was under way. False where a text that was
   * held may still be there, because the clipboard did not answer.
   */
  end(): Promise<boolean>;
};

/** Whoever was told to write has done so by then, or given up: more than the tools' own five seconds. */
const writtenWithinMs = 6000;
const lookEveryMs = 200;
/** So late at most it is seen that the computer slept. */
const clockEveryMs = 1000;
/** A busy desktop may not answer at once. */
const tries = 3;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));

/** Makes a watch over one clipboard. */
export function watchClipboard({ read, empty }: ClipboardReach, clock: Clock): ClipboardWatch {
  type Entry = HeldText & { since: number; until: Deadline; timer: NodeJS.Timeout | undefined };
  let held: Entry[] = [];
  /** A text whose time was over may still be there. */
  let mayBeLeft = false;
  const emptyNow = async (): Promise<void> => {
    mayBeLeft = !(await empty());
  };
  const readSoon = async (): Promise<Uint8Array | null> => {
    let text = await read();
    for (let tried = 1; text === null && tried < tries; tried++) {
      await pause();
      text = await read();
    }
    return text;
  };
  /** A text that was copied again meanwhile has the later copy's time. */
  const expire = async (due: Entry): Promise<void> => {
    const text = await readSoon();
    const isStillHeld = held.includes(due);
    held = held.filter((entry) => entry !== due);
    if (text === null && isStillHeld) mayBeLeft = true;
    if (text === null || !isStillHeld || !isOurs(text, due) || held.some((entry) => isOurs(text, entry))) return;
    await emptyNow();
  };
  const arm = (entry: Entry): void => {
    const left = leftUntil(clock, entry.until);
    if (left <= 0) void expire(entry);
    else entry.timer = setTimeout(() => arm(entry), Math.min(left, clockEveryMs));
  };
  return {
    hold(text) {
      const until = deadlineIn(clock, text.clearAfterMs);
      const entry: Entry = { ...text, since: clock.steady(), until, timer: undefined };
      held.push(entry);
      arm(entry);
    },
    isHolding: () => held.length > 0 || mayBeLeft,
    async end() {
      const mine = held;
      held = [];
      for (const { timer } of mine) clearTimeout(timer);
      const until = Math.max(...mine.map(({ since }) => since)) + writtenWithinMs;
      while (mine.length > 0) {
        const text = await readSoon();
        const isMine = text !== null && mine.some((entry) => isOurs(text, entry));
        if (isMine) await emptyNow();
        if (!isMine && clock.steady() <= until) {
          await pause();
          continue;
        }
        if (text === null) mayBeLeft = true;
        break;
      }
      return !mayBeLeft;
    },
  };
}

/** Windows' reader ends the text with a line break of its own: both forms are tried. */
function isOurs(found: Uint8Array, { key, mac }: HeldText): boolean {
  const forms = [found, found.subarray(0, Math.max(0, found.length - 2))];
  return forms.some((form) => timingSafeEqual(Buffer.from(clipboardMac(key, form), "hex"), Buffer.from(mac, "hex")));
}
