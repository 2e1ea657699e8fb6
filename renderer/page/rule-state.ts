/** What the team's rules say, in a word or two. */
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";

/** `off`, `on`, `on from 3 Dec`. */
export function ruleState({ asked, from }: TeamRules["sessions"]): string {
  return words.rules.is(asked, from !== null && from > Date.now() ? shortDay(from) : null);
}

/** `Off`, `Require, for all shared logins`. */
export function gateState({ mode, scope }: TeamRules["secondFactor"]): string {
  const { gate } = words;
  if (mode === "off") return gate.modes.off;
  return gate.is(gate.modes[mode], scopeWords(scope));
}

function scopeWords(scope: TeamRules["secondFactor"]["scope"]): string {
  const { all, vault, tool, class: ofClass, mixed } = words.gate.scopes;
  const kinds = new Set(scope.map(({ kind }) => kind));
  if (kinds.has("all")) return all;
  const [only] = kinds;
  if (kinds.size !== 1 || only === undefined || only === "all") return mixed;
  if (only === "class") {
    const names: Record<string, string> = words.tools.dataClasses;
    return ofClass(scope.map(({ id }) => (names[id ?? ""] ?? "").toLowerCase()).join(", "));
  }
  return only === "vault" ? vault(scope.length) : tool(scope.length);
}

/** What a change of the rules would change. */
export function rulesIn({ sessions, secondFactor, cosigned }: QueuedAct): string {
  const parts = [
    ...(secondFactor === undefined ? [] : [words.gate.wanted(gateState(secondFactor))]),
    ...(sessions === undefined ? [] : [words.rules.wanted(ruleState(sessions))]),
    ...(cosigned === undefined ? [] : [words.cosign.wanted.twoFor(cosigned.map((type) => words.cosign.acts[type]))]),
  ];
  return parts.length === 0 ? words.cosign.wanted.policy : parts.join(". ");
}
