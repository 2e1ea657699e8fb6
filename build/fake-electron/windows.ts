/** Windows: made hidden after ready and only by who holds the app's lock; shown, moved, closed and destroyed as Electron says. */
import type Electron from "electron";
import { app } from "./app.ts";
import { desktop, type FakeWindow, type Shape, windows } from "./desktop.ts";
import { openPage } from "./page.ts";
import { emitting, type Part, phase, rule, tell } from "./rules.ts";
import { sessionOf } from "./sessions.ts";

const focus = (window: FakeWindow): void => {
  if (desktop.focused !== null && desktop.focused !== window) tell("window", desktop.focused, "blur");
  desktop.focused = window;
  desktop.focusTaken += 1;
};

export function BrowserWindow(options: Electron.BrowserWindowConstructorOptions = {}): FakeWindow {
  rule(phase.isReady, "a window is made after ready");
  rule(phase.hasLock, "only who holds the lock makes windows");
  rule(phase.hasSandbox && options.webPreferences?.sandbox === true, "every page is in the sandbox");
  const { x = 320, y = 140, width = 800, height = 600 } = options;
  const shape: Shape = {
    isShown: options.show !== false,
    isMinimized: false,
    isMaximized: false,
    isFullScreen: false,
    bounds: { x, y, width, height },
  };
  const page = openPage(options.webPreferences?.preload ?? "", sessionOf(options.webPreferences?.partition ?? ""));
  let isGone = false;
  const alive = (): void => rule(!isGone, "Object has been destroyed");
  const whileAlive = <Given>(given: () => Given): Given => {
    alive();
    return given();
  };
  const end = (): void => {
    isGone = true;
    windows.splice(windows.indexOf(window), 1);
    if (desktop.focused === window) desktop.focused = null;
    page.destroy();
    tell("window", window, "closed");
    if (windows.length === 0) setImmediate(() => windows.length === 0 && tell("app", app, "window-all-closed"));
  };
  const window: FakeWindow = emitting({
    ...{ shape, page, webContents: page.contents, setContentProtection: () => {} },
    async loadURL(address: string) {
      alive();
      await page.load(address);
      if (!isGone) tell("window", window, "ready-to-show");
    },
    isDestroyed: () => isGone,
    isVisible: () => whileAlive(() => shape.isShown && !shape.isMinimized),
    isMinimized: () => whileAlive(() => shape.isMinimized),
    isMaximized: () => whileAlive(() => shape.isMaximized),
    isFullScreen: () => whileAlive(() => shape.isFullScreen),
    isFocused: () => whileAlive(() => desktop.focused === window),
    getNormalBounds: () => whileAlive(() => shape.bounds),
    ...shaping(shape, alive, () => window),
    close() {
      alive();
      let isPrevented = false;
      tell("window", window, "close", { preventDefault: () => (isPrevented = true) });
      if (!isPrevented && !isGone) end();
    },
    destroy: () => isGone || end(),
  } satisfies Part<Electron.BrowserWindow> & Pick<FakeWindow, "shape" | "page">);
  windows.push(window);
  tell("app", app, "web-contents-created", {}, page.contents);
  return window;
}

BrowserWindow.getFocusedWindow = (() => desktop.focused) satisfies () => FakeWindow | null;

/** What changes how it stands. */
function shaping(shape: Shape, alive: () => void, window: () => FakeWindow) {
  return {
    show() {
      alive();
      shape.isShown = true;
      tell("window", window(), "show");
      focus(window());
    },
    showInactive() {
      alive();
      shape.isShown = true;
      tell("window", window(), "show");
    },
    hide() {
      alive();
      rule(process.platform !== "darwin" || !shape.isFullScreen, "a window in a space of its own leaves it black");
      shape.isShown = false;
      tell("window", window(), "hide");
      if (desktop.focused === window()) desktop.focused = null;
    },
    setFullScreen(isFullScreen: boolean) {
      alive();
      // Told when the system's own movement is over.
      setImmediate(() => {
        shape.isFullScreen = isFullScreen;
        if (!isFullScreen) tell("window", window(), "leave-full-screen");
      });
    },
    setPosition(x: number, y: number) {
      alive();
      Object.assign(shape.bounds, { x, y });
    },
    focus() {
      alive();
      focus(window());
    },
    maximize() {
      alive();
      Object.assign(shape, { isShown: true, isMaximized: true });
    },
    minimize() {
      alive();
      shape.isMinimized = true;
      if (desktop.focused === window()) desktop.focused = null;
    },
    restore() {
      alive();
      if (shape.isMinimized) focus(window());
      shape.isMinimized = false;
    },
  };
}
