/**
 * The browser host's end of the clipboard's watch: starts it at the first copy, tells it of every text before it is
 * written, and ends it at lock and at quit by closing its input, which a host that is killed does as well.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";
import type { HeldText } from "../node/clipboard-watch.ts";
import { nodeClock } from "../node/node-clock.ts";
import { coreEnvironment } from "./core-link.ts";

export type ClipboardGuard = {
  /** Whether the watch holds it: otherwise the text must not be written. */
  hold(text: HeldText): Promise<boolean>;
  /** Clears now, without waiting for it. */
  clear(): void;
  /**
   * Clears now and waits, at most three seconds: for quit. What is not done by then the watch does alone. True where nothing that was
   * copied is left on the clipboard; false where that is not known.
   */
  clearAndWait(): Promise<boolean>;
};
type Watch = { hold(text: HeldText): Promise<boolean>; end(): void; ended: Promise<boolean> };

const program = fileURLToPath(new URL("../node/clipboard-clear.ts", import.meta.url));
const quitWithinMs = 3000;
const holdWithinMs = 10_000;

/** Makes the guard of one host. */
export function guardClipboard(): ClipboardGuard {
  let current: Watch | null = null;
  let held: (HeldText & { until: Deadline })[] = [];
  const ending = new Set<Watch>();
  /** A watch ended without an answer from the clipboard. */
  let mayBeLeft = false;
  const start = (): Watch => {
    const watch = startWatch();
    void watch.ended.then((isGone) => {
      if (ending.delete(watch)) mayBeLeft = !isGone;
      if (current === watch) restart();
    });
    return watch;
  };
  const hold = async ({ key, mac, clearAfterMs }: HeldText): Promise<boolean> => {
    current ??= start();
    const isHeld = await current.hold({ key, mac, clearAfterMs });
    if (isHeld) held.push({ key, mac, clearAfterMs, until: deadlineIn(nodeClock, clearAfterMs) });
    return isHeld;
  };
  /** A watch that ended by itself leaves what it held to the next one. */
  const restart = (): void => {
    current = null;
    for (const text of held.splice(0)) {
      const left = leftUntil(nodeClock, text.until);
      if (left > 0) void hold({ ...text, clearAfterMs: left });
    }
  };
  const clear = (): void => {
    if (current === null) return;
    ending.add(current);
    current.end();
    current = null;
    held = [];
  };
  return {
    hold,
    clear,
    async clearAndWait() {
      clear();
      const all = Promise.all([...ending].map(({ ended }) => ended));
      const isInTime = await Promise.race([all.then(() => true), delay(quitWithinMs, false)]);
      return isInTime && !mayBeLeft;
    },
  };
}

function startWatch(): Watch {
  // A group of its own: what ends the host's (Ctrl-C, a closed terminal) must not end the look half done.
  const child = spawn(process.execPath, [program], {
    env: coreEnvironment(process.env),
    detached: true,
    windowsHide: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting: ((isHeld: boolean) => void)[] = [];
  const ended = endOf(child).then((isGone) => {
    for (const settle of waiting.splice(0)) settle(false);
    return isGone;
  });
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", () => waiting.shift()?.(true));
  return {
    hold: (text) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        setTimeout(resolve, holdWithinMs, false).unref();
        child.stdin.write(`${JSON.stringify(text)}\n`);
      }),
    end: () => child.stdin.end(),
    ended,
  };
}

/** True where it ended as one that saw the clipboard without what it held. */
function endOf(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => child.on("error", () => resolve(false)).on("exit", (code) => resolve(code === 0)));
}
