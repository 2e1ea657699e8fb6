/** Words of the register of shared logins: why people share one, and who answers for it. */
import type { RegisterFilter, RegisterGap } from "../../model/register.ts";
import { counted } from "./counted.ts";

const filters: Record<RegisterFilter, string> = {
  all: "All",
  unanswered: "No reason or owner",
  missing: "Not complete",
  past: "Past",
  soon: "Due in 30 days",
  ends: "Ends",
};
const gaps: Record<RegisterGap, string> = {
  reason: "No reason",
  owner: "No owner",
  deputy: "No deputy",
  review: "No review date",
  "review-past": "Review is late",
  ended: "Has ended",
};

export const registerWords = {
  register: {
    why: "Why shared",
    title: "Shared logins",
    search: "Search shared logins",
    count: (logins: number) => counted(logins, "shared login", "shared logins"),
    complete: (logins: number, complete: number) =>
      logins === complete
        ? "all are complete; fewer is better"
        : `${complete.toLocaleString("en")} complete; fewer is better`,
    sinceAYear: (more: number) =>
      more === 0
        ? "As many as a year ago"
        : `${Math.abs(more).toLocaleString("en")} ${more < 0 ? "fewer" : "more"} than a year ago`,
    trend: (counts: string) => `Shared logins over the last year: ${counts}`,
    uncounted: (items: number) =>
      `${counted(items, "deleted item is", "deleted items are")} in no number: what it was cannot be said any more.`,
    export: "Export as CSV",
    exported: ({ name, logins, absent }: { name: string; logins: number; absent: number }) =>
      absent === 0
        ? `Saved ${counted(logins, "shared login", "shared logins")} as ${name}`
        : `Saved ${counted(logins, "shared login", "shared logins")} as ${name}. ${counted(absent, "item is", "items are")} not on this computer yet and not in it.`,
    absent: (items: number) => `${counted(items, "item is", "items are")} not on this computer yet and not counted.`,
    filters,
    gaps,
    login: "Login",
    reason: "Why not individual",
    reasonLabel: "Why individual accounts are not possible",
    reasonHint: "For example: the plan allows one account",
    owner: "Owner",
    deputy: "Deputy",
    alias: "Alias",
    aliasLabel: "Sign-up email address",
    review: "Next review",
    end: "Ends",
    endLabel: "Ends, if it does",
    nobody: "nobody",
    chooseNobody: "Nobody",
    status: "Status",
    say: "Say why",
    edit: "Edit why it is shared",
    unsaid: "Nobody has said yet why this is shared, and who answers for it.",
    dialogTitle: (title: string) => `Why is ${title} shared?`,
    done: "Save",
    saved: (title: string) => `Saved why ${title} is shared`,
    badDate: "Choose a day that is not over.",
    samePerson: "Choose somebody else, who is in the team.",
    tooLong: (characters: number) => `${counted(characters, "character", "characters")} too long`,
    needsOwner: "Choose an owner.",
    empty: "No shared logins",
    emptyNote: "Logins in vaults that several people open are listed here, with the reason and who answers for them.",
    none: "No shared login matches",
    more: (rows: number) => `Show ${counted(rows, "more login", "more logins")}`,
    open: (title: string) => `Open ${title}`,
    fill: (title: string) => `Say why ${title} is shared`,
  },
};
