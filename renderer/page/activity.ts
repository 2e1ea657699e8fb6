/** Tells that somebody is here, once in a while, so that nothing locks under them, whatever happens to this computer's clock. */
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";

/** What is called at every input; it tells at the first, and again once `everyMs` passed by either clock. */
export function tellsActivity(clock: Clock, everyMs: number, tell: () => void): () => void {
  let next: Deadline | null = null;
  return () => {
    if (next !== null && leftUntil(clock, next) > 0) return;
    next = deadlineIn(clock, everyMs);
    tell();
  };
}
