/** The native menu: what the platform needs, and the acts that must work whatever the page does. */
import { Menu, type MenuItemConstructorOptions } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

/** What the menu says of updates: the version that waits, or why what is published is not taken. */
export type UpdateEntry = { ready: string | null; refused: string | null; restart(): void };

export type MenuActs = { lock(): void; quick(): void };

/** Sets the menu. `update` is null where there is nothing to say. */
export function setMenu({ lock, quick }: MenuActs, update: UpdateEntry | null): void {
  const isMac = process.platform === "darwin";
  const template: MenuItemConstructorOptions[] = [
    {
      label: hostWords.menu.app,
      submenu: [
        ...(isMac ? macBefore : []),
        { label: hostWords.menu.lock, accelerator: "CmdOrCtrl+L", click: lock },
        { label: hostWords.menu.quick, click: quick },
        { type: "separator" },
        ...updateItems(update),
        ...(isMac ? macAfter : []),
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

/** What belongs into the menu of every program on macOS, before and after its own. */
const macBefore: MenuItemConstructorOptions[] = [{ role: "about" }, { type: "separator" }];
const macAfter: MenuItemConstructorOptions[] = [
  ...[{ role: "services" } as const, { type: "separator" } as const],
  ...[{ role: "hide" } as const, { role: "hideOthers" } as const, { role: "unhide" } as const],
  { type: "separator" },
];

function updateItems(update: UpdateEntry | null): MenuItemConstructorOptions[] {
  if (update === null) return [];
  const { ready, refused, restart } = update;
  return [
    ...(ready === null ? [] : [{ label: hostWords.menu.restartTo(ready), click: restart }]),
    ...(refused === null ? [] : [{ label: hostWords.menu.refusedUpdate(refused), enabled: false }]),
    { type: "separator" },
  ];
}
