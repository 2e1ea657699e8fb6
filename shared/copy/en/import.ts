/** Words of import. */
import { counted } from "./counted.ts";
import { importRemarkWords } from "./import-remarks.ts";

export const importWords = {
  import: {
    title: "Import from KeePass",
    choose: "Choose a KDBX file, or drop it here",
    chooseNote: "It is read on this computer. You see every row before anything is imported.",
    file: "Choose file",
    passphrase: "Passphrase of the file",
    noPassphrase: "It has no passphrase, only a key file",
    keyFile: "Key file",
    addKeyFile: "Add a key file",
    read: "Read the file",
    reading: "Reading the file",
    counts: { new: "new", same: "same, left alone", changed: "changed", not: "not taken" },
    summary: (entries: number, groups: number) =>
      `${counted(entries, "entry", "entries")} in ${counted(groups, "group", "groups")}, read on this computer`,
    group: "Group in the file",
    goes: "Goes to",
    skip: "Do not take",
    top: "(top of the file)",
    columns: { title: "Title", user: "Username", result: "Result", what: "What happens" },
    take: (n: number) => `Take ${counted(n, "item", "items")}`,
    taking: (done: number, total: number) => `${done} of ${total}`,
    takingNow: "taken",
    takingNote: (done: number) => `If you stop, the ${done} stay; the next run takes only the rest.`,
    stop: "Stop",
    stopping: "Stopping",
    done: "Imported",
    report: (added: number, changed: number, same: number) => `${added} added, ${changed} changed, ${same} left alone.`,
    toItems: "Show the items",
    filters: { all: "All", new: "New", same: "Same", changed: "Changed", not: "Not taken" },
    search: "Search rows",
    wholeFile: "The file",
    remarks: importRemarkWords,
  },
};
