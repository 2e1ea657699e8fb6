/** How long the clipboard still holds what was copied; gone once it is cleared. */
import { useCallback, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";
import { useEvent } from "../client/client.ts";
import { pageClock } from "../page/page-clock.ts";
import { useNow } from "../page/use-now.ts";

type Held = { until: Deadline; fromMs: number };

/** Nothing while the clipboard holds nothing of ours. */
export function ClipboardTime() {
  const [held, setHeld] = useState<Held | null>(null);
  useNow(held !== null);
  useEvent(
    "clipboard.changed",
    useCallback(({ clearsAt }: { clearsAt: number | null }) => {
      if (clearsAt === null) return setHeld(null);
      const fromMs = Math.max(1, clearsAt - pageClock.now());
      setHeld({ until: deadlineIn(pageClock, fromMs), fromMs });
    }, []),
  );
  const leftMs = held === null ? 0 : leftUntil(pageClock, held.until);
  if (held === null || leftMs <= 0) return null;
  return (
    <span className="line t3">
      {words.status.clipboard} <b className="tab t1">{Math.ceil(leftMs / 1000)} s</b>
      <span className="mini" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * leftMs) / held.fromMs)}%` }} />
      </span>
    </span>
  );
}
