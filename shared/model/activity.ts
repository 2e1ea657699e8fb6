/** What an event of the activity tells of, by its type, and under which heading people look for it. An unknown type is of a newer version. */

/** Headings, in the order in which they are offered. */
export const activityGroups = ["secrets", "changes", "access", "account", "unlocks"] as const;
export type ActivityGroup = (typeof activityGroups)[number];

type Rule = { group: ActivityGroup; subject: "user" | "group" | "invite" | "vault" | null };

const ofItems = (group: ActivityGroup) => ({ group, subject: null }) satisfies Rule;
const access = <Subject extends Rule["subject"]>(subject: Subject) => ({ group: "access", subject }) as const;

export const activityTypes = {
  "secret-shown": ofItems("secrets"),
  "secret-copied": ofItems("secrets"),
  "code-shown": ofItems("secrets"),
  "code-copied": ofItems("secrets"),
  "code-asked": { group: "secrets", subject: "user" },
  "code-handed": { group: "secrets", subject: "user" },
  "code-refused": { group: "secrets", subject: "user" },
  "file-saved": ofItems("secrets"),
  "items-exported": ofItems("secrets"),
  "item-saved": ofItems("changes"),
  "item-duplicated": ofItems("changes"),
  "item-deleted": ofItems("changes"),
  "item-restored": ofItems("changes"),
  "item-purged": ofItems("changes"),
  "conflict-settled": ofItems("changes"),
  "recovery-code-used": ofItems("changes"),
  "recovery-code-freed": ofItems("changes"),
  "file-added": ofItems("changes"),
  "file-removed": ofItems("changes"),
  "items-imported": { group: "changes", subject: null },
  "items-moved": access("vault"),
  "items-shared": access(null),
  "vault-made": access(null),
  "vault-renamed": access(null),
  "vault-archived": access(null),
  "vault-restarted": access(null),
  "vault-left": access("user"),
  "access-changed": access("user"),
  "group-access-changed": access("group"),
  "invite-made": access(null),
  "invite-cancelled": access("invite"),
  "invite-copied": access("invite"),
  "invite-compared": access(null),
  "member-removed": access("user"),
  "role-changed": access("user"),
  "number-compared": access("user"),
  "activity-exported": { group: "account", subject: null },
  "register-exported": { group: "account", subject: null },
  "coverage-exported": { group: "account", subject: null },
  "name-asked": { group: "account", subject: null },
  "name-answered": access(null),
  "group-made": access(null),
  "group-changed": access("group"),
  "computer-linked": access(null),
  "computer-added": access(null),
  "computer-revoked": access(null),
  "recovery-sheet-made": access(null),
  "recovery-sheet-kept": access(null),
  "recovery-people-chosen": access(null),
  "recovery-help-begun": access("user"),
  "recovery-help-given": access(null),
  "recovery-confirmed": access(null),
  "recovery-stopped": access(null),
  "history-chosen": access("user"),
  "second-factor-set": access(null),
  "rules-changed": access(null),
  "rules-signed": access(null),
  "rules-refused": access(null),
  "second-factor-answered": { group: "account", subject: null },
  "second-factor-released": access("user"),
  "tool-saved": { group: "changes", subject: null },
  "tool-archived": { group: "changes", subject: null },
  "tool-merged": { group: "changes", subject: null },
  "tools-added": { group: "changes", subject: null },
  "tool-account-saved": { group: "changes", subject: "user" },
  "tool-account-stated": { group: "changes", subject: null },
  "tool-account-removed": { group: "changes", subject: null },
  "passphrase-changed": { group: "account", subject: null },
  "passphrase-asked": { group: "account", subject: null },
  "sheet-shown": { group: "account", subject: null },
  "file-put-back": { group: "account", subject: null },
  "unlock-failed": { group: "unlocks", subject: null },
} as const satisfies Record<string, Rule>;
export type ActivityType = keyof typeof activityTypes;

/** Tells that the act of an earlier event failed; it is shown with that one. */
export const failedType = "failed";

/** The row of a type that this version knows. */
export function activityRule(type: string): Rule | null {
  return Object.hasOwn(activityTypes, type) ? activityTypes[type as ActivityType] : null;
}
