/** The icon beside the clock: the acts that must be at hand whatever window is in front. */
import { Menu, nativeImage, Tray } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

export type TrayActs = { show(): void; quick(): void; lock(): void; quit(): void };

const sizePx = process.platform === "darwin" ? 18 : 24;

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
