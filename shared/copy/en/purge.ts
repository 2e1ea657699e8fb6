/** Deleting items of Trash forever. */
import { counted } from "./counted.ts";

const versions = (n: number): string => (n === 1 ? "its only version" : `all ${n} versions`);

export const purgeWords = {
  purge: {
    act: "Delete forever",
    title: (item: string) => `Delete “${item}” forever`,
    versions: (n: number) => `The item and ${versions(n)} are deleted. Nobody can restore them`,
    files: (n: number) => (n === 1 ? "Its file is deleted too" : `Its ${n} files are deleted too`),
    people: (readers: number) =>
      readers < 2 ? "Nobody else can open it" : `It is deleted for all ${readers} people who can open this vault`,
    copies: "Backups of the server from before still hold it, encrypted",
    youFrom: (when: string) => `You can delete it forever from ${when}, 30 days after it was deleted.`,
    othersFrom: (when: string | null, managers: readonly string[]) =>
      `${when === null ? "" : `From ${when} `}${managers.length === 0 ? "a manager" : managers.slice(0, 3).join(" or ")} can delete it forever.`,
    done: (item: string) => `${item} deleted forever`,
    version: "Deleted forever",
    several: "Delete forever…",
    noneDue:
      "None of them can be deleted forever by you yet: 30 days after they were deleted, a manager of their vault can",
    titleAll: (items: number) => `Delete ${counted(items, "item", "items")} forever`,
    versionsAll: (items: number) =>
      `${items === 1 ? "The item" : `All ${items} items`} and all their versions are deleted, for everybody. Nobody can restore them`,
    others: (items: number) =>
      `${counted(items, "other", "others")} stay: not 30 days in Trash yet, or in a vault that you do not manage`,
    word: "forever",
    type: "Type “forever” to confirm",
    doneAll: (items: number) => `${counted(items, "item", "items")} deleted forever`,
  },
};
