/** Words of quick access and of the desktop app around the page. */
export const quickWords = {
  desktop: {
    shortcut: "Quick Access opens with",
    shortcutNote: "From any program: find and copy without Latchkey’s window",
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
    noticesNote: "Only that something waits, without a name or title, and only while Latchkey’s window is hidden",
    closing: "When you close Latchkey’s window",
    closingNote: "With the window closed it locks by the same rules",
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
    inWindow: "Unlock in Latchkey’s window this time: it asks for the device sheet.",
    notYet: "Open Latchkey’s window first: there is no team on this computer yet.",
  },
};
