/** Words of frame. */
import { counted } from "./counted.ts";

export const frameWords = {
  count: {
    people: (n: number) => counted(n, "person", "people"),
    items: (n: number) => counted(n, "item", "items"),
    versions: (n: number) => counted(n, "version", "versions"),
    computers: (n: number) => counted(n, "computer", "computers"),
  },
  act: {
    cancel: "Cancel",
    save: "Save",
    edit: "Edit",
    copy: "Copy",
    copied: "Copied",
    show: "Show",
    hide: "Hide",
    back: "Back",
    go: "Continue",
    close: "Close",
    more: "More",
    lock: "Lock",
    remove: "Remove",
  },
  room: { items: "Items", people: "People", settings: "Settings" },
  status: {
    synced: "Synced",
    offline: "Offline",
    offlineNote: "Changes wait here",
    waiting: (n: number) => `${counted(n, "change waits", "changes wait")} here`,
    stopped: "Sync stopped",
    resume: "Try again",
    onlyYou: "Only you so far",
    clipboard: "Clipboard clears in",
    locksIn: "Locks in",
  },
  keys: { title: "Keys, the same in every room" },
  lost: {
    title: "This page has no key",
    note: "Latchkey was locked or ended. Open it again from its window or with “npm start”.",
  },
};
