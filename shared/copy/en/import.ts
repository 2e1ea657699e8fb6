/** Words of import. */
import type { ColumnField, ImportFileKind } from "../../model/import-columns.ts";
import { counted } from "./counted.ts";
import { importRemarkWords } from "./import-remarks.ts";

const columnFieldWords: Record<ColumnField, string> = {
  title: "Title",
  url: "Website",
  username: "Username",
  password: "Password",
  totp: "One-time code",
  notes: "Notes",
  group: "Group",
  tags: "Tags",
  text: "A field of its own",
  hidden: "A hidden field of its own",
};

const notThis: Record<Exclude<ImportFileKind, "kdbx" | "latchkey" | "table">, string> = {
  "keepass-1": "This is a file of KeePass 1. Open it in KeePass 2 or KeePassXC, save it as KDBX, and choose that file.",
  workbook: "This is a spreadsheet. Save it as CSV first, then choose that file.",
  json: "This is a JSON file. Export your logins as CSV and choose that file. Exports of codes go into Codes, Add a code.",
  unknown: "This is neither a Latchkey archive, a KeePass file (KDBX) nor a table (CSV).",
};

type Brings = { code: boolean; websites: number; tags: number; fields: number; files: number; older: number };

export const importWords = {
  import: {
    title: "Import",
    fromKeepass: "Import from KeePass",
    fromArchive: "Import a Latchkey archive",
    archivePassphrase: "Passphrase of the archive",
    choose: "Choose a file, or drop it here",
    dropOver: "Drop a KeePass file, a CSV or a Latchkey archive to import it",
    dropBusy: "Finish or cancel the open import first",
    chooseNote:
      "KeePass (KDBX), CSV from a browser, a password manager or a spreadsheet, or a Latchkey archive. You see every row before anything is imported.",
    notThis,
    file: "Choose file",
    passphrase: "Passphrase of the file",
    noPassphrase: "It has no passphrase, only a key file",
    keyFile: "Key file",
    addKeyFile: "Add a key file",
    read: "Read the file",
    reading: "Reading the file",
    columnsTitle: "What are these columns?",
    tableFound: (rows: number, columns: number, encoding: string) =>
      `${counted(rows, "row", "rows")}, ${counted(columns, "column", "columns")}, ${encoding}. Read on this computer.`,
    hasHeader: "The first row has the names",
    column: "Column in the file",
    becomes: "Becomes",
    firstRows: "First rows",
    columnFields: columnFieldWords,
    leaveAway: "Leave out",
    showColumn: (column: string) => `Show the values of ${column}`,
    hideColumn: (column: string) => `Hide the values of ${column}`,
    emptyColumn: "empty",
    look: "Show every row",
    counts: { new: "new", same: "same, left alone", changed: "changed", not: "not taken" },
    summary: (entries: number, groups: number) =>
      `${counted(entries, "entry", "entries")} in ${counted(groups, "group", "groups")}, read on this computer`,
    group: "Group in the file",
    goes: "Goes to",
    skip: "Do not take",
    top: "(top of the file)",
    findVault: "Find or name a vault",
    newVault: (title: string) => `New vault “${title}”`,
    newVaultName: "Imported",
    eachVault: "Make a vault for each group",
    columns: { title: "Title", user: "Username", result: "Result", what: "What happens" },
    chosen: (taken: number, all: number) => `${taken.toLocaleString("en")} of ${all.toLocaleString("en")}`,
    chooseAll: "Take all rows shown",
    takeRow: (name: string) => `Take ${name}`,
    groupAway: "You left its group out",
    leftOut: "You left it out",
    stays: (vault: string) => `stays in ${vault}`,
    brings: ({ code, websites, tags, fields, files, older }: Brings): string[] => [
      ...(code ? ["code"] : []),
      ...(websites > 1 ? [counted(websites, "website", "websites")] : []),
      ...(tags > 0 ? [counted(tags, "tag", "tags")] : []),
      ...(fields > 0 ? [counted(fields, "field", "fields")] : []),
      ...(files > 0 ? [counted(files, "file", "files")] : []),
      ...(older > 0 ? [counted(older, "older value", "older values")] : []),
    ],
    will: "What happens",
    willMake: (titles: string[]) => {
      const shown = titles.slice(0, 5).join(", ");
      const names = titles.length > 5 ? `${shown} and ${titles.length - 5} more` : shown;
      const made = titles.length === 1 ? "1 vault is created" : `${titles.length} vaults are created`;
      return `${made}: ${names}. Only you are in ${titles.length === 1 ? "it" : "them"}; add people after.`;
    },
    readers: (readers: number) => `${readers} people`,
    willShare: (items: number, vault: string, readers: number) =>
      `${counted(items, "item goes", "items go")} to ${vault}. ${readers} people can open it.`,
    willSave: (added: number, changed: number) => {
      const all = added + changed;
      const saved = `${counted(all, "item is", "items are")} saved`;
      if (changed === 0) return `${saved}.`;
      return `${saved}: ${added.toLocaleString("en")} new, ${changed.toLocaleString("en")} updated where ${changed === 1 ? "it is" : "they are"}.`;
    },
    willSend: (size: string, left: string | null) =>
      left === null ? `Files: ${size}.` : `Files: ${size}, ${left} left on the server.`,
    tooMuch: (size: string, left: string) =>
      `Files: ${size}, only ${left} left for you on the server. Leave rows with files out, or ask your admin for space.`,
    willLeave: (same: number, not: number) =>
      `${[
        ...(same > 0 ? [`${same.toLocaleString("en")} ${same === 1 ? "stays as it is" : "stay as they are"}`] : []),
        ...(not > 0 ? [`${not.toLocaleString("en")} ${not === 1 ? "is" : "are"} not taken; the report says why`] : []),
      ].join(", ")}.`,
    take: (items: number, vaults: number) =>
      vaults === 0
        ? `Take ${counted(items, "item", "items")}`
        : `Create ${counted(vaults, "vault", "vaults")}, take ${counted(items, "item", "items")}`,
    taking: (done: number, total: number) => `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`,
    secondsLeft: (seconds: number) => `about ${seconds.toLocaleString("en")} s left`,
    takingNote: (done: number) =>
      `You can keep working. If you stop, the ${done.toLocaleString("en")} stay; the next run takes only the rest.`,
    takingShort: (done: number, total: number) =>
      `Importing ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`,
    showImport: "Show the import",
    doneAway: (added: number, changed: number) =>
      `Imported: ${added.toLocaleString("en")} added, ${changed.toLocaleString("en")} changed.`,
    stop: "Stop",
    stopping: "Stopping",
    done: "Imported",
    report: (added: number, changed: number, same: number) => {
      const counts = [
        ...(added > 0 ? [`${added.toLocaleString("en")} added`] : []),
        ...(changed > 0 ? [`${changed.toLocaleString("en")} changed`] : []),
        ...(same > 0 ? [`${same.toLocaleString("en")} left alone`] : []),
      ];
      return counts.length === 0 ? "Nothing was added or changed." : `${counts.join(", ")}.`;
    },
    copyReport: "Copy the report",
    reportCopied: "The report is copied.",
    remarked: "With a remark",
    moreLines: (count: number) => `${count.toLocaleString("en")} more; the copied report holds all of them.`,
    toItems: "Show the items",
    filters: { all: "All", new: "New", same: "Same", changed: "Changed", not: "Not taken" },
    search: "Search rows",
    wholeFile: "The file",
    remarks: importRemarkWords,
  },
};
