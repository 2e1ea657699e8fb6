/** Words of the activity: what was done, event by event, and what is missing. */
import type { ActivityGroup, ActivityType } from "../../model/activity.ts";
import { counted } from "./counted.ts";

/** What a line can name, as people read it. */
export type ActivityFacts = {
  /** Title, or how many. */
  items: string;
  vault: string;
  /** Person, group, invite or vault that it was done to; null where it names none. */
  subject: string | null;
  /** A permission or a role, by its name in the protocol; null where it was taken. */
  right: string | null;
  field: string;
  count: number;
  since: string | null;
};
/** What was done, and to what: the middle stands out. It begins with a verb: before it stands who did it, where more than one person is listed. */
export type Said = [did: string, what?: string, rest?: string];

const lets = new Map([
  ["use", "view"],
  ["edit", "edit"],
  ["manage", "manage"],
]);
const roles = new Map([
  ["member", "Member"],
  ["lead", "Lead"],
  ["admin", "Admin"],
  ["auditor", "Auditor"],
]);

const changedAccess = (who: string, { right, vault }: ActivityFacts): Said =>
  right === null ? [`Removed ${who} from`, vault] : [`Let ${who} ${lets.get(right) ?? "open"}`, vault];

const said: Record<ActivityType, (facts: ActivityFacts) => Said> = {
  "secret-shown": ({ field, items }) => [`Opened the ${field} of`, items],
  "secret-copied": ({ field, items }) => [`Copied the ${field} of`, items],
  "code-shown": ({ items }) => ["Opened the code of", items],
  "code-copied": ({ items }) => ["Copied the code of", items],
  "code-asked": ({ items, subject }) => [`Asked ${subject ?? "somebody"} for a code of`, items],
  "code-handed": ({ items, subject }) => [`Handed ${subject ?? "somebody"} a code of`, items],
  "code-refused": ({ items, subject }) => [`Declined to hand ${subject ?? "somebody"} a code of`, items],
  "file-saved": ({ items }) => ["Saved a file of", items],
  "items-exported": ({ count }) => [`Exported ${counted(count, "item", "items")} into an archive`],
  "item-saved": ({ items, count }) => (count === 0 ? ["Added an item"] : ["Changed", items]),
  "item-duplicated": ({ items }) => ["Duplicated", items],
  "item-deleted": ({ items }) => ["Deleted", items],
  "item-restored": ({ items }) => ["Restored", items],
  "item-purged": ({ items }) => ["Deleted forever:", items],
  "conflict-settled": ({ items }) => ["Settled a conflict in", items],
  "recovery-code-used": ({ items }) => ["Marked a recovery code as used in", items],
  "recovery-code-freed": ({ items }) => ["Marked a recovery code as not used in", items],
  "file-added": () => ["Added a file to an item"],
  "file-removed": ({ items }) => ["Removed a file of", items],
  "items-imported": () => ["Imported items"],
  "items-moved": ({ items, subject }) => ["Moved", items, `to ${subject ?? "another vault"}`],
  "items-shared": ({ items }) => ["Moved", items, "to a new vault"],
  "vault-made": () => ["Created a vault"],
  "vault-renamed": ({ vault }) => ["Renamed", vault],
  "vault-archived": ({ vault }) => ["Archived", vault],
  "vault-restarted": ({ vault }) => ["Restarted", vault],
  "vault-left": ({ vault }) => ["Left", vault],
  "access-changed": (facts) => changedAccess(facts.subject ?? "somebody", facts),
  "group-access-changed": (facts) => changedAccess(facts.subject ?? "a group", facts),
  "invite-made": () => ["Created an invite"],
  "invite-cancelled": () => ["Cancelled an invite"],
  "invite-copied": () => ["Copied an invite"],
  "invite-compared": () => ["Let somebody in after comparing codes"],
  "member-removed": ({ subject }) => ["Removed", subject ?? "somebody", "from the team"],
  "role-changed": ({ subject, right }) => [
    "Gave",
    subject ?? "somebody",
    `the role ${roles.get(right ?? "") ?? "of a newer Latchkey"}`,
  ],
  "number-compared": ({ subject }) => ["Compared the safety number of", subject ?? "somebody"],
  "activity-exported": () => ["Saved the activity as a file"],
  "register-exported": () => ["Saved the list of shared logins as a file"],
  "coverage-exported": () => ["Saved the list of accounts and their second factors as a file"],
  "name-asked": () => ["Asked for another name"],
  "name-answered": () => ["Answered a request for another name"],
  "group-made": () => ["Created a group"],
  "group-changed": ({ subject }) => ["Changed the group", subject ?? ""],
  "computer-linked": () => ["Began to add a computer"],
  "computer-added": () => ["Added a computer"],
  "computer-revoked": () => ["Removed a computer from the team"],
  "recovery-sheet-made": () => ["Made a recovery sheet"],
  "recovery-sheet-kept": () => ["Put a recovery sheet into force"],
  "recovery-people-chosen": () => ["Chose people for a recovery"],
  "recovery-help-begun": ({ subject }) => ["Began to help", subject ?? "somebody", "with a recovery"],
  "recovery-help-given": () => ["Gave a share for a recovery"],
  "recovery-confirmed": () => ["Confirmed a recovery"],
  "recovery-stopped": () => ["Stopped a recovery"],
  "history-chosen": ({ subject }) => ["Went over to the other history of the team with", subject ?? "somebody"],
  "second-factor-set": () => ["Set up a second factor"],
  "rules-changed": () => ["Changed the team’s rules"],
  "rules-signed": () => ["Signed what another person wants to do"],
  "rules-refused": () => ["Refused to sign what another person wants to do"],
  "second-factor-answered": () => ["Typed a code of the second factor"],
  "second-factor-released": ({ subject }) => ["Let", subject ?? "somebody", "set up their second factor again"],
  "tool-saved": () => ["Changed a tool"],
  "tool-archived": () => ["Archived a tool, or brought it back"],
  "tool-merged": () => ["Merged two tools"],
  "tools-added": ({ count }) => [`Added ${counted(count, "tool", "tools")}`],
  "tool-account-saved": ({ subject }) =>
    subject === null ? ["Changed an account with a tool"] : ["Added an account with a tool for", subject],
  "tool-account-stated": () => ["Said how an own account stands"],
  "tool-account-removed": () => ["Removed an account with a tool"],
  "passphrase-changed": () => ["Changed the passphrase"],
  "passphrase-asked": ({ items, count }) =>
    count === 0 ? ["Typed the passphrase again"] : ["Typed the passphrase again for", items],
  "sheet-shown": () => ["Opened the device sheet"],
  "file-put-back": () => ["Found an older copy of the computer’s file in its place"],
  "unlock-failed": ({ count, since }) => [
    "Failed to unlock",
    counted(count, "time", "times"),
    since === null ? "" : `since ${since}`,
  ],
};

const groups: Record<ActivityGroup, string> = {
  secrets: "Secrets opened",
  changes: "Changes",
  access: "Access",
  account: "This computer",
  unlocks: "Failed unlocks",
};

type Saved = { events: number; gaps: number; name: string; place: "chosen" | "downloads" };

export const activityWords = {
  activity: {
    search: "Search activity",
    note: {
      computer:
        "What was done on this computer. Admins and auditors of your team see it too, without titles of what they cannot open.",
      team: "What everybody did, as their computers sent it. Only admins and auditors see this.",
    },
    person: "Person",
    everybody: "Everybody",
    /** Who is not in the list of people. */
    somebody: "Somebody who left",
    events: (count: number, days: number) => `${count === 1 ? "event" : "events"} in ${days} days`,
    perDay: (days: number) => `Events a day in the last ${days} days`,
    today: "Today",
    yesterday: "Yesterday",
    todayMark: "today",
    filters: "Show",
    all: "All",
    groups,
    gaps: "Gaps",
    range: "Time",
    save: "Save as a file",
    asTable: "CSV, for a spreadsheet",
    asLines: "JSON Lines",
    saved: ({ events, gaps, name, place }: Saved) =>
      `${counted(events, "event", "events")}${gaps === 0 ? "" : ` and ${counted(gaps, "gap", "gaps")}`} saved as “${name}”${place === "downloads" ? " in Downloads" : ""}`,
    lastDays: (days: number) => `Last ${days} days`,
    list: "Events",
    said,
    unknown: "Did something that a newer Latchkey wrote down",
    failed: "Failed",
    wrongPassphrase: "Wrong passphrase",
    asked: "Asked for the passphrase",
    anItem: "an item",
    aVault: "a vault",
    items: (n: number) => counted(n, "item", "items"),
    none: (days: number) => `Nothing was done on this computer in the last ${days} days.`,
    noneInTeam: (days: number) => `Nothing came from anybody’s computer in the last ${days} days.`,
    noneOf: (group: string, days: number) => `Nothing under “${group}” in the last ${days} days.`,
    noneFound: (text: string) => `Nothing matches “${text}”.`,
    gap: (from: number, to: number) =>
      from === to
        ? `Number ${from.toLocaleString("en")} is missing`
        : `Numbers ${from.toLocaleString("en")} to ${to.toLocaleString("en")} are missing`,
    gapDamaged: (from: number, to: number) =>
      from === to
        ? `Number ${from.toLocaleString("en")} is damaged`
        : `Numbers ${from.toLocaleString("en")} to ${to.toLocaleString("en")} are damaged`,
    gapTwice: (from: number, to: number) =>
      from === to
        ? `Two events for number ${from.toLocaleString("en")}`
        : `Two events for each of the numbers ${from.toLocaleString("en")} to ${to.toLocaleString("en")}`,
    gapApart: (from: number) => `Number ${from.toLocaleString("en")} does not follow the one before`,
    gapWhy: {
      missing: "Written down here and no longer in this computer’s file.",
      damaged: "What this computer’s file holds there is not what was written down.",
    },
    gapWhyOfOthers: {
      missing: "They did not come here: they were lost, or held back.",
      damaged: "What came is not what was written down.",
      twice: "An older copy of that computer’s file was used, or what it tells was changed.",
      apart: "What was written down there before was changed.",
    },
    gapLabel: "Gap",
    detail: {
      who: "Who",
      came: "Arrived here",
      late: "It came here after they or their computer had left.",
      what: "What",
      items: "Items",
      more: (n: number) => `and ${n.toLocaleString("en")} more`,
      vault: "Vault",
      version: "Version",
      when: "When",
      failed: "Failed",
      fault: "The fault is in Latchkey.",
      number: "Number",
      numberOf: (n: number) => `${n.toLocaleString("en")} on this computer`,
      numberOfTheirs: (n: number, computer: number | null) =>
        `${n.toLocaleString("en")} on their computer${computer === null ? "" : ` ${computer}`}`,
      after: "After",
      beginning: "The beginning",
    },
    open: "Show in Items",
    fields: {
      ...{ password: "password", notes: "notes", totp: "code’s key", field: "field", detail: "detail" },
      ...{ code: "recovery code", history: "older value", conflict: "other value", username: "username" },
      ...{ title: "title", url: "website", link: "link", other: "value" },
    } as Record<string, string>,
  },
};
