/** Commands about acts that wait: for others, and for their person's second factor. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import type { HeldActs } from "../heads/held-acts.ts";
import { answerSecondFactor } from "./second-factor.ts";
import type { TeamArea } from "./team-area.ts";

/** Handlers of one unlocked profile. */
export function actHandlers(acts: Pick<HeldActs, "list" | "cancel" | "answered">, area: TeamArea) {
  return {
    "act.list": async () => ok(acts.list()),
    "act.cancel": async ({ act }) => acts.cancel(act),
    "account.stepUp": async ({ code }) => {
      const answered = await answerSecondFactor(area, code);
      if (!answered.ok) return answered;
      acts.answered();
      // What the server asked this app itself goes on too.
      area.requestSync();
      return answered;
    },
  } satisfies Partial<Handlers>;
}
