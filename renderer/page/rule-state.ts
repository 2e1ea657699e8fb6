/** What the rule about sessions says, in a word or two. */
import type { TeamRules } from "../../shared/contract/policy.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";

/** `off`, `on`, `on from 3 Dec`. */
export function ruleState({ asked, from }: TeamRules["sessions"]): string {
  return words.rules.is(asked, from !== null && from > Date.now() ? shortDay(from) : null);
}
