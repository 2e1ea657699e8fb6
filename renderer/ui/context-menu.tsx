/** A menu where somebody asked for it: at the pointer, or beside the row that has the keyboard. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useFloat } from "./layers.ts";
import { type MenuAct, MenuActs } from "./menu.tsx";

export type MenuPlace = { x: number; y: number };

type ContextProps = { place: MenuPlace; label: string; head?: ReactNode; acts: MenuAct[]; onClose(): void };

/** Shows it until an act is chosen or the focus leaves it; what had the focus has it again before an act begins. */
export function ContextMenu({ place, label, head, acts, onClose }: ContextProps) {
  const { toOpener } = useFloat(true, onClose);
  return (
    <Menu
      opened
      closeOnEscape={false}
      onChange={(isOpen) => isOpen || onClose()}
      position="bottom-start"
      width={264}
      offset={2}
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "float menu", item: "menu-item", divider: "menu-line" }}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className="menu-place"
          style={{ left: place.x, top: place.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {head}
        <MenuActs acts={acts} onChosen={toOpener} />
      </Menu.Dropdown>
    </Menu>
  );
}
