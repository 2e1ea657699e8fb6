/** How long until Latchkey locks by itself, counted from the last input in this window; the core keeps the real clock. */
import { useEffect, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";
import { pageClock } from "../page/page-clock.ts";
import { useNow } from "../page/use-now.ts";

const minuteMs = 60_000;
const everyMs = 10_000;
const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Minutes, from the whole time down to one. */
export function LockTime({ minutes }: { minutes: number }) {
  const [locksAt, setLocksAt] = useState(() => deadlineIn(pageClock, minutes * minuteMs));
  useNow(true, everyMs);
  useEffect(() => {
    const fullMs = minutes * minuteMs;
    // Only what moves the shown minutes is a new state.
    const later = (before: Deadline): Deadline =>
      Math.abs(fullMs - leftUntil(pageClock, before)) > everyMs ? deadlineIn(pageClock, fullMs) : before;
    const touched = (): void => setLocksAt(later);
    touched();
    for (const kind of kinds) document.addEventListener(kind, touched, { passive: true });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, touched);
    };
  }, [minutes]);
  const left = Math.max(0, Math.min(minutes, Math.ceil(leftUntil(pageClock, locksAt) / minuteMs)));
  return (
    <span className="t3 status-locks">
      {words.status.locksIn} <b className="tab t1">{left} min</b>
    </span>
  );
}
