/** The native menu: only what the platform needs; every act of the product has its key in the page. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

/** What the menu says of updates: the version that waits, or why what is published is not taken. */
export type UpdateEntry = { ready: string | null; refused: string | null; restart(): void };

/** Sets the menu; `lock` is the one act that must work whatever the page does. `update` is null where there is nothing to say. */
export function setMenu(lock: () => void, update: UpdateEntry | null): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    {
      label: hostWords.menu.app,
      submenu: [
        { label: hostWords.menu.lock, accelerator: "CmdOrCtrl+L", click: lock },
        { type: "separator" },
        ...updateItems(update),
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

function updateItems(update: UpdateEntry | null): MenuItemConstructorOptions[] {
  if (update === null) return [];
  const { ready, refused, restart } = update;
  return [
    ...(ready === null ? [] : [{ label: hostWords.menu.restartTo(ready), click: restart }]),
    ...(refused === null ? [] : [{ label: hostWords.menu.refusedUpdate(refused), enabled: false }]),
    { type: "separator" },
  ];
}
