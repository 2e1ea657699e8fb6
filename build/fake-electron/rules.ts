/**
 * What Electron's documents and sources promise and forbid, as the fake keeps it: the order of things before `ready`, and which
 * platform tells which event. Whatever breaks a rule throws, as it would (or worse, would not) under the real one.
 */
import { EventEmitter } from "node:events";

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
    ...["minimize", "maximize", "unmaximize", "restore", "resized", "moved"],
  ],
  contents: [
    "before-input-event",
    "did-finish-load",
    "did-fail-load",
    "render-process-gone",
    "unresponsive",
    "destroyed",
  ],
};
type Emitting = keyof typeof everywhere;

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
};

/** Throws where a rule of Electron is broken. */
export function rule(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Error(`electron: ${words}`);
}

/** Emits what this platform emits, and refuses to emit anything else. */
export function tell(kind: Emitting, target: EventEmitter, name: string, ...given: unknown[]): void {
  const known = [...everywhere[kind], ...(only[process.platform]?.[kind] ?? [])];
  rule(known.includes(name), `${process.platform} has no ${name} on ${kind}`);
  target.emit(name, ...given);
}

/** An object that emits. */
export function emitting<Members extends object>(members: Members): EventEmitter & Members {
  return Object.assign(new EventEmitter(), members);
}
