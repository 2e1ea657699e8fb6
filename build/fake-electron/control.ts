/** The line to the test that drives the fake: a few acts of the desktop and of the person, and what can be seen from outside. */
import { readFileSync } from "node:fs";
import type Electron from "electron";
import { app, login } from "./app.ts";
import { desktop, windows } from "./desktop.ts";
import { loading } from "./page.ts";
import { clickBox, clickMenu, clickNotice, clickTray, menuLabels, powerMonitor, pressShortcut, seen } from "./parts.ts";
import { spawning, started } from "./processes.ts";
import { rule, tell } from "./rules.ts";
import { sessionOf, triedOn } from "./sessions.ts";

const newest = () => {
  const window = windows.at(-1);
  rule(window !== undefined, "a window stands");
  return window;
};
/** Gone, or with a SIGKILL on its way: it runs no line more. */
function isEnding(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const pending = [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm)].map(([, bits]) => BigInt(`0x${bits}`));
    return /^State:\s*[ZX]/m.test(status) || pending.some((bits) => (bits & 0x100n) !== 0n);
  } catch {
    return true;
  }
}
const standing = (service: string) => started.findLast((one) => one.service === service && !one.isOver)?.realPid ?? 0;

/** Of the cores the oldest: the next one is started while that one ends. */
seen.coreStands = () => {
  const pid = started.find(({ service, isOver }) => service === "Latchkey core" && !isOver)?.realPid ?? 0;
  return pid > 0 && !isEnding(pid);
};

/** Something happens, and at once after it: is the core that stood then ending? False where none stood. */
function ends(happens: () => void): boolean {
  const pid = standing("Latchkey core");
  happens();
  return pid > 0 && isEnding(pid);
}

const acts = {
  state: () => ({
    windows: windows.map((window) => ({
      ...window.shape,
      isFocused: desktop.focused === window,
      hasBridge: window.page.bridge() !== null,
    })),
    ...{ login, started, focusTaken: desktop.focusTaken, pid: process.pid },
    ...{
      clipboard: seen.clipboard,
      boxes: seen.boxes,
      opened: seen.opened,
      saving: seen.saving,
      notices: seen.notices,
    },
  }),
  /** What may not happen is tried on the newest window's session, and on the default one. */
  triedOnSessions: (...addresses: string[]) =>
    Promise.all([newest().page.session, sessionOf("")].map((one) => triedOn(one, addresses))),
  /** What no page may do is tried in every window. */
  triedOnPages: () => windows.map((window) => window.page.tried()),
  call: (name: string, input: unknown) => newest().page.bridge()?.call(name, input) ?? null,
  powerTells: (name: string) => ends(() => tell("powerMonitor", powerMonitor, name)),
  shortcut: (accelerator: string) => pressShortcut(accelerator),
  tray: (label: string) => ends(() => clickTray(label)),
  key: (key: string) =>
    tell("contents", newest().page.contents, "before-input-event", { preventDefault() {} }, { type: "keyDown", key }),
  /** Its person closes the oldest window. */
  firstCloses: () => setImmediate(() => windows[0]?.close()) && null,
  /** The page of the newest window closes it. */
  pageCloses: () => newest().close(),
  menu: (label: string) => ends(() => clickMenu(label)),
  menuLabels: () => menuLabels(),
  windowTells: (name: string) => ends(() => tell("window", newest(), name, { preventDefault() {} })),
  pageGone: (reason: string) =>
    ends(() => {
      const { contents } = newest().page;
      const details = { reason, exitCode: 5 };
      tell("contents", contents, "render-process-gone", {}, details);
      tell("app", app, "render-process-gone", {}, contents, details);
    }),
  quit: () => setImmediate(() => app.quit()) && null,
  /** It answers nobody any more, and does not end. */
  hangCore: () => process.kill(standing("Latchkey core"), "SIGSTOP"),
  killCore: () => process.kill(standing("Latchkey core"), "SIGKILL"),
  idle: (state: typeof seen.idleState) => (seen.idleState = state),
  clipboardHangs: () => (seen.clipboard.hangs = true),
  chooses: (place: string | null) => (seen.place = place),
  answers: (...buttons: number[]) => seen.answers.push(...buttons),
  clickBox: (button: number) => clickBox(button),
  nextPageFails: (error: number) => (loading.failsWith = error),
  spawnTakes: (ms: number) => (spawning.ms = ms),
  focusElsewhere: () => {
    const left = desktop.focused;
    desktop.focused = null;
    if (left !== null) tell("window", left, "blur");
  },
  opensUrl: (address: string) => tell("app", app, "open-url", { preventDefault() {} }, address),
  clickNotice: () => clickNotice(),
  dock: () => tell("app", app, "activate"),
  shape: (changes: {
    isMaximized?: boolean;
    isMinimized?: boolean;
    isFullScreen?: boolean;
    bounds?: Electron.Rectangle;
  }) => {
    Object.assign(newest().shape, changes);
    return true;
  },
};
export type Acts = typeof acts;

process.on("message", async ({ id, act, given }: { id: number; act: keyof Acts; given: never[] }) => {
  try {
    process.send?.({ id, value: await (acts[act] as (...given: never[]) => unknown)(...given) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
});
// Switches that Chromium would see.
seen.switches.push(...process.argv.slice(1).map((one) => one.replace(/^-+/, "").replace(/=.*/, "")));
seen.switches.push(...(process.env.FAKE_SWITCHES ?? "").split(" ").filter(Boolean));
