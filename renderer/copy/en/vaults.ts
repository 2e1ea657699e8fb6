/** Words of vaults. */
import { counted } from "./counted.ts";

export const vaultsWords = {
  vault: {
    only: (n: number, items: number) =>
      `Only ${n === 1 ? "you" : `these ${n} people`} can open the ${counted(items, "item", "items")} in here.`,
    note: "Whoever you add can read all of it at once, and keeps what they copy.",
    columns: { people: "People", may: "May", until: "Until", key: "Key" },
    noEnd: "no end",
    holds: "holds the key",
    add: "Add people",
    addDone: (name: string) => `Add ${name}`,
    search: "Search people",
    everybody: "Everybody is in here already.",
    may: "May",
    until: "Until",
    use: "use",
    edit: "edit",
    manage: "manage",
    addNote: (items: number) => `They can open ${counted(items, "item", "items")}.`,
    archive: "Archive…",
    archiveTitle: (title: string) => `Archive ${title}`,
    archiveFacts: [
      "Nobody can change anything in it any more",
      "Everybody who can open it still can",
      "Nothing is deleted",
    ],
    archiveDone: "Archive vault",
    archived: "Archived",
    rename: "Rename",
    newItem: "New item",
    lowerTitle: (name: string, vault: string) => `Take ${name} out of ${vault}`,
    lowerFacts: (name: string, items: number) => [
      `${name} gets nothing more from this vault, from now on`,
      "The vault gets a new key, by itself",
      `What ${name} saw of ${counted(items, "item", "items")} is known: change those passwords`,
    ],
    lowerDone: (name: string) => `Take ${name} out`,
    create: "New vault",
    createTitle: "Title",
    createNote: "Only the people in it read its title.",
    createDone: "Create vault",
    stopped: "Stopped",
    keyPending: "Waits for a key",
  },
};
