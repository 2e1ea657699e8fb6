/** The icon beside the clock: the acts that must be at hand whatever window is in front. */
import { execFile } from "node:child_process";
import { Menu, nativeImage, Tray } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

export type TrayActs = { show(): void; quick(): void; lock(): void; quit(): void };

const sizePx = process.platform === "darwin" ? 18 : 24;

/** Of the environment only what leads to the desktop's own line. */
const lineVariables = ["PATH", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"];
const whoShows = [
  ...["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"],
  ...["org.freedesktop.DBus.NameHasOwner", "string:org.kde.StatusNotifierWatcher"],
];

/** Whether the icon can be seen: on Linux only where the desktop has a place for it, which Electron does not say. */
export function hasTray(): Promise<boolean> {
  if (process.platform !== "linux") return Promise.resolve(true);
  const env = Object.fromEntries(lineVariables.map((name) => [name, process.env[name]]));
  return new Promise((resolve) => {
    execFile("dbus-send", whoShows, { env, timeout: 1000 }, (error, said) =>
      resolve(error === null && said.trim() === "boolean true"),
    );
  });
}

/** Puts it there. A desktop that shows none has no error for it; who keeps the answer keeps the icon. */
export function offerTray(icon: string, acts: TrayActs): Tray {
  const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: sizePx, height: sizePx }));
  tray.setToolTip(hostWords.menu.app);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: hostWords.menu.show, click: acts.show },
      { label: hostWords.menu.quick, click: acts.quick },
      { type: "separator" },
      { label: hostWords.menu.lock, click: acts.lock },
      { label: hostWords.menu.quit, click: acts.quit },
    ]),
  );
  tray.on("click", acts.show);
  return tray;
}
