/** What the team's rules say, in a word or two. */
import type { RuleChange, TeamRules } from "../../shared/contract/policy.ts";
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

/** A change that somebody wants, as a sentence. */
export function wantedRule(change: RuleChange): string {
  if ("secondFactor" in change) return words.gate.wanted(gateState(change.secondFactor));
  return words.rules.wanted(ruleState(change.sessions));
}

/** Which of the rules an act that waits would change; null: none. */
export function ruleOf({ sessions, secondFactor }: Partial<TeamRules>): RuleChange | null {
  if (secondFactor !== undefined) return { secondFactor };
  return sessions === undefined ? null : { sessions };
}

type Both = Pick<TeamRules, "secondFactor" | "sessions">;
export type RuleLine = { name: string; sentence: string; before: string; after: string };

/** What differs, a line for each. */
export function ruleLines(before: Both, after: Both): RuleLine[] {
  const lines = [
    line(words.rules.wants, words.rules.request.what, [ruleState(before.sessions), ruleState(after.sessions)]),
    line(words.gate.title, words.gate.what, [gateState(before.secondFactor), gateState(after.secondFactor)]),
  ];
  const isSame = [before.sessions, before.secondFactor].map(
    (one, at) => JSON.stringify(one) === JSON.stringify([after.sessions, after.secondFactor][at]),
  );
  return lines.filter((_, at) => !isSame[at]);
}

function line(name: string, what: (before: string, after: string) => string, [before, after]: [string, string]) {
  return { name, sentence: what(before, after), before, after };
}
