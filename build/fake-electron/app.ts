/** The app: its order at the start, one instance for each `userData`, and how it quits. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Electron from "electron";
import { windows } from "./desktop.ts";
import { seen } from "./parts.ts";
import { emitting, type Part, phase, rule, tell } from "./rules.ts";

const ready = Promise.withResolvers<void>();
setImmediate(() =>
  setImmediate(() => {
    phase.isReady = true;
    ready.resolve();
  }),
);
let isQuitting = false;
/** Told to whoever drives the fake. */
export const exit = { hasCode: null as number | null };

/** What the system starts at login; the arguments are part of what it is asked for. */
export const login = { isOn: false, args: [] as string[] };
const inbox = (): string => join(phase.userData as string, "second-instances");

export const app = emitting({
  ...{ isPackaged: true, name: "Latchkey", getVersion: () => "0.1.0", getName: () => "Latchkey" },
  isReady: () => phase.isReady,
  getPath: (name: string) => join(phase.userData ?? "", name),
  setPath(name: string, path: string) {
    rule(name === "userData" && phase.userData === null, "userData is set once, before the lock");
    phase.userData = path;
  },
  requestSingleInstanceLock() {
    rule(phase.userData !== null, "the lock lies in userData");
    const file = join(phase.userData, "SingletonLock");
    const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    if (isRunning(holder)) {
      mkdirSync(inbox(), { recursive: true });
      writeFileSync(join(inbox(), `${process.pid}`), JSON.stringify(process.argv));
      process.kill(holder, "SIGUSR2");
      return false;
    }
    writeFileSync(file, String(process.pid));
    process.on("SIGUSR2", () => {
      for (const name of readdirSync(inbox())) {
        const argv = JSON.parse(readFileSync(join(inbox(), name), "utf8")) as string[];
        rmSync(join(inbox(), name));
        tell("app", app, "second-instance", {}, argv, "/", null);
      }
    });
    phase.hasLock = true;
    return true;
  },
  enableSandbox() {
    rule(!phase.isReady, "the sandbox is enabled before ready");
    phase.hasSandbox = true;
  },
  whenReady: () => ready.promise,
  commandLine: { hasSwitch: (name: string) => seen.switches.includes(name) },
  setAppUserModelId(id: string) {
    rule(process.platform === "win32", "only Windows knows programs by such an id");
    phase.appId = id;
  },
  setAsDefaultProtocolClient: () => true,
  getLoginItemSettings: ({ args = [] }: Electron.LoginItemSettingsOptions = {}) => ({
    openAtLogin: login.isOn && (process.platform !== "win32" || args.join(" ") === login.args.join(" ")),
  }),
  setLoginItemSettings({ openAtLogin, args = [] }: Electron.Settings) {
    rule(process.platform !== "linux", "Linux has no login items");
    Object.assign(login, { isOn: openAtLogin === true, args });
  },
  relaunch: () => {},
  quit() {
    if (isQuitting) return;
    let isPrevented = false;
    tell("app", app, "before-quit", { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    isQuitting = true;
    for (const window of [...windows]) window.close();
    if (windows.length > 0) return;
    tell("app", app, "will-quit", { preventDefault: () => {} });
    app.exit(0);
  },
  exit(code = 0) {
    exit.hasCode ??= code;
    // Whatever stands behind the call still runs, as under Electron.
    setImmediate(() => process.exit(code));
  },
} satisfies Part<Electron.App>);

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
