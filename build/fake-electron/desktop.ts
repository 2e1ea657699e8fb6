/** The windows that stand, and which has the focus of the whole desktop. */
import type { EventEmitter } from "node:events";
import type Electron from "electron";
import type { Page } from "./page.ts";

export type Shape = {
  isShown: boolean;
  isMinimized: boolean;
  isMaximized: boolean;
  isFullScreen: boolean;
  bounds: Electron.Rectangle;
};
export type FakeWindow = EventEmitter & { shape: Shape; page: Page; close(): void; destroy(): void };

/** Those that stand, oldest first. */
export const windows: FakeWindow[] = [];
/** Which window has the focus of the whole desktop; null where another program has it. */
export const desktop = { focused: null as FakeWindow | null, focusTaken: 0 };
