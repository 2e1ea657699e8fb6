/** A menu of acts: icon, words, key. Each act is somewhere else too, or has a key. */
import { Menu } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";

export type MenuAct = { icon: LucideIcon; label: string; shortcut?: string; onAct(): void } | "line";

type ActMenuProps = { acts: MenuAct[]; position?: "bottom-end" | "bottom-start"; children: ReactElement };

/** Opens below its trigger; the trigger stays pressed while it is open. */
export function ActMenu({ acts, position = "bottom-end", children }: ActMenuProps) {
  return (
    <Menu
      position={position}
      width={240}
      offset={6}
      transitionProps={{ duration: 120, transition: "pop-top-right" }}
      classNames={{ dropdown: "float menu", item: "menu-item", divider: "menu-line" }}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <MenuActs acts={acts} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The lines of a menu. */
export function MenuActs({ acts }: { acts: MenuAct[] }) {
  return acts.map((act, at) =>
    act === "line" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a menu's lines have only their place
      <Menu.Divider key={at} />
    ) : (
      <Menu.Item
        key={act.label}
        onClick={act.onAct}
        leftSection={<act.icon size={16} strokeWidth={1.75} aria-hidden="true" />}
        rightSection={
          act.shortcut === undefined ? null : (
            <span className="menu-key" aria-hidden="true">
              {act.shortcut}
            </span>
          )
        }
      >
        {act.label}
      </Menu.Item>
    ),
  );
}
