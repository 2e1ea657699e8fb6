/** The menu of a row: the same acts as in the band over the item; with several marked, those that take all of them. */
import { RotateCcw } from "lucide-react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../page/keys.ts";
import { ContextMenu, type MenuPlace } from "../ui/context-menu.tsx";
import { Mark } from "../ui/controls.tsx";
import type { MenuAct } from "../ui/menu.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { type ItemActName, menuOf, menuOfSeveral } from "./acts/item-acts.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";
import type { ItemListState } from "./use-item-list.ts";

type MenuProps = {
  place: MenuPlace;
  list: ItemListState;
  shown: ShownItem | null;
  vaults: VaultShape[];
  run(act: ItemActName): void;
  onTag(): void;
  onRestore(): void;
  onClose(): void;
};

/** Shows it; its acts appear as soon as the item is read. */
export function ItemMenu({ place, list, shown, vaults, run, onTag, onRestore, onClose }: MenuProps) {
  if (list.marked.size > 1)
    return (
      <ContextMenu
        place={place}
        label={words.itemActs.marked(list.marked.size)}
        head={
          <p aria-hidden="true" className="menu-head title">
            {words.itemActs.marked(list.marked.size)}
          </p>
        }
        acts={
          list.isTrash
            ? [restoreAct(words.itemActs.restoreAll(list.marked.size), onRestore)]
            : menuOfSeveral(run, onTag)
        }
        onClose={onClose}
      />
    );
  const row = list.selected;
  if (row === undefined || shown === null || shown.row.item !== row.item) return null;
  const vault = vaults.find((one) => one.vault === row.vault);
  return (
    <ContextMenu
      place={place}
      label={words.itemActs.of(row.title)}
      head={
        <p aria-hidden="true" className="menu-head line">
          <Mark id={row.item} name={row.title} size={24} />
          <span className="row-title cut grow">{row.title}</span>
          <span className="meta cut">{vaultTitle(vault)}</span>
        </p>
      }
      acts={
        list.isTrash
          ? [restoreAct(words.itemActs.restore(vaultTitle(vault)), onRestore)]
          : menuOf({ row, detail: shown.detail, vault }, run)
      }
      onClose={onClose}
    />
  );
}

function restoreAct(label: string, onAct: () => void): MenuAct {
  return { icon: RotateCcw, label, shortcut: shownKey("main"), onAct };
}
