/**
 * The start at login, by each system's own way: macOS and Windows keep it themselves, Linux desktops start what has an entry in
 * `autostart`. Only an installed app: a checkout moves and goes.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { app } from "electron";
import { replaceFile } from "../../node/replace-file.ts";
import { desktopEntry } from "./desktop-entry.ts";

const entryFile = (): string => join(app.getPath("appData"), "autostart/latchkey.desktop");

/** Whether the system starts it now. */
export function startsAtLogin(args: readonly string[]): boolean {
  if (process.platform === "linux") return existsSync(entryFile());
  return app.getLoginItemSettings({ args: args.map(quoted) }).openAtLogin;
}

/** Tells the system; `args` are those of this start. */
export function setStartsAtLogin(isOn: boolean, args: readonly string[]): void {
  if (!app.isPackaged) return;
  if (process.platform !== "linux") app.setLoginItemSettings({ openAtLogin: isOn, args: args.map(quoted) });
  else if (!isOn) rmSync(entryFile(), { force: true });
  else {
    mkdirSync(dirname(entryFile()), { recursive: true });
    // An AppImage runs from a place that is gone at the next login; it says where it lies itself.
    replaceFile(entryFile(), desktopEntry([process.env.APPIMAGE ?? process.execPath, ...args]));
  }
}

/** As Windows reads an argument: in quotes. A path has none itself. */
function quoted(arg: string): string {
  return process.platform === "win32" && arg.includes(" ") ? `"${arg}"` : arg;
}
