/** How long until Latchkey locks by itself, counted from the last input in this window; the core keeps the real clock. */
import { useEffect, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { useNow } from "../page/use-now.ts";

const minuteMs = 60_000;
const everyMs = 10_000;
const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Minutes, from the whole time down to one. */
export function LockTime({ minutes }: { minutes: number }) {
  const [touchedAt, setTouchedAt] = useState(() => Date.now());
  const now = useNow(true, everyMs);
  useEffect(() => {
    const touched = (): void => setTouchedAt((before) => (Date.now() - before > everyMs ? Date.now() : before));
    for (const kind of kinds) document.addEventListener(kind, touched, { passive: true });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, touched);
    };
  }, []);
  const left = Math.max(0, Math.min(minutes, Math.ceil((touchedAt + minutes * minuteMs - now) / minuteMs)));
  return (
    <span className="t3 status-locks">
      {words.status.locksIn} <b className="tab t1">{left} min</b>
    </span>
  );
}
