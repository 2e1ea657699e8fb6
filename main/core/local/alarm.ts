/** Calls once when a time is over on either clock, however late a timer of a computer that slept rings. */
import { type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import type { Ports } from "../ports.ts";

export type Alarm = {
  /** Rings in so many milliseconds from now, whatever was set before. */
  set(ms: number): void;
  /** Sets it anew where it is set and not over; the timer that stands looks again by itself. */
  putOff(ms: number): void;
  /** Rings now where the time is over; answers whether it did. */
  ringInTime(): boolean;
  stop(): void;
};

const lookEveryMs = 5000;

/** Makes an alarm; `ring` is called once for each setting. */
export function createAlarm({ clock, timers }: Pick<Ports, "clock" | "timers">, ring: () => void): Alarm {
  /** Null while nothing is set. */
  let deadline: Deadline | null = null;
  let cancel = (): void => {};

  /** One timer at a time, which looks at both clocks often enough to see soon that the computer slept. */
  function arm(): void {
    cancel();
    if (deadline === null) return;
    const left = leftUntil(clock, deadline);
    cancel = timers.after(Math.max(0, Math.min(left, lookEveryMs)), () => {
      if (!ringInTime()) arm();
    });
  }

  function ringInTime(): boolean {
    if (deadline === null || leftUntil(clock, deadline) > 0) return false;
    stop();
    ring();
    return true;
  }

  function stop(): void {
    deadline = null;
    cancel();
  }

  return {
    set(ms) {
      deadline = deadlineIn(clock, ms);
      arm();
    },
    putOff(ms) {
      if (deadline !== null && leftUntil(clock, deadline) > 0) deadline = deadlineIn(clock, ms);
    },
    ringInTime,
    stop,
  };
}
