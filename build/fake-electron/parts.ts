/** The smaller parts: clipboard, session, protocol, menu, dialogs, screen. Each keeps what was done with it, for tests to see. */
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import type Electron from "electron";
import { emitting, type Part, phase, rule, tell } from "./rules.ts";

export const ipcMain = new EventEmitter();
export const nativeTheme = { themeSource: "system", shouldUseDarkColors: false } satisfies Pick<
  Electron.NativeTheme,
  "themeSource" | "shouldUseDarkColors"
>;

/** What tests set and see. */
export const seen = {
  /** `asks`: of each look at what is on it, whether a core stood then. */
  clipboard: { text: "", formats: {} as Record<string, number[]>, hangs: false, asks: [] as boolean[] },
  coreStands: () => false,
  idleState: "active" as ReturnType<Electron.PowerMonitor["getSystemIdleState"]>,
  boxes: [] as Electron.MessageBoxOptions[],
  /** Which button the next box gets; a box without an answer stays open. */
  answers: [] as number[],
  opened: [] as string[],
  /** What each dialog for a place was asked, and the place that the next one gets; null: nobody chooses. */
  saving: [] as Electron.SaveDialogOptions[],
  place: null as string | null,
  switches: [] as string[],
  notices: [] as { title: string; isStanding: boolean }[],
  /** Accelerators that another program has. */
  taken: (process.env.FAKE_TAKEN ?? "").split(" "),
};

export const powerMonitor = emitting({
  getSystemIdleState(threshold: number) {
    rule(phase.isReady && threshold > 0, "the idle threshold is positive, and asked for after ready");
    return seen.idleState;
  },
} satisfies Pick<Electron.PowerMonitor, "getSystemIdleState">);

type Formats = ConstructorParameters<typeof Electron.ClipboardItem>[0];
const items = new WeakMap<object, Formats>();
export function ClipboardItem(given: Formats) {
  const item = { types: Object.keys(given) };
  items.set(item, given);
  return item;
}

export const clipboard = {
  clear() {
    rule(phase.isReady, "the clipboard is used after ready");
    seen.clipboard = { ...seen.clipboard, text: "", formats: {} };
  },
  readText: () => {
    seen.clipboard.asks.push(seen.coreStands());
    return seen.clipboard.hangs ? new Promise<string>(() => {}) : Promise.resolve(seen.clipboard.text);
  },
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

export const nativeImage = {
  createFromPath(path: string) {
    rule(existsSync(path), `there is a picture ${path}`);
    return { resize: () => ({}) };
  },
} satisfies Part<typeof Electron.nativeImage>;

let newest: { click(): void } | null = null;
/** A notification: shown once, by a program that its system knows. */
export function Notification({ title = "" }: Electron.NotificationConstructorOptions = {}) {
  rule(phase.isReady, "notifications are there after ready");
  rule(process.platform !== "win32" || phase.appId !== null, "Windows shows notifications of programs with an id only");
  const note = { title, isStanding: false };
  const notification = emitting({
    show() {
      rule(!note.isStanding, "a notification is shown once");
      note.isStanding = true;
      seen.notices.push(note);
      newest = { click: () => tell("notification", notification, "click", {}) };
    },
    close() {
      if (note.isStanding) tell("notification", notification, "close", {});
      note.isStanding = false;
    },
  } satisfies Part<Electron.Notification>);
  return notification;
}
Notification.isSupported = (() => true) satisfies typeof Electron.Notification.isSupported;

/** Its person clicks the newest one. */
export function clickNotice(): void {
  rule(newest !== null, "a notification stands");
  newest.click();
}

type Template = (Electron.MenuItem | Electron.MenuItemConstructorOptions)[];
/** What each menu was built from. */
const templates = new WeakMap<object, Template>();
const templateOf = (menu: object | null): Template => {
  const template = menu === null ? [] : templates.get(menu);
  rule(template !== undefined, "a menu is built before it is set");
  return template;
};

let trayMenu: Template = [];
export function Tray(_image: Part<Electron.NativeImage>) {
  rule(phase.isReady, "the tray is there after ready");
  return emitting({
    setToolTip: () => {},
    setContextMenu(menu: object | null) {
      trayMenu = templateOf(menu);
    },
    destroy: () => {},
  } satisfies Part<Electron.Tray>);
}

let menu: Template = [];
export const Menu = {
  buildFromTemplate(template: Template) {
    const built = {};
    templates.set(built, template);
    return built;
  },
  setApplicationMenu(given: object | null) {
    menu = templateOf(given);
  },
} satisfies Part<typeof Electron.Menu>;

const menuItems = (): Template => menu.flatMap(({ submenu }) => (submenu ?? []) as Template);
/** Clicks the menu's item of this name. */
export function clickMenu(label: string): void {
  click(menuItems(), label);
}

/** What the menu's items are called that have a name of their own. */
export function menuLabels(): string[] {
  return menuItems().flatMap(({ label }) => label ?? []);
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

/** Boxes that nobody answered yet, oldest first. */
const standing: ((button: number) => void)[] = [];
/** Its person clicks a button of the oldest box. */
export function clickBox(button: number): void {
  const answer = standing.shift();
  rule(answer !== undefined, "a box stands");
  answer(button);
}

export const dialog = {
  showErrorBox(title: string, content: string) {
    rule(phase.isReady || process.platform !== "linux", "on Linux a box before ready is no box");
    process.stdout.write(`[box] ${title}: ${content}\n`);
  },
  showMessageBox(...given: unknown[]) {
    rule(phase.isReady, "a box is shown after ready");
    seen.boxes.push(given.at(-1) as Electron.MessageBoxOptions);
    const response = seen.answers.shift();
    const answered = Promise.withResolvers<{ response: number; checkboxChecked: boolean }>();
    if (response === undefined) standing.push((response) => answered.resolve({ response, checkboxChecked: false }));
    else answered.resolve({ response, checkboxChecked: false });
    return answered.promise;
  },
  async showSaveDialog(...given: unknown[]) {
    rule(phase.isReady, "a dialog is shown after ready");
    seen.saving.push(given.at(-1) as Electron.SaveDialogOptions);
    return { canceled: seen.place === null, filePath: seen.place ?? "" };
  },
} satisfies Part<Electron.Dialog>;

export const shell = {
  async openExternal(url: string) {
    seen.opened.push(url);
  },
} satisfies Pick<Electron.Shell, "openExternal">;

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = {
  getDisplayMatching() {
    rule(phase.isReady, "the screen is there after ready");
    return display;
  },
  getDisplayNearestPoint: () => display,
  getCursorScreenPoint: () => ({ x: 100, y: 100 }),
} satisfies Part<Electron.Screen>;
