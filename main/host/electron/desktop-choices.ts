/**
 * What its person chose of the desktop app: the key of quick access, notifications, what closing the window means, each kept in a
 * small file, and the start at login, kept by the system.
 */
import { join } from "node:path";
import { app, globalShortcut } from "electron";
import {
  type Desktop,
  type DesktopChanges,
  type QuickShortcut,
  readShortcut,
} from "../../../shared/model/desktop-choices.ts";
import { readWord, writeWord } from "../../node/word-file.ts";
import { setStartsAtLogin, startsAtLogin } from "./login-start.ts";
import { hasTray } from "./tray.ts";

export type DesktopChoices = {
  ask(changes: DesktopChanges | null): Promise<Desktop>;
  notifies(): boolean;
  /** Where nothing was chosen: where there is a place beside the clock. */
  staysOpen(): Promise<boolean>;
  /** True once on this computer. */
  isFirstClose(): boolean;
};

/** Asks the system for the key that was chosen; `pressed` is called by it from then on. `args`: what a start at login gets. */
export function desktopChoices(dataDir: string, args: readonly string[], pressed: () => void): DesktopChoices {
  const files = { shortcut: join(dataDir, "quick-access"), notices: join(dataDir, "notices") };
  const [closing, closed] = [join(dataDir, "closing"), join(dataDir, "closed-once")];
  let shortcut = readShortcut(readWord(files.shortcut));
  let isTaken = false;
  const follow = (next: QuickShortcut): void => {
    globalShortcut.unregisterAll();
    shortcut = next;
    isTaken = next !== "off" && !globalShortcut.register(next, pressed);
  };
  follow(shortcut);
  const notifies = (): boolean => readWord(files.notices) !== "off";
  const staysOpen = async (): Promise<boolean> => {
    const chosen = readWord(closing);
    return chosen === "stays" || (chosen !== "quits" && (await hasTray()));
  };
  const keep = (changes: DesktopChanges): void => {
    if (changes.shortcut !== undefined) {
      writeWord(files.shortcut, readShortcut(changes.shortcut));
      follow(readShortcut(changes.shortcut));
    }
    if (changes.notifies !== undefined) writeWord(files.notices, changes.notifies ? "on" : "off");
    if (changes.staysOpen !== undefined) writeWord(closing, changes.staysOpen ? "stays" : "quits");
    if (changes.startsAtLogin !== undefined) setStartsAtLogin(changes.startsAtLogin, args);
  };
  return {
    notifies,
    staysOpen,
    async ask(changes) {
      if (changes !== null) keep(changes);
      const login = app.isPackaged && startsAtLogin(args);
      return { shortcut, isTaken, startsAtLogin: login, notifies: notifies(), staysOpen: await staysOpen() };
    },
    isFirstClose() {
      if (readWord(closed) !== "") return false;
      writeWord(closed, "said");
      return true;
    },
  };
}
