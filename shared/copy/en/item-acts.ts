/** Words of what is done with items from their list: menus, moving, sharing, several at once, Trash. */
import { counted } from "./counted.ts";

const items = (n: number) => counted(n, "item", "items");
const people = (n: number) => counted(n, "person", "people");

export const itemActsWords = {
  listOrder: {
    sort: "Sort",
    by: { title: "By title", changed: "By last change", created: "By creation", used: "By last use" },
    recent: "Recently used",
    others: "A to Z",
  },
  itemActs: {
    of: (title: string) => `Actions for ${title}`,
    duplicate: "Duplicate",
    duplicated: (title: string) => `${title} duplicated`,
    copyLink: "Copy link to this item",
    link: "Link",
    favour: "Add to favourites",
    unfavour: "Remove from favourites",
    favourites: "Favourites",
    searchFavourites: "Search favourites",
    noFavourites: "No favourites yet",
    noFavouritesNote: "Use the star of an item, or press F in the list. They are the same on each of your computers.",
    share: "Share…",
    move: "Move to another vault…",
    remove: "Move to Trash",
    copiedOf: (field: string, title: string) => (title === "" ? `${field} copied` : `${field} of ${title} copied`),
    moveTitle: (title: string) => `Move ${title} to another vault`,
    moveManyTitle: (n: number) => `Move ${items(n)} to another vault`,
    shareTitle: (title: string) => `Share ${title}`,
    shareNote: "An item is shared by its vault: it moves into one that others can open too.",
    nowIn: (vault: string, readers: number) =>
      readers < 2
        ? `Now in ${vault}, where only you can open it.`
        : `Now in ${vault}, where ${people(readers)} can open it.`,
    nowInMany: (vaults: number) => `Now in ${counted(vaults, "vault", "vaults")}.`,
    to: "To",
    target: (vault: string, count: number, readers: number) => `${vault} (${items(count)}, ${people(readers)})`,
    newVault: "New vault…",
    newVaultTitle: "Name of the new vault",
    newVaultPeople: "People who can view it",
    newVaultNote: "You manage the vault and can change permissions later.",
    gain: (n: number) => (n === 0 ? "Nobody gains access" : `${people(n)} ${n === 1 ? "gains" : "gain"} access`),
    lose: (n: number) => (n === 0 ? "Nobody loses access" : `${people(n)} ${n === 1 ? "loses" : "lose"} access`),
    more: (n: number) => `and ${n} more`,
    had: (until: string) => `had it until ${until}`,
    keep: (names: string) => `${names} can open it before and after.`,
    linkStays: "Its link keeps working for those who can open it after the move",
    versionsStay: (vault: string) => `Its versions until today stay in Trash of ${vault}`,
    versionsStayMany: "Their versions until today stay in Trash of the vaults that they leave",
    known: (title: string) =>
      `Those who lose access could have seen the password. If that matters, change it at ${title} after the move.`,
    knownMany: "Those who lose access could have seen the passwords. If that matters, change them after the move.",
    moveDone: (title: string) => `Move ${title}`,
    moveManyDone: (n: number) => `Move ${items(n)}`,
    shareDone: (title: string) => `Share ${title}`,
    moved: (what: string, vault: string) => `${what} moved to ${vault}`,
    movedBack: (what: string) => `${what} moved back`,
    items,
    removed: (what: string) => `${what} moved to Trash`,
    removedSome: (what: string, closed: number) => `${what} moved to Trash, ${closed} you can only view`,
    staying: (n: number) =>
      `${items(n)} that you can only view ${n === 1 ? "stays" : "stay"} where ${n === 1 ? "it is" : "they are"}`,
    restored: (what: string) => `${what} restored`,
    undo: "Undo",
    marked: (n: number) => `${items(n)} selected`,
    markedNote: "Esc goes back to one item.",
    tag: "Add tags",
    tagDone: (n: number) => (n > 1 ? "Add tags" : "Add tag"),
    tagged: (n: number, tags: readonly string[], closed: number) => {
      const named = tags.map((tag) => `“${tag}”`).join(", ");
      return closed === 0 ? `${items(n)} tagged ${named}` : `${items(n)} tagged ${named}, ${closed} you can only view`;
    },
    notTagged: (n: number, why: string) => `${items(n)} not tagged. ${why}`,
    restoredSome: (what: string, closed: number) => `${what} restored, ${closed} you can only view`,
    restoreAll: (n: number) => `Restore ${items(n)}`,
    noLink: "This link leads to an item that you cannot open",
    noLinkNote: "It is in a vault that you have no access to, or it was deleted. Ask the person who gave you the link.",
    trash: "Trash",
    searchTrash: "Search Trash",
    trashEmpty: "Trash is empty",
    trashEmptyNote: "Items that you or others delete stay here with all their versions and can be restored.",
    trashNote: "Nothing is deleted from here automatically. A manager can delete an item forever after 30 days.",
    wasIn: (vault: string) => `Was in ${vault}`,
    deletedBy: (when: string, who: string) => `Deleted ${when} by ${who}`,
    deleted: "Deleted",
    untitled: "Not on this computer yet",
    restore: (vault: string) => `Restore to ${vault}`,
    restoreNote: (readers: number) =>
      readers < 2
        ? "It is in no other list. If you restore it, all its versions come back."
        : `It is in no other list. If you restore it, all its versions come back, for the same ${people(readers)}.`,
    movedOn: "It was moved to another vault and is there now. Restoring makes a second one here.",
    codeKept: "kept; restore the item to see its codes",
  },
};
