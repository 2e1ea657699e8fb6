/** What a person chooses of the desktop app on this computer: closed lists, so that no page can ask the system for anything else. */

/** Keys that bring quick access from any program, as Electron names them; `off` for none. */
export const quickShortcuts = [
  "CommandOrControl+Shift+Space",
  "CommandOrControl+Alt+Space",
  "CommandOrControl+Shift+Backslash",
  "off",
] as const;
export type QuickShortcut = (typeof quickShortcuts)[number];

export type DesktopChanges = {
  shortcut?: QuickShortcut | undefined;
  startsAtLogin?: boolean | undefined;
  notifies?: boolean | undefined;
  staysOpen?: boolean | undefined;
};
export type Desktop = {
  shortcut: QuickShortcut;
  /** Another program has the key, or the desktop gives none: it does nothing. */
  isTaken: boolean;
  startsAtLogin: boolean;
  /** Says that something waits, and not what, while its window is out of sight. */
  notifies: boolean;
  /** Goes on beside the clock when its window is closed. */
  staysOpen: boolean;
};

/** What the host told, with a key that is known. */
export function readDesktop(told: Omit<Desktop, "shortcut"> & { shortcut: string }): Desktop {
  return { ...told, shortcut: readShortcut(told.shortcut) };
}

/** Reads the key that was kept; the first one where nothing that is known was. */
export function readShortcut(text: string): QuickShortcut {
  return quickShortcuts.find((one) => one === text.trim()) ?? quickShortcuts[0];
}
