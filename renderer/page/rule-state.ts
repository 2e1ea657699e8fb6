/** What the rule about sessions says, in a word or two. */
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";

/** `off`, `on`, `on from 3 Dec`. */
export function ruleState({ asked, from }: TeamRules["sessions"]): string {
  return words.rules.is(asked, from !== null && from > Date.now() ? shortDay(from) : null);
}

/** What a change of the rules would change. */
export function rulesIn({ sessions, cosigned }: QueuedAct): string {
  const parts = [
    ...(sessions === undefined ? [] : [words.rules.wanted(ruleState(sessions))]),
    ...(cosigned === undefined ? [] : [words.cosign.wanted.twoFor(cosigned.map((type) => words.cosign.acts[type]))]),
  ];
  return parts.length === 0 ? words.cosign.wanted.policy : parts.join(". ");
}
