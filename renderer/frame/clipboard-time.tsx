/** How long the clipboard still holds what was copied; gone once it is cleared. */
import { useCallback, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { useEvent } from "../client/client.ts";
import { useNow } from "../page/use-now.ts";

type Held = { clearsAt: number; fromMs: number };

/** Nothing while the clipboard holds nothing of ours. */
export function ClipboardTime() {
  const [held, setHeld] = useState<Held | null>(null);
  const now = useNow(held !== null);
  useEvent(
    "clipboard.changed",
    useCallback(({ clearsAt }: { clearsAt: number | null }) => {
      setHeld(clearsAt === null ? null : { clearsAt, fromMs: Math.max(1, clearsAt - Date.now()) });
    }, []),
  );
  const leftMs = held === null ? 0 : held.clearsAt - now;
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
