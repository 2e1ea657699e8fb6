/** A menu of acts: icon, words, key. Each act is somewhere else too, or has a key. */
import { Menu } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useFloat } from "./layers.ts";

export type MenuAct = { icon: LucideIcon; label: string; shortcut?: string; onAct(): void } | "line";

type ActMenuProps = { acts: MenuAct[]; position?: "bottom-end" | "bottom-start"; children: ReactElement };

/** Opens below its trigger, which has the focus again before an act begins: what the act opens leads back there. */
export function ActMenu({ acts, position = "bottom-end", children }: ActMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const { toOpener } = useFloat(isOpen, () => setOpen(false));
  return (
    <Menu
      opened={isOpen}
      onChange={setOpen}
      closeOnEscape={false}
      position={position}
      width={240}
      offset={6}
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      transitionProps={{ duration: 120, transition: "pop-top-right" }}
      classNames={{ dropdown: "float menu", item: "menu-item", divider: "menu-line" }}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <MenuActs acts={acts} onChosen={toOpener} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The lines of a menu; `onChosen` comes before the act. */
export function MenuActs({ acts, onChosen }: { acts: MenuAct[]; onChosen(): void }) {
  return acts.map((act, at) =>
    act === "line" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a menu's lines have only their place
      <Menu.Divider key={at} />
    ) : (
      <Menu.Item
        key={act.label}
        onClick={() => {
          onChosen();
          act.onAct();
        }}
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
