/** What is told once an act is done, or kept: each names what it was done with, because the page may show something else by then. */
const meanwhile = (fields: number): string =>
  fields === 1
    ? "Somebody else changed one of these fields too; both values are kept"
    : `Somebody else changed ${fields} of these fields too; both values are kept`;

/** An item without a title yet. */
const called = (title: string): string => (title === "" ? "Login" : title);

export const noticesWords = {
  notices: {
    saved: (item: string) => `${called(item)} saved`,
    savedConflicts: (item: string, fields: number) => `${called(item)} saved. ${meanwhile(fields)}`,
    savedBack: (item: string) => `${called(item)} saved. Somebody deleted it meanwhile, so it is back`,
    savedMoved: (item: string) => `${called(item)} not saved yet: somebody moved it. Choose where your change goes`,
    savedStays: (item: string) => `${called(item)} kept on this computer: your change cannot be sent`,
    savedDraft: (item: string) => `${called(item)} saved on this computer, not synced yet`,
    savedThere: (item: string, vault: string) => `Your change to ${called(item)} is in ${vault}`,
    unsentMoved: (item: string, vault: string) => `${called(item)} moved to ${vault}`,
    unsentDiscarded: (item: string) => `Your changes to ${called(item)} were discarded`,
    typedDiscarded: (what: string) => `What you typed was discarded (${what})`,
    versionRestored: (item: string, when: string) => `${called(item)} restored to the version of ${when}`,
    settled: (item: string) => `Conflict in ${called(item)} settled`,
    fileAdded: (item: string, file: string) => `“${file}” added to ${called(item)}`,
    fileRemoved: (item: string, file: string) => `“${file}” removed from ${called(item)}`,
    inviteCopied: (person: string) => `Message for ${person} copied; the clipboard keeps it for 2 minutes`,
    inviteMailed: (person: string) => `Message for ${person} copied. Paste it into the mail that opens`,
    inviteCancelled: (person: string) => `Invite for ${person} cancelled`,
    keyArrived: (vault: string) => `The key has arrived. You can open ${vault} now`,
    restarted: (vault: string) => `${vault} was restarted with a new key`,
  },
};
