/** Words of settling a conflict, of what waits for somebody, and of older versions. */
import { counted } from "./counted.ts";
import { lower } from "./listed.ts";

/** `who` is null for the person who reads it. */
const owned = (who: string | null, field: string): string => `${who === null ? "your" : `${who}’s`} ${lower(field)}`;

export const settleWords = {
  settle: {
    valueOf: (who: string | null, field: string) => {
      const text = owned(who, field);
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
    keep: (who: string | null, field: string) => `Keep ${owned(who, field)}`,
    keepAnother: (field: string) => `Save this ${lower(field)}`,
    keepItem: "Keep this item",
    another: "Another value",
    anotherNote: "made of both, or a new one",
    startWith: (who: string | null, field: string) => `Start with ${owned(who, field)}`,
    note: "The other value stays under Older values. Everybody who can open this item sees your choice.",
    used: {
      copied: (when: string) => `You copied it on ${when}`,
      shown: (when: string) => `You looked at it on ${when}`,
    },
  },
  needs: {
    title: "Needs you",
    count: (n: number) => `Needs you (${n})`,
    search: "Search what needs you",
    none: "Nothing needs you",
    noneNote: "Conflicts, changes that cannot be sent and what you typed and did not save appear here.",
    groups: { conflict: "Choose a value", unsent: "Find a place for your change", damaged: "Cannot be read" },
    row: {
      conflict: ({ others }: { others: number }) => counted(others, "other value kept", "other values kept"),
      unsent: () => "Your change cannot be sent",
      damaged: ({ who }: { who: string }) => `Saved by ${who}`,
    } as Record<"conflict" | "unsent" | "damaged", (of: { others: number; who: string }) => string>,
    typed: "Typed, not saved",
    goOn: "Continue",
    note: "Nothing that somebody typed is lost. What you settle leaves this list at once, for everybody who can edit it.",
  },
  askAgain: {
    title: "Enter your passphrase",
    note: "This item asks for it before it shows or copies a value. It then stays open for a minute.",
    done: "Continue",
    setting: "Ask for the passphrase again",
    show: "Show code",
  },
  versions: {
    title: (when: string) => `Version of ${when}`,
    by: (who: string, when: string) => `${who} saved it on ${when}`,
    before: "Then",
    now: "Now",
    same: "the same",
    none: "empty",
    field: "Field",
    close: "Close",
    restore: "Restore this version…",
    restoreTitle: (title: string, when: string) => `Restore ${title} as of ${when}`,
    restoreNew: (number: number) => `This makes a new version, number ${number}`,
    restoreKept: "All versions in between stay in History",
    restoreDone: "Restore version",
    note: "To use a single value, copy it with the button beside it.",
    damaged: "This version cannot be read",
    damagedNote: (who: string) => `${who} saved it. Ask them what changed in it.`,
    changed: (fields: string[]) => {
      const [first, ...others] = fields;
      const text = [first, ...others.map(lower)].join(", ");
      return `${text} changed`;
    },
    inOne: ([first = "", ...others]: string[]) => [first, ...others.map(lower)].join(", "),
    filesStay: "Files stay as they are now. To have an older one back, save it and add it again.",
    conflictKept: "Conflict: both values kept",
    conflictSettled: "Conflict settled",
    fromTrash: "Restored from Trash",
    unchanged: "Saved without a change",
  },
};
