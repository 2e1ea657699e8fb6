/** Words of files beside an item. */
export const filesWords = {
  files: {
    attachments: "Attachments",
    add: "Add a file…",
    none: "Drop a file here, paste one, or",
    drop: "Drop to add to this item",
    save: (name: string) => `Save “${name}”`,
    saved: (name: string) => `Saved in Downloads as “${name}”`,
    savedAs: (name: string) => `Saved as “${name}”`,
    remove: (name: string) => `Remove “${name}”…`,
    removeTitle: (name: string) => `Remove “${name}”`,
    removeDone: "Remove file",
    removePeople: "Everybody who can open this item loses it",
    removeKept: "Earlier versions in the history still name it",
    removed: "File removed",
    added: (name: string) => `“${name}” added`,
    tooLarge: (name: string) => `“${name}” is larger than 25 MB`,
    adding: (percent: number) => `Adding ${percent} %`,
    up: (percent: number) => `Sending ${percent} %`,
    down: (percent: number) => `Fetching ${percent} %`,
    cancel: (name: string) => `Cancel “${name}”`,
  },
};
