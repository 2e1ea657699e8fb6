/** Commands about acts that wait: for others, for their signature, for their person's second factor, for keys to be compared; and about signing for others. */
import type { Handlers } from "../../../shared/contract/commands.ts";
import { ok } from "../../../shared/failures.ts";
import type { HeldActs } from "../heads/held-acts.ts";
import { listRequests, refuseRequest, signRequest } from "./cosign-requests.ts";
import type { CosignedActs } from "./cosigned-acts.ts";
import { verifyMember } from "./safety.ts";
import { answerSecondFactor } from "./second-factor.ts";
import type { TeamArea } from "./team-area.ts";

/** Handlers of one unlocked profile. */
export function actHandlers(
  acts: Pick<HeldActs, "list" | "cancel" | "answered">,
  cosigned: Pick<CosignedActs, "list" | "cancel" | "answered">,
  area: TeamArea,
) {
  return {
    "act.list": async () => ok([...acts.list(), ...(await cosigned.list())]),
    "act.cancel": async ({ act }) => {
      const cancelled = cosigned.cancel(act);
      return cancelled.ok || cancelled.failure.code !== "not-found" ? cancelled : acts.cancel(act);
    },
    "cosign.list": () => listRequests(area),
    "cosign.sign": ({ request }) => signRequest(area, request),
    "cosign.refuse": ({ request }) => refuseRequest(area, request),
    "account.stepUp": async ({ code }) => {
      const answered = await answerSecondFactor(area, code);
      if (!answered.ok) return answered;
      acts.answered("step-up");
      cosigned.answered("step-up");
      // What the server asked this app itself goes on too.
      area.requestSync();
      return answered;
    },
    "member.verify": async (input) => {
      const compared = await verifyMember(area, input);
      if (compared.ok) {
        acts.answered("key-changed");
        cosigned.answered("key-changed");
      }
      // What waited for it goes out by itself.
      area.requestSync();
      return compared;
    },
  } satisfies Partial<Handlers>;
}
