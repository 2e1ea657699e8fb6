/** What stands of a login's second factor, in words. */
import type { FactorShape } from "../../shared/contract/item-factor.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";

/** Who said what and when, and what that counts for. */
export function whyItStands({ reason, stated, until }: FactorShape, nameOf: (user: string) => string): string {
  const end = shortDay(until ?? stated?.until ?? 0);
  return words.loginFactor.reasons[reason](stated === null ? "" : whoSaid(stated, nameOf), end);
}

function whoSaid(stated: NonNullable<FactorShape["stated"]>, nameOf: (user: string) => string): string {
  const { state, by, at, approver, reason } = stated;
  const { said, states, exemptionOf } = words.loginFactor;
  if (state === "exempt") return exemptionOf(nameOf(by), nameOf(approver ?? ""), reason ?? "");
  if (state === "unknown" && reason !== null) return words.gate.declined(nameOf(by), reason, shortDay(at));
  return said(nameOf(by), states[state], shortDay(at));
}

/** What the catalogue read that a tool offers, each in a word; null: nobody read it. */
export function offeredWords({ methods, hasPasskeys }: NonNullable<FactorShape["about"]>): string[] | null {
  if (methods === null && hasPasskeys === null) return null;
  const names: Record<string, string> = words.loginFactor.methods;
  const all = [...(methods ?? []), ...(hasPasskeys === true ? ["passkey"] : [])];
  return all.map((method) => names[method] ?? method);
}
