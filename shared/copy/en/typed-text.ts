/** Words of what was typed and not saved. */

/** As it stands at the end of a sentence. */
const whenOf = (when: string): string => (when === "now" ? "a moment ago" : when);

export const typedWords = {
  typed: {
    editing: (title: string, when: string) => `You were editing ${title} ${whenOf(when)}`,
    adding: (title: string, when: string) => `You were adding ${title} ${whenOf(when)}`,
    unsaved: "Not saved",
    untitled: "a login",
    goOn: "Continue",
    discard: "Discard…",
    more: (count: number) => `and ${count} more`,
    closed: "It is gone, or you can no longer edit it. Continue to save it as a new login.",
    discardTitle: (title: string) => `Discard what you typed in ${title}`,
    discardLost: "What you typed is deleted from this computer. It was never sent",
    discardDone: "Discard it",
    discarded: "Discarded",
    back: (when: string) => `You typed this ${whenOf(when)}`,
    backNote: "It was kept on this computer and never sent.",
    startOver: "Start over",
  },
};
