/**
 * What Electron's documents and sources promise and forbid, as the fake keeps it: the order of things before `ready`, and which
 * platform tells which event. Whatever breaks a rule throws, as it would (or worse, would not) under the real one.
 */
import { EventEmitter } from "node:events";

/**
 * What stands in for something of Electron's: only names that the real one has, each member taking what the real one takes and giving
 * what it gives, or a part of that.
 */
export type Part<Whole> = Whole extends (...given: infer Given) => infer Gives
  ? (...given: Given) => Part<Gives>
  : Whole extends Promise<infer Value>
    ? Promise<Part<Value>>
    : Whole extends object
      ? { [Name in keyof Whole]?: Part<Whole[Name]> }
      : Whole;

/**
 * What stands in for a name of Electron: a part of it, or, for a class that the app makes things of, what is called with `new`: it
 * takes what the class takes and gives a part of what it makes, and has a part of what the class itself has.
 */
export type StandIn<Whole> =
  | Part<Pick<Whole, keyof Whole>>
  | (Whole extends new (
      ...given: infer Given
    ) => infer Made
      ? ((...given: Given) => Part<Made>) & Part<Omit<Whole, "prototype">>
      : never);

/** What a page may try, and no page of this app may do. */
export const forbidden = ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"] as const;

const everywhere = {
  app: [
    "before-quit",
    "will-quit",
    "quit",
    "window-all-closed",
    "second-instance",
    "web-contents-created",
    "render-process-gone",
  ],
  powerMonitor: ["suspend", "resume"],
  window: [
    ...["ready-to-show", "close", "closed", "unresponsive", "responsive", "focus", "blur"],
    ...["show", "hide", "minimize", "maximize", "unmaximize", "restore", "leave-full-screen"],
  ],
  notification: ["show", "click", "close"],
  contents: [
    "before-input-event",
    "did-finish-load",
    "did-fail-load",
    "render-process-gone",
    "unresponsive",
    "destroyed",
    ...forbidden,
  ],
};
export type Emitting = keyof typeof everywhere;

/** What one platform tells beside that (`electron.d.ts`, `@platform`). */
const only: Record<string, Partial<Record<Emitting, string[]>>> = {
  linux: { powerMonitor: ["shutdown"] },
  darwin: {
    app: ["open-url", "activate"],
    powerMonitor: ["shutdown", "lock-screen", "unlock-screen", "user-did-become-active", "user-did-resign-active"],
  },
  win32: { powerMonitor: ["lock-screen", "unlock-screen"], window: ["query-session-end", "session-end"] },
};

/** How far the start is. */
export const phase = {
  isReady: false,
  hasSandbox: false,
  hasLock: false,
  userData: null as string | null,
  schemes: null as string[] | null,
  /** Windows: by which name its notifications are shown at all. */
  appId: null as string | null,
};

/** Throws where a rule of Electron is broken. */
export function rule(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Error(`electron: ${words}`);
}

/** The events that the fake may emit, which are those of this platform. */
export function told(kind: Emitting, platform: string): string[] {
  return [...everywhere[kind], ...(only[platform]?.[kind] ?? [])];
}

/** Emits what this platform emits, and refuses to emit anything else. */
export function tell(kind: Emitting, target: EventEmitter, name: string, ...given: unknown[]): void {
  rule(told(kind, process.platform).includes(name), `${process.platform} has no ${name} on ${kind}`);
  target.emit(name, ...given);
}

/** An object that emits. */
export function emitting<Members extends object>(members: Members): EventEmitter & Members {
  return Object.assign(new EventEmitter(), members);
}
