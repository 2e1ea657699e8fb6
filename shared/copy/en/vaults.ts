/** Words of vaults: the sheet, sharing and taking access away, making, naming, archiving. */
import { counted } from "./counted.ts";

export const vaultsWords = {
  vault: {
    only: (people: number, items: number) =>
      people === 1
        ? `Only you can open the ${counted(items, "item", "items")} in here.`
        : `Only these ${people} people can open the ${counted(items, "item", "items")} in here.`,
    note: "Whoever you add can read all of it at once, and keeps what they copy.",
    columns: { people: "People", may: "Permission", until: "Until", key: "Key", acts: "More" },
    use: "use",
    edit: "edit",
    manage: "manage",
    mayOf: (name: string) => `Permission of ${name}`,
    actsOf: (name: string) => `More about ${name}`,
    youRole: (role: string) => `You, ${role.toLowerCase()}`,
    noEnd: "no end",
    noEndChoice: "No end",
    endChoice: (days: number, date: string) => `${days} days, until ${date}`,
    inDays: (date: string, days: number) => `${date}, in ${counted(days, "day", "days")}`,
    holds: "holds the key",
    waits: "Waits for a key",
    waitsNote: (names: string) =>
      `${names} may open this vault, but no computer of theirs has its key yet. The app of anybody who manages it, yours too, hands it over by itself when it is open and unlocked. Nobody at the server can.`,
    add: "Add people",
    addDone: (name: string) => `Add ${name}`,
    search: "Search people",
    everybody: "Everybody is in here already.",
    nobody: (text: string) => `Nobody outside this vault matches “${text}”.`,
    may: "Permission",
    until: "Until",
    addNote: (name: string, items: number) =>
      items === 0
        ? `${name} can open everything put in here.`
        : `${name} can open ${counted(items, "item", "items")} at once.`,
    added: (name: string, vault: string) => `${name} may open ${vault}`,
    changed: (name: string, permission: string) => `${name} may ${permission} now`,
    takeOut: "Remove access…",
    leave: "Leave…",
    takeOutTitle: (name: string, vault: string) => `Remove ${name}’s access to ${vault}`,
    takeOutNote: (name: string) => `As soon as you confirm, ${name} gets nothing more from this vault.`,
    takeOutKey: "The vault gets a new key, by itself",
    takeOutKnown: (name: string, items: number) =>
      items === 0
        ? "There is nothing in it to know"
        : `${name} could read ${counted(items, "item", "items")}: change what matters in them`,
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
    lowerTitle: (name: string, permission: string) => `Let ${name} only ${permission}`,
    lowerNote: (name: string) => `${name} goes on reading everything in here.`,
    lowerManage: "No more letting people in or out",
    lowerEdit: "No more changes to items",
    lowerKept: "What was changed until now stays",
    archive: "Archive…",
    archiveTitle: (title: string) => `Archive ${title}`,
    archiveNote: "This cannot be undone in this version of Latchkey.",
    archiveFacts: (people: number, items: number) => [
      `Nobody can change the ${counted(items, "item", "items")} in it any more`,
      `${people === 1 ? "You" : `All ${people} people`} can still open them`,
      "Nothing is deleted",
    ],
    archiveDone: "Archive vault",
    archived: "Archived",
    archivedNote: "Reading and copying work; nothing in it changes any more.",
    rename: "Rename",
    renameTitle: "Rename vault",
    newItem: "New item",
    back: "Back to the items",
    create: "New vault",
    createTitle: "Title",
    createNote: "Only the people in it read its title.",
    createDone: "Create vault",
    stoppedTitle: "This vault has stopped",
    keyPendingTitle: "This computer does not have the key yet",
    keyPendingNote: (names: string) =>
      names === ""
        ? "Nobody else manages this vault, so no other app can hand the key over."
        : `You may open this vault. It opens here by itself once the app of somebody who manages it has handed over the key: ${names}.`,
    endedTitle: (date: string) => `Your access ended on ${date}`,
    endedNote: (names: string) =>
      names === ""
        ? "Nothing in this vault opens here any more. What you changed and did not send waits on this computer."
        : `Nothing in this vault opens here any more. What you changed and did not send waits on this computer. For more time, ask ${names}.`,
    endedBadge: "Your access has ended",
    ended: (date: string) => `Ended ${date}, being removed`,
    keyArrived: "The key has arrived. This vault opens now",
    keyPendingBadge: "Waits for its key",
    stoppedBadge: "Stopped",
    restart: "Restart vault…",
    restartTitle: (title: string) => (title === "" ? "Restart this vault" : `Restart ${title}`),
    restartNote:
      "Everybody in it gets a new key, and its contents go back to what this computer could last open. This cannot be undone.",
    restartHolders: (names: string) =>
      `Ask ${names} to open Latchkey first: they were sent the key and can hand it over, and nothing is lost`,
    restartReading: "Reading what would be lost",
    restartNewer: "More was changed since you opened this. The list is new; read it again.",
    restartOffline: "The server cannot be reached. A restart needs it; nothing was changed.",
    restartNothing: "Nothing was changed since, so nothing is lost",
    restartItem: (title: string, { isNew, changes, by }: { isNew: boolean; changes: number; by: string }) =>
      isNew
        ? `${title} is lost: new, by ${by}`
        : `${counted(changes, "change", "changes")} to ${title} ${changes === 1 ? "is" : "are"} lost, by ${by}`,
    restartMore: (items: number) => `The same for ${counted(items, "more item", "more items")}`,
    restartUnknown: (items: number) =>
      `${counted(items, "new item", "new items")} that you cannot read ${items === 1 ? "is" : "are"} lost`,
    restartUnreadable: (items: number) => `Changes to ${counted(items, "item", "items")} that you cannot read are lost`,
    restartDrafts: "Whoever made these changes gets them back as unsent changes in their own app",
    restartKept: "Everything before stays, with its history",
    restartType: "Type “restart” to confirm",
    restartWord: "restart",
    restartDone: "Restart vault",
    restarted: "The vault was restarted with a new key",
    rotationTitle: "A new key is due",
    rotationNote:
      "Somebody was taken out. Writing goes on as soon as the app of somebody who manages it has made the new key.",
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
