/** The smaller parts: clipboard, session, protocol, menu, dialogs, screen. Each keeps what was done with it, for tests to see. */
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import type Electron from "electron";
import { emitting, phase, rule } from "./rules.ts";

export const ipcMain = new EventEmitter();
export const nativeTheme = { themeSource: "system", shouldUseDarkColors: false } satisfies Pick<
  Electron.NativeTheme,
  "themeSource" | "shouldUseDarkColors"
>;

/** What tests set and see. */
export const seen = {
  clipboard: { text: "", formats: {} as Record<string, number[]>, hangs: false },
  idleState: "active" as ReturnType<Electron.PowerMonitor["getSystemIdleState"]>,
  boxes: [] as Electron.MessageBoxOptions[],
  /** Which button the next box gets; a box without an answer stays open. */
  answers: [] as number[],
  opened: [] as string[],
  switches: [] as string[],
  /** Accelerators that another program has. */
  taken: (process.env.FAKE_TAKEN ?? "").split(" "),
};

export const powerMonitor = emitting({
  getSystemIdleState(threshold: number) {
    rule(phase.isReady && threshold > 0, "the idle threshold is positive, and asked for after ready");
    return seen.idleState;
  },
} satisfies Pick<Electron.PowerMonitor, "getSystemIdleState">);

const items = new WeakMap<object, Record<string, string | Blob>>();
export function ClipboardItem(given: Record<string, string | Blob>): object {
  const item = { types: Object.keys(given) };
  items.set(item, given);
  return item;
}

export const clipboard = {
  clear() {
    rule(phase.isReady, "the clipboard is used after ready");
    seen.clipboard = { ...seen.clipboard, text: "", formats: {} };
  },
  readText: () => (seen.clipboard.hangs ? new Promise<string>(() => {}) : Promise.resolve(seen.clipboard.text)),
  async write([item]: object[]) {
    const { "text/plain": text = "", ...flags } = items.get(item as object) ?? {};
    const formats: Record<string, number[]> = {};
    for (const [type, value] of Object.entries(flags)) {
      const [, name] = /^electron application\/osclipboard;format="([^"]+)"$/.exec(type) ?? [];
      rule(name !== undefined && value instanceof Blob, `the clipboard takes no ${type}`);
      formats[name] = [...new Uint8Array(await value.arrayBuffer())];
    }
    seen.clipboard = { ...seen.clipboard, text: String(text), formats };
  },
} satisfies Pick<Electron.Clipboard, "clear" | "readText" | "write">;

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    rule(!phase.isReady, "schemes are registered before ready");
    rule(phase.schemes === null, "schemes are registered once");
    phase.schemes = schemes.map(({ scheme }) => scheme);
  },
} satisfies Pick<Electron.Protocol, "registerSchemesAsPrivileged">;

const shortcuts = new Map<string, () => void>();
export const globalShortcut = {
  register(accelerator: string, pressed: () => void) {
    rule(phase.isReady, "shortcuts are registered after ready");
    if (seen.taken.includes(accelerator)) return false;
    shortcuts.set(accelerator, pressed);
    return true;
  },
  unregisterAll: () => shortcuts.clear(),
} satisfies Pick<typeof Electron.globalShortcut, "register" | "unregisterAll">;

/** Somebody presses it, whatever program is in front; whether anything happened. */
export function pressShortcut(accelerator: string): boolean {
  shortcuts.get(accelerator)?.();
  return shortcuts.has(accelerator);
}

type FakeImage = { path: string };
export const nativeImage = {
  createFromPath(path: string) {
    rule(existsSync(path), `there is a picture ${path}`);
    const image = { path, resize: () => image };
    return image as unknown as Electron.NativeImage;
  },
} satisfies Pick<typeof Electron.nativeImage, "createFromPath">;

let trayMenu: Template = [];
export function Tray(_image: FakeImage) {
  rule(phase.isReady, "the tray is there after ready");
  return emitting({
    setToolTip: () => {},
    setContextMenu(template: unknown) {
      trayMenu = template as Template;
    },
    destroy: () => {},
  } satisfies { [Name in keyof Partial<Electron.Tray>]: unknown });
}

type Template = Electron.MenuItemConstructorOptions[];
let menu: Template = [];
export const Menu = {
  buildFromTemplate: (template: Template) => template,
  setApplicationMenu(template: Template) {
    menu = template;
  },
  getApplicationMenu: () => menu,
};

/** Clicks the menu's item of this name. */
export function clickMenu(label: string): void {
  click(
    menu.flatMap(({ submenu }) => (submenu ?? []) as Template),
    label,
  );
}

/** Clicks the item of this name in the menu of the tray. */
export function clickTray(label: string): void {
  click(trayMenu, label);
}

function click(items: Template, label: string): void {
  const found = items.find((item) => item.label === label);
  rule(found?.click !== undefined, `the menu has ${label}`);
  (found.click as () => void)();
}

export const dialog = {
  showMessageBox(...given: unknown[]) {
    rule(phase.isReady, "a box is shown after ready");
    seen.boxes.push(given.at(-1) as Electron.MessageBoxOptions);
    const response = seen.answers.shift();
    return response === undefined ? new Promise(() => {}) : Promise.resolve({ response, checkboxChecked: false });
  },
} satisfies { [Name in keyof Pick<Electron.Dialog, "showMessageBox">]: unknown };

export const shell = {
  async openExternal(url: string) {
    seen.opened.push(url);
  },
} satisfies Pick<Electron.Shell, "openExternal">;

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = {
  getDisplayMatching() {
    rule(phase.isReady, "the screen is there after ready");
    return display as Electron.Display;
  },
  getDisplayNearestPoint: () => display as Electron.Display,
  getCursorScreenPoint: () => ({ x: 100, y: 100 }),
} satisfies Pick<Electron.Screen, "getDisplayMatching" | "getDisplayNearestPoint" | "getCursorScreenPoint">;
