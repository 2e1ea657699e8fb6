/** Words of vaults: the sheet, sharing and taking access away, making, naming, archiving. */
import { counted } from "./counted.ts";

export const vaultsWords = {
  vault: {
    only: (people: number, items: number) => {
      const what = items === 0 ? "this vault. It is empty." : `the ${counted(items, "item", "items")} in here.`;
      return people === 1 ? `Only you can open ${what}` : `Only these ${people} people can open ${what}`;
    },
    alone: "Nobody else is in this vault",
    aloneNote: "Add people to share it. You decide what each of them can do, and until when.",
    note: "Anybody you add can read all of it at once, and keeps what they copy.",
    columns: { people: "People", may: "Permission", until: "Until", key: "Key", acts: "More" },
    use: "View",
    edit: "Edit",
    manage: "Manage",
    mayOf: (name: string) => `Permission of ${name}`,
    actsOf: (name: string) => `More about ${name}`,
    youRole: (role: string) => `You, ${role.charAt(0).toLowerCase()}${role.slice(1)}`,
    noEnd: "No end",
    noEndChoice: "No end",
    endKept: (date: string) => `As it is, until ${date}`,
    endChoice: (days: number, date: string) => `${days} days, until ${date}`,
    inDays: (days: number) => `, in ${counted(days, "day", "days")}`,
    holds: "Has the key",
    waits: "Waits for the key",
    waitsNote: (names: string) =>
      `${names} can open this vault as soon as they have its key. The app of any manager, including yours, hands it over automatically while it is open and unlocked. The server cannot.`,
    add: "Add people",
    addDone: (name: string) => `Add ${name}`,
    addOne: "Add",
    search: "Search people and groups",
    everybody: "Everybody is in this vault already.",
    nobody: (text: string) => `Nobody outside this vault matches “${text}”.`,
    may: "Permission",
    until: "Until",
    addNote: (name: string, items: number) =>
      items === 0
        ? `${name} can open everything you put in here.`
        : `${name} can open ${counted(items, "item", "items")} at once.`,
    added: (name: string, vault: string) => `${name} can open ${vault} now`,
    changed: (name: string, permission: string) => `${name}’s permission is now ${permission}`,
    takeOut: "Remove access…",
    leave: "Leave…",
    takeOutTitle: (name: string, vault: string) => `Remove ${name}’s access to ${vault}`,
    takeOutNote: (name: string) => `As soon as you confirm, ${name} gets nothing more from this vault.`,
    takeOutKey: "The vault gets a new key automatically",
    takeOutKnown: (name: string, items: number) =>
      items === 0
        ? "The vault is empty"
        : `${name} was able to read ${counted(items, "item", "items")}: change the passwords that matter`,
    takeOutDone: "Remove access",
    takenOut: (name: string) => `${name} can no longer open this vault`,
    leaveTitle: (vault: string) => `Leave ${vault}`,
    leaveNote: "As soon as you confirm, this vault leaves your list and you can no longer open it.",
    leaveKey: "Those who stay get a new key from a manager’s app",
    leaveLast: "To come back, ask somebody who manages it",
    leaveDone: "Leave vault",
    leaveNobody: "You are the only one who can manage this vault, so you cannot leave it. You can archive it",
    left: (vault: string) => `You left ${vault}`,
    successor: "Who manages it after you",
    successorChoice: (name: string, role: string) => `${name}, ${role.toLowerCase()}`,
    successorNote: "Nobody else manages this vault without an end date, and a vault always has a manager.",
    handOverFact: (name: string, isReader: boolean) =>
      isReader
        ? `${name} manages this vault from then on`
        : `${name} can open everything in this vault, and manages it from then on`,
    handOverDone: (name: string) => `Hand over to ${name} and leave`,
    lowerTitle: (name: string, permission: string) => `Lower ${name}’s permission to ${permission}`,
    lowerNote: (name: string) => `${name} can still read everything in here.`,
    lowerManage: "No more adding or removing people",
    lowerEdit: "No more changes to items",
    lowerKept: "Earlier changes stay",
    archive: "Archive…",
    archiveTitle: (title: string) => `Archive ${title}`,
    archiveNote: "This cannot be undone.",
    archiveFacts: (people: number, items: number) => [
      `Nobody can change the ${counted(items, "item", "items")} in it`,
      `${people === 1 ? "You" : people === 2 ? "Both people" : `All ${people} people`} can still open them`,
      "Nothing is deleted",
    ],
    archiveDone: "Archive vault",
    archived: "Archived",
    archivedNote: "You can read and copy everything in this vault, but nobody can change it.",
    rename: "Rename",
    renameTitle: "Rename vault",
    newItem: "New item",
    back: "Back to the items",
    create: "New vault",
    createTitle: "Title",
    createNote: "Only the people in the vault can read its title.",
    createDone: "Create vault",
    stoppedTitle: "This vault has stopped",
    forkTitle: "Two different versions of this vault were shown",
    forkNote: (names: string) =>
      `You can read what you have. Nothing here can be changed before somebody who manages the vault says that it goes on: ${names}.`,
    forkNoteManager:
      "You can read what you have. Nothing here can be changed before it is said on which version it goes on. Call the others first: the server was restored badly, or somebody else controls it.",
    forkWith: (name: string) => `${name} has another version.`,
    keyPendingTitle: "This computer does not have the key yet",
    keyPendingNote: (names: string) =>
      names === ""
        ? "Nobody else manages this vault, so no other app can hand over its key."
        : `This vault opens here automatically once a manager’s app has handed over its key: ${names}.`,
    endedTitle: (date: string) => `Your access ended on ${date}`,
    endedNote: (names: string) =>
      names === ""
        ? "You can no longer open anything in this vault. Changes that were not sent stay on this computer."
        : `You can no longer open anything in this vault. Changes that were not sent stay on this computer. For more time, ask ${names}.`,
    endedBadge: "Your access has ended",
    ended: (date: string) => `Ended ${date}`,
    beingRemoved: ", being removed",
    keyPendingBadge: "Waits for the key",
    stoppedBadge: "Stopped",
    restart: "Restart vault…",
    restartTitle: (title: string) => (title === "" ? "Restart this vault" : `Restart ${title}`),
    restartNote:
      "Everybody in it gets a new key, and its contents go back to the last state that this computer could open. This cannot be undone.",
    restartForkNote:
      "Everybody gets a new key and the version that the server has now. Changes beside it come back to the people who made them. This cannot be undone.",
    restartForkItem: (title: string, by: string) => `${title} comes back as an unsent change, to ${by}`,
    restartForkNothing: "You hold what the server has, so nothing of yours changes",
    restartHolders: (names: string) =>
      `Ask ${names} to open Latchkey first: they have the key and can hand it over, and then nothing is lost`,
    restartReading: "Reading what would be lost",
    restartNewer: "There are newer changes. The list was updated; read it again.",
    restartOffline: "The server cannot be reached. A restart needs it. Nothing was changed.",
    restartNothing: "There were no changes since then, so nothing is lost",
    restartItem: (title: string, { isNew, changes, by }: { isNew: boolean; changes: number; by: string }) =>
      isNew
        ? `${title} is lost: new, by ${by}`
        : `${counted(changes, "change", "changes")} to ${title} ${changes === 1 ? "is" : "are"} lost, by ${by}`,
    restartMore: (items: number) => `The same for ${counted(items, "more item", "more items")}`,
    restartUnknown: (items: number) =>
      `${counted(items, "new item", "new items")} that you cannot read ${items === 1 ? "is" : "are"} lost`,
    restartUnreadable: (items: number) => `Changes to ${counted(items, "item", "items")} that you cannot read are lost`,
    restartDrafts: "The people who made these changes get them back as unsent changes in their own apps",
    restartKept: "Everything older stays, with its history",
    restartType: "Type “restart” to confirm",
    restartWord: "restart",
    restartDone: "Restart vault",
    rotationTitle: "A new key is due",
    rotationNote:
      "Somebody’s access was removed. You can make changes again as soon as a manager’s app has made the new key.",
  },
  clock: {
    name: "This computer’s clock",
    title: "This computer’s clock is more than a day behind",
    note: "Latchkey has seen a later time here, and counts access that ends by it. Set the clock, then sync.",
    sync: "Sync now",
    stillBehind: "The server’s clock is later than yours too. Set this computer’s clock",
    offline: "The server cannot be reached. Try again when you are online",
  },
};
