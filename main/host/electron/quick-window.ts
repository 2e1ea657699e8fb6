/**
 * The window of quick access: small, without a frame, above the others while it is used. It goes out of sight with Escape, when
 * another window gets the focus, and when its page closes it; its page stays for the next time and ends at lock.
 */
import { BrowserWindow, nativeTheme, screen, type WebContents } from "electron";
import { pageOrigin, windowPreferences } from "./hardening.ts";
import type { PageEvents } from "./what-ends.ts";

export type QuickWindow = {
  /** Brings it, or takes it out of sight where it is in sight. */
  toggle(): void;
  /** Takes it away with its page's process; the next `toggle` makes a new one. */
  leave(): void;
  owns(contents: WebContents): boolean;
};

/** What it has to tell, as the app's own window, and what it asks. */
export type QuickEvents = PageEvents & { mayOpen(): boolean };

const size = { width: 640, height: 440 };
/** So much of the screen stays free above it. */
const topShare = 0.2;

/** Prepares it; nothing is made before it is asked for. */
export function quickWindow(preload: string, events: QuickEvents): QuickWindow {
  let window: BrowserWindow | null = null;
  const leave = (): void => {
    const old = window;
    window = null;
    old?.destroy();
  };
  const open = (): void => {
    const made = openWindow(preload);
    window = made;
    const whileCurrent = (act: () => void) => (): void => {
      if (made === window) act();
    };
    made.once("ready-to-show", () => showOnScreen(made));
    made.on("unresponsive", whileCurrent(events.unresponsive));
    made.webContents.on("render-process-gone", whileCurrent(events.pageGone));
    made.loadURL(`${pageOrigin}/quick.html`).catch(whileCurrent(events.notLoaded));
  };
  return {
    toggle() {
      if (!events.mayOpen()) return;
      if (window === null) open();
      else if (window.isVisible()) window.hide();
      else showOnScreen(window);
    },
    leave,
    owns: (contents) => window?.webContents === contents,
  };
}

function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    ...size,
    ...{ show: false, frame: false, resizable: false, minimizable: false, maximizable: false, fullscreenable: false },
    ...{ skipTaskbar: true, alwaysOnTop: true, title: "Latchkey" },
    // On macOS a panel leaves the program in front where it is.
    ...(process.platform === "darwin" ? { type: "panel" } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0E1015" : "#F4F5F8",
    webPreferences: windowPreferences(preload),
  });
  const hide = (): void => window.hide();
  window.on("blur", hide);
  window.on("close", (event) => {
    event.preventDefault();
    hide();
  });
  window.webContents.on("before-input-event", (event, { type, key }) => {
    if (type !== "keyDown" || key !== "Escape") return;
    event.preventDefault();
    hide();
  });
  return window;
}

/** Where the pointer is, in the upper part of that screen. */
function showOnScreen(window: BrowserWindow): void {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const x = Math.round(workArea.x + (workArea.width - size.width) / 2);
  window.setPosition(x, Math.round(workArea.y + workArea.height * topShare));
  window.show();
  window.focus();
}
