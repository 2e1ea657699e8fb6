/** Commands about acts that wait: for others, for their person's second factor, and for keys to be compared. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import type { HeldActs } from "../heads/held-acts.ts";
import { verifyMember } from "./safety.ts";
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
      acts.answered("step-up");
      // What the server asked this app itself goes on too.
      area.requestSync();
      return answered;
    },
    "member.verify": async (input) => {
      const compared = await verifyMember(area, input);
      if (compared.ok) acts.answered("key-changed");
      // What waited for it goes out by itself.
      area.requestSync();
      return compared;
    },
  } satisfies Partial<Handlers>;
}
