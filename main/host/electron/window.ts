/**
 * The app's one window: made hidden, shown when drawn, destroyed and made anew at lock. The next one stands where the last one
 * stood, as large or as small, and takes the focus only where the last one had it.
 */

import { readFileSync } from "node:fs";
import { BrowserWindow, nativeTheme, screen, type WebContents } from "electron";
import { replaceFile } from "../../node/replace-file.ts";
import { hardenContents, pageOrigin, windowPreferences } from "./hardening.ts";
import type { PageEvents } from "./what-ends.ts";
import { firstPlace, type Place, readPlace, smallest } from "./window-place.ts";

export type OneWindow = {
  /** Opens it, in place of the one that stands. */
  show(): void;
  /** Takes it away, with its page's process, until `show`; the app goes on. */
  leave(): void;
  /** In front of everything, for somebody who asked for it. */
  front(): void;
  /** Somebody may be looking at it: it is neither closed nor minimised. */
  isInSight(): boolean;
  owns(contents: WebContents): boolean;
  /** Writes down where it is; what quits at once closes no window. */
  keepPlace(): void;
};

/** What the window has to tell; the page itself cannot. */
export type WindowEvents = PageEvents & {
  shown(): void;
  /** Its person closed it: it is out of sight, until `front`. */
  closed(): void;
  /** It is gone, though nobody here took it away. */
  lost(): void;
  /** Windows only: the person is logged off, and no quit is told. */
  sessionEnds(): void;
};

type Stance = { place: Place; isMinimized: boolean; isFront: boolean };
type Opening = Stance & { isHidden: boolean };

/** Prepares the window; `placeFile` holds its place only. */
export function oneWindow(preload: string, placeFile: string, events: WindowEvents): OneWindow {
  let window: BrowserWindow | null = null;
  let last: Stance | null = null;
  let isHidden = false;
  const keepPlace = (): void => {
    // One that is out of sight stays where it was when it was closed; it may not have been drawn since.
    if (isHidden || window === null || window.isDestroyed()) return;
    last = stanceOf(window);
    savePlace(placeFile, last.place);
  };
  const leave = (): void => {
    keepPlace();
    const old = window;
    window = null;
    isHidden = false;
    old?.destroy();
  };
  const closes = (): void => {
    keepPlace();
    isHidden = true;
    if (window !== null) hide(window);
    events.closed();
  };
  return {
    show() {
      keepPlace();
      const old = window;
      const stance = last ?? { place: loadPlace(placeFile), isMinimized: false, isFront: true };
      const made = openWindow(preload, { ...stance, isHidden });
      window = made;
      listen(made, { ...events, closed: closes }, () => made === window);
      old?.destroy();
    },
    leave,
    front() {
      isHidden = false;
      if (window === null) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isInSight: () => window !== null && !isHidden && window.isVisible() && !window.isMinimized(),
    owns: (contents) => window?.webContents === contents,
    keepPlace,
  };
}

/** On macOS a window that fills its own space would leave that space black. */
function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  window.once("leave-full-screen", () => window.hide());
  window.setFullScreen(false);
}

function openWindow(preload: string, { place, isMinimized, isFront, isHidden }: Opening): BrowserWindow {
  const { isMaximized, ...bounds } = onScreen(place);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: "Latchkey",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0E1015" : "#F4F5F8",
    webPreferences: windowPreferences(preload),
  });
  hardenContents(window.webContents);
  window.setContentProtection(false);
  if (isHidden && isMaximized === true) window.once("show", () => window.maximize());
  window.once("ready-to-show", () => {
    if (isHidden) return;
    // Shows it where it was hidden, without the focus.
    if (isMaximized === true) window.maximize();
    if (isFront && !isMinimized) window.show();
    else window.showInactive();
    if (isMinimized) window.minimize();
  });
  return window;
}

/** A window that was replaced has nothing more to tell. */
function listen(window: BrowserWindow, events: WindowEvents, isCurrent: () => boolean): void {
  const whileCurrent = (act: () => void) => (): void => {
    if (isCurrent()) act();
  };
  const contents = window.webContents;
  window.once("ready-to-show", whileCurrent(events.shown));
  window.on("close", (event) => {
    if (!isCurrent()) return;
    event.preventDefault();
    events.closed();
  });
  window.on("closed", whileCurrent(events.lost));
  window.on("unresponsive", whileCurrent(events.unresponsive));
  window.on("query-session-end", whileCurrent(events.sessionEnds));
  window.on("session-end", whileCurrent(events.sessionEnds));
  contents.on("render-process-gone", whileCurrent(events.pageGone));
  // Its promise says the same as `did-fail-load`, and fails too where the window is replaced while it loads.
  window.loadURL(`${pageOrigin}/`).catch(whileCurrent(events.notLoaded));
}

function stanceOf(window: BrowserWindow): Stance {
  const { x, y, width, height } = window.getNormalBounds();
  const shape = window.isMaximized() ? { isMaximized: true as const } : {};
  return {
    place: { x, y, width, height, ...shape },
    isMinimized: window.isMinimized(),
    isFront: window.isFocused(),
  };
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
    replaceFile(placeFile, JSON.stringify(place));
  } catch {
    // A window that opens at its first place again is no reason to stop quitting.
  }
}

/** A remembered place on a screen that is gone would open out of sight. */
function onScreen(place: Place): Place {
  const { x, y, ...size } = place;
  if (x === undefined || y === undefined) return place;
  const { workArea } = screen.getDisplayMatching({ x, y, width: place.width, height: place.height });
  const inside =
    x < workArea.x + workArea.width &&
    x + place.width > workArea.x &&
    y < workArea.y + workArea.height &&
    y >= workArea.y;
  return inside ? place : size;
}
