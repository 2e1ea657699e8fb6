/** Commands about acts that wait for others. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import type { HeldActs } from "../heads/held-acts.ts";

/** Handlers of one unlocked profile. */
export function actHandlers(acts: Pick<HeldActs, "list" | "cancel">) {
  return {
    "act.list": async () => ok(acts.list()),
    "act.cancel": async ({ act }) => acts.cancel(act),
  } satisfies Partial<Handlers>;
}
