/** Words of files beside an item. */
/** "File added: vpn.conf"; of many their number. */
function deed(what: string, names: string[]): string[] {
  if (names.length === 0) return [];
  if (names.length > 3) return [`${names.length} files ${what}`];
  return [`${names.length === 1 ? "File" : "Files"} ${what}: ${names.join(", ")}`];
}

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
    cameAndWent: ({ added, removed }: { added: string[]; removed: string[] }) => [
      ...deed("added", added),
      ...deed("removed", removed),
    ],
    addedAtSave: "added when you save",
    goesAtSave: "removed when you save",
    removeNow: (name: string) => `Remove “${name}”`,
    keep: (name: string) => `Keep “${name}”`,
    leaveOut: (name: string) => `Do not add “${name}”`,
    notKept: (names: string[]) =>
      `Files are not kept with it. Add or remove again: ${names.map((name) => `“${name}”`).join(", ")}.`,
    noSpace: (name: string, left: string) => `“${name}” was not added: ${left} left for you on the server`,
    tooMany: (most: number) => `An item holds up to ${most} files`,
    tooLarge: (name: string) => `“${name}” is larger than 25 MB`,
    adding: (percent: number) => `Adding ${percent} %`,
    up: (percent: number) => `Uploading ${percent} %`,
    down: (percent: number) => `Downloading ${percent} %`,
    cancel: (name: string) => `Cancel “${name}”`,
  },
};
