/** Words of coverage: how many accounts have their second factor settled. */
import type { Standing, StandingReason } from "../../model/second-factor/state.ts";
import { counted } from "./counted.ts";

const standings: Record<Standing, [name: string, note: string]> = {
  settled: ["Settled", "code here, key, or SSO"],
  attention: ["Attention", "SMS only, or not offered"],
  unsettled: ["Unsettled", "not set up, or said too long ago"],
  unknown: ["Unknown", "nobody has said. Never counted as fine"],
};

const reasons: Record<StandingReason, string> = {
  "seed-here": "Code here",
  stated: "Said, and still fresh",
  "by-sso": "By SSO",
  exempt: "Exempt for now",
  "sms-only": "SMS only",
  "not-offered": "Not offered",
  "seed-missing": "The code is not here any more",
  "too-old": "Said over 100 days ago",
  "from-later": "Said with a clock that is ahead",
  "sso-unsettled": "The account that signs in is not settled",
  "exemption-ended": "The exemption has ended",
  "exemption-incomplete": "Waits for a second person to sign",
  "nobody-said": "Nobody has said how",
  "not-signed": "Not signed by the person it names",
};

const accounts = (count: number): string => counted(count, "account", "accounts");

export const coverageWords = {
  coverage: {
    table: "Table",
    title: "Coverage",
    views: "Views of tools",
    today: "Second factor today",
    settled: "settled",
    cannotSay: "cannot be said",
    nothing: "no accounts",
    ring: (settled: number, total: number) => `${settled.toLocaleString("en")} of ${accounts(total)} settled`,
    countedAt: (total: number, isComplete: boolean, at: string) =>
      `${isComplete ? accounts(total) : `At least ${accounts(total)}`}, counted on this computer at ${at}`,
    standings,
    reasons,
    orMore: (count: number) => `${count.toLocaleString("en")} or more`,
    open: (name: string, count: number) => `${name}: list ${accounts(count)}`,
    trend: "Two years",
    trendNote: "share of all accounts, by quarter",
    trendNow: "now",
    trendPoint: (quarter: string, share: string) => `${quarter}: ${share}`,
    percent: (share: number) => `${Math.floor(share * 100)} %`,
    quarter: (at: number) => {
      const date = new Date(at);
      return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
    },
    parts: { vaults: "By vault", groups: "By group", tools: "By tool", people: "By person" },
    partNotes: {
      vaults: "shared logins",
      groups: "own accounts of who is in them now",
      tools: "all accounts",
      people: "own accounts",
    },
    more: (count: number) => `Show ${count.toLocaleString("en")} more`,
    less: "Show fewer",
    noPart: "Nothing to count yet.",
    hiddenVault: "A vault that you cannot open",
    former: "No longer in the team",
    lostGroup: "A group without a name",
    open100: "What stands between you and 100 %",
    open100None: "Every account that could be counted is settled.",
    reading: "Some of it is still being read and counts as unknown until then.",
    hidden: (count: number) =>
      `Nothing is known of ${counted(count, "vault", "vaults")} that you cannot open. As long as that is so, no share can be said.`,
    missing: (count: number) =>
      `${counted(count, "letter", "letters")} in which others file facts did not come. What is shown of vaults that you cannot open may be older than it is.`,
    differs: (count: number) => `Of ${counted(count, "login", "logins")} something else was filed than is in the item.`,
    differsShow: "Show them",
    uncounted: (count: number) => `${counted(count, "login", "logins")} of which nothing is known yet`,
    firstTitle: "No accounts yet",
    firstNote: "Logins in shared vaults and people’s own accounts with tools are counted here once there are some.",
    list: "Accounts",
    listOf: (count: number, total: number) => `${count.toLocaleString("en")} of ${accounts(total)}`,
    all: "All",
    search: "Login, tool or person",
    none: "No account matches.",
    columns: {
      tool: "Tool",
      login: "Login",
      username: "Username",
      where: "Where",
      state: "Second factor",
      why: "Why",
      said: "Who said so",
    },
    own: (name: string) => `${name}’s own account`,
    hiddenLogin: "A login that you cannot open",
    noTool: "No tool",
    filed: (name: string) => `filed by ${name}’s app`,
    otherFiled: "Something else was filed",
    saidBy: (name: string, on: string) => `${name}, ${on}`,
    save: "Save as CSV",
    saved: (rows: number, name: string) => `Saved ${accounts(rows)} in ${name}`,
    csvNote: "The CSV has these columns and no secret. Nothing in it is a formula for a spreadsheet.",
    onlyDiffers: "Something else was filed",
    clear: "Show all",
  },
};
