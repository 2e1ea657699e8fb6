/** Words of two histories of a team, and of the code by which people compare theirs. */
import { counted } from "./counted.ts";

export const forkWords = {
  fork: {
    show: "Show both histories",
    frozen: "Writing is frozen",
    frozenNote: "Reading and copying work",
    title: "The server has shown two different histories of your team",
    note: (names: string) =>
      `Your computer and ${names} were told different things about the same moment. Both are signed, so this is not a network fault. It can be a badly restored server, or somebody who controls it.`,
    somebody: "somebody else",
    same: (entries: number) => `the same for everybody, ${counted(entries, "entry", "entries")}`,
    entry: (number: number) => `entry ${number.toLocaleString("en")}`,
    mine: "What your computer holds",
    other: (names: string) => `What ${names} saw`,
    side: (name: string, when: string, more: number) =>
      `Signed by ${name}, ${when}${more > 0 ? `, and ${counted(more, "more entry", "more entries")}` : ""}`,
    since: (when: string) => `Seen here ${when}.`,
    unshown: "Two people’s computers name another history. The server has not shown it to you.",
    whatFrozen: "What is frozen",
    stops: ["Sharing, new items, edits", "Inviting, adding computers, new keys"],
    goesOn: ["Reading, copying, codes", "Removing a person or a computer"],
    drafts: (n: number) =>
      n === 0
        ? "What you type meanwhile stays on this computer."
        : `What you type meanwhile stays on this computer: ${counted(n, "change", "changes")} so far.`,
    whatToDo: "What to do",
    steps: (names: string, place: number | null) => [
      place === null
        ? `Call ${names}. Tell each other what your screens show here.`
        : `Call ${names}. Read the 12 words at entry ${place.toLocaleString("en")} to each other: they differ. Settings, Server shows them too.`,
      "Ask who worked on the server at that time.",
      "Save the evidence: both histories, with signatures.",
      "Decide with an admin which history goes on. People on the other one go over to it here. An admin removes those who cannot, and invites them again. Then writing works again.",
    ],
    goOver: "Go over to the other history…",
    choosing: {
      title: "Go over to the other history",
      note: "Only when an admin on it has told you so, by phone or at the desk. A server cannot tell you.",
      checks: "Your app checks every entry of the other history.",
      drafts: "What you wrote meanwhile comes back as drafts, and is sent again.",
      rights: "What your history changed in access and roles has to be changed there again.",
      locks: "Latchkey locks. Your old history stays on this computer as evidence.",
      who: "Who read the code to you",
      choose: "Choose an admin",
      done: "Go over",
    },
    whom: "Whom to call",
    whomNote: "By phone or at the desk. Not by mail.",
    seesOther: "Sees the other history",
    admin: "Admin",
    save: "Save the evidence…",
    saved: (name: string, place: "chosen" | "downloads") =>
      place === "chosen" ? `Saved as “${name}”` : `Saved in Downloads as “${name}”`,
    remove: "Remove a person or computer…",
    back: "Keep reading",
  },
  teamCode: {
    name: "Team code",
    now: "Your team code now",
    note: "Read it to a teammate by phone. With the same words, your apps hold the same history",
    at: (number: number) => `at entry ${number.toLocaleString("en")}`,
    earlier: "Earlier code",
    atEntry: "Another entry",
    showAt: "Show its code",
    newest: "Newest code",
    compare: "Compare",
    heard: "What a teammate reads to you: entry and words",
    results: {
      same: () => "The same history, up to this entry.",
      different: () => "Not the same history. Call an admin.",
      later: (number: number) => `Their entry is newer than yours. Ask for their code at entry ${number}.`,
      none: (number: number) => `No code has that number. Yours is at entry ${number}.`,
    },
  },
};
