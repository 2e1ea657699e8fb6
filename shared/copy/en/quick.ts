/** Words of quick access and of the desktop app around the page. */
export const quickWords = {
  desktop: {
    shortcut: "Quick Access opens with",
    shortcutNote: "From any program: find and copy without the window of Latchkey",
    shortcuts: {
      "CommandOrControl+Shift+Space": "Ctrl Shift Space",
      "CommandOrControl+Alt+Space": "Ctrl Alt Space",
      "CommandOrControl+Shift+Backslash": "Ctrl Shift \\",
      off: "no shortcut",
    },
    taken: "The Quick Access shortcut does not work",
    takenNote:
      "Another program uses it, or this desktop does not let programs set shortcuts. Choose another, or use the icon beside the clock.",
    login: "Start Latchkey when you log in",
    loginNote: "It starts locked",
    notices: "Notifications",
    noticesNote: "Only that something waits, without a name or title, and only while its window is out of sight",
    closing: "When you close its window",
    closingNote: "It locks itself by the same rules with its window closed",
    closings: { stays: "stay beside the clock", quits: "quit" },
    yes: "yes",
    no: "no",
  },
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
