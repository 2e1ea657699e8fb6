/** Commands about acts that wait; none can be queued yet. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { fail, ok } from "../../../shared/failures.ts";

/** Handlers of one unlocked profile. */
export function actHandlers() {
  return {
    "act.list": async () => ok([]),
    "act.cancel": async () => fail("not-found"),
  } satisfies Partial<Handlers>;
}
