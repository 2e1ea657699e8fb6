/** What its person chose of the desktop app: the key of quick access, kept in a small file, and the start at login, kept by the system. */
import { closeSync, openSync, readSync } from "node:fs";
import { app, globalShortcut } from "electron";
import {
  type Desktop,
  type DesktopChanges,
  type QuickShortcut,
  readShortcut,
} from "../../../shared/model/desktop-choices.ts";
import { replaceFile } from "../../node/replace-file.ts";
import { setStartsAtLogin, startsAtLogin } from "./login-start.ts";

const maxBytes = 64;

export type DesktopChoices = { ask(changes: DesktopChanges | null): Promise<Desktop> };

/** Asks the system for the key that `file` names; `pressed` is called by it from then on. `args`: what a start at login gets. */
export function desktopChoices(file: string, args: readonly string[], pressed: () => void): DesktopChoices {
  let shortcut = readShortcut(readShort(file));
  let isTaken = false;
  const follow = (next: QuickShortcut): void => {
    globalShortcut.unregisterAll();
    shortcut = next;
    isTaken = next !== "off" && !globalShortcut.register(next, pressed);
  };
  follow(shortcut);
  return {
    async ask(changes) {
      if (changes?.shortcut !== undefined) {
        replaceFile(file, `${readShortcut(changes.shortcut)}\n`);
        follow(readShortcut(changes.shortcut));
      }
      if (changes?.startsAtLogin !== undefined) setStartsAtLogin(changes.startsAtLogin, args);
      return { shortcut, isTaken, startsAtLogin: app.isPackaged && startsAtLogin(args) };
    },
  };
}

/** Its first bytes, whatever lies there. */
function readShort(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(maxBytes);
      return bytes.subarray(0, readSync(file, bytes)).toString("latin1");
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
