/** The native menu: only what the platform needs; every act of the product has its key in the page. */
import { Menu, type MenuItemConstructorOptions } from "electron";

/** Sets the menu; `lock` is the one act that must work whatever the page does. */
export function setMenu(lock: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    {
      label: "Latchkey",
      submenu: [{ label: "Lock", accelerator: "CmdOrCtrl+L", click: lock }, { type: "separator" }, { role: "quit" }],
    },
    { role: "editMenu" },
    {
      label: "View",
      submenu: [{ role: "resetZoom" }, { role: "zoomIn" }, { role: "zoomOut" }, { role: "togglefullscreen" }],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
