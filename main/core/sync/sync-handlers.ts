/** Commands about syncing. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import type { SyncLoop } from "./sync-loop.ts";

/** Handlers of one unlocked profile; `asked`: a person wants a round, which may need more than the loop's own. */
export function syncHandlers(loop: SyncLoop, asked: () => void) {
  return {
    "sync.now": async () => {
      asked();
      return ok(await loop.now());
    },
    "sync.status": async () => ok(loop.status()),
    "sync.resume": async () => ok(await loop.resume()),
  } satisfies Partial<Handlers>;
}
