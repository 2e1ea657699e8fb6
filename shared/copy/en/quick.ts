/** Words of quick access. */
export const quickWords = {
  quick: {
    name: "Quick Access",
    find: "Find and copy",
    none: (text: string) => `Nothing found for “${text}”`,
    password: "Copy password",
    username: "Copy username",
    code: "Copy code",
    unlockNote: "Enter unlocks, Esc closes.",
    inWindow: "Unlock in the window of Latchkey this time: it asks for the device sheet.",
    notYet: "Open the window of Latchkey first: there is no team on this computer yet.",
  },
};
