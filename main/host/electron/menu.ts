/** The native menu: only what the platform needs; every act of the product has its key in the page. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

/** Sets the menu; `lock` is the one act that must work whatever the page does. */
export function setMenu(lock: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    {
      label: hostWords.menu.app,
      submenu: [
        { label: hostWords.menu.lock, accelerator: "CmdOrCtrl+L", click: lock },
        { type: "separator" },
        { role: "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: hostWords.menu.view,
      submenu: [{ role: "resetZoom" }, { role: "zoomIn" }, { role: "zoomOut" }, { role: "togglefullscreen" }],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
