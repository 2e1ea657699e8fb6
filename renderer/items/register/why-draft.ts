/** What stands in the dialog of the register, and what is wrong with it. Pure. */
import type { SharedLogin } from "../../../shared/contract/shapes.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { registerReasonChars } from "../../../shared/model/item-parts.ts";
import { dayOf, timeOf } from "./day-field.ts";

export type WhyDraft = { reason: string; owner: string; deputy: string; alias: string; review: string; end: string };
export type WhyFault = "owner" | "deputy" | "reason" | "alias" | "review" | "end";

/** As the item says it; a new one begins with `self` as owner. */
export function whyDraftOf(shared: SharedLogin | null, self: string): WhyDraft {
  return {
    reason: shared?.reason ?? "",
    owner: shared?.owner ?? self,
    deputy: shared?.deputy ?? "",
    alias: shared?.alias ?? "",
    review: dayOf(shared?.reviewAt ?? null),
    end: dayOf(shared?.end ?? null),
  };
}

/** As `item.save` takes it. */
export function sharedOf({ reason, owner, deputy, alias, review, end }: WhyDraft): SharedLogin {
  return {
    ...{ reason: reason.trim(), owner, deputy: deputy === "" ? null : deputy },
    alias: alias.trim() === "" ? null : alias.trim(),
    ...{ reviewAt: timeOf(review), end: timeOf(end) },
  };
}

/** So many characters are too many. */
export function whyExcess(field: "reason" | "alias", text: string): number {
  const most = field === "reason" ? registerReasonChars : limits.emailChars;
  return Math.max(0, text.trim().length - most);
}

type Against = { first: WhyDraft; now: number; isMember(user: string): boolean };

/** What keeps it from being saved. What is missing does not: it is said in the register until somebody knows. */
export function whyFaults(draft: WhyDraft, { first, now, isMember }: Against): WhyFault[] {
  const { owner, deputy, reason, alias } = draft;
  // A day that was over before it was opened may stay; a new one may not be.
  const isOver = (field: "review" | "end"): boolean =>
    draft[field] !== first[field] && draft[field] !== "" && (timeOf(draft[field]) ?? 0) <= now;
  const found: Record<WhyFault, boolean> = {
    owner: !isMember(owner),
    deputy: deputy !== "" && (deputy === owner || !isMember(deputy)),
    reason: whyExcess("reason", reason) > 0,
    alias: whyExcess("alias", alias) > 0,
    review: isOver("review"),
    end: isOver("end"),
  };
  return (Object.keys(found) as WhyFault[]).filter((field) => found[field]);
}
