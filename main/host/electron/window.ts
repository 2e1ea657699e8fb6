/** The app's window: made hidden, shown when drawn, destroyed and made anew at lock. Remembers its place. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import { hardenContents, pageOrigin, windowPreferences } from "./hardening.ts";
import { firstPlace, type Place, readPlace, smallest } from "./window-place.ts";

/** Opens the window; `placeFile` holds numbers only. */
export function openWindow(preload: string, placeFile: string): BrowserWindow {
  const place = onScreen(loadPlace(placeFile));
  const window = new BrowserWindow({
    ...place,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: "Latchkey",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0E1015" : "#F4F5F8",
    webPreferences: windowPreferences(preload),
  });
  hardenContents(window.webContents);
  window.setContentProtection(false);
  window.once("ready-to-show", () => window.show());
  window.on("close", () => savePlace(placeFile, window.getNormalBounds()));
  void window.loadURL(`${pageOrigin}/`);
  return window;
}

function loadPlace(placeFile: string): Place {
  try {
    return readPlace(readFileSync(placeFile, "utf8"));
  } catch {
    return firstPlace;
  }
}

function savePlace(placeFile: string, place: Place): void {
  try {
    mkdirSync(dirname(placeFile), { recursive: true, mode: 0o700 });
    writeFileSync(placeFile, JSON.stringify(place), { mode: 0o600 });
  } catch {
    // A window that opens at its first place again is no reason to stop quitting.
  }
}

/** A remembered place on a screen that is gone would open out of sight. */
function onScreen(place: Place): Place {
  if (place.x === undefined || place.y === undefined) return place;
  const { workArea } = screen.getDisplayMatching({ x: place.x, y: place.y, width: place.width, height: place.height });
  const inside =
    place.x < workArea.x + workArea.width &&
    place.x + place.width > workArea.x &&
    place.y < workArea.y + workArea.height &&
    place.y >= workArea.y;
  return inside ? place : { width: place.width, height: place.height };
}
