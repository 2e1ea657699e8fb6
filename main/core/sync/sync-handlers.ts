/** Commands about syncing. */
import type { Handlers } from "../../../shared/contract/handlers.ts";
import { ok } from "../../../shared/failures.ts";
import type { SyncLoop } from "./sync-loop.ts";

/** Handlers of one unlocked profile. */
export function syncHandlers(loop: SyncLoop) {
  return {
    "sync.now": async () => ok(await loop.now()),
    "sync.status": async () => ok(loop.status()),
    "sync.resume": async () => ok(await loop.resume()),
  } satisfies Partial<Handlers>;
}
