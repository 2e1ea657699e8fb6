/** How each act of the table is done, with the selected item or with all that are marked. */
import { useState } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import type { MenuPlace } from "../ui/context-menu.tsx";
import { type ActTarget, type ItemActName, isAlone, itemActs } from "./acts/item-acts.ts";
import { removeItems, restoreItems } from "./acts/remove-items.ts";
import { tagItems } from "./acts/tag-items.ts";
import { copyField } from "./copy-field.ts";
import type { OpenDialog } from "./dialog.tsx";
import type { ShownItem } from "./shown/use-shown-item.ts";
import type { ItemListState } from "./use-item-list.ts";

type ActsOn = {
  list: ItemListState;
  shown: ShownItem | null;
  vaults: VaultShape[];
  onOpen(): void;
  onEdit(): void;
  onSheet(vault: string, shares: boolean): void;
  showDialog(dialog: OpenDialog): void;
};

export type ItemRun = {
  menu: { place: MenuPlace } | null;
  showMenu(place: MenuPlace): void;
  closeMenu(): void;
  run(act: ItemActName): void;
  /** For a key: false where the act does not apply now. */
  tryRun(act: ItemActName): boolean;
  restore(): void;
  tag(tag: string): void;
  moveTo(vault: string): void;
};

/** One for the screen. */
export function useItemActs(on: ActsOn): ItemRun {
  const { list, shown, vaults, showDialog } = on;
  const [menu, setMenu] = useState<{ place: MenuPlace } | null>(null);
  const target: ActTarget | null =
    shown === null ? null : { ...shown, vault: vaults.find(({ vault }) => vault === shown.row.vault) };
  const move = async (isShare: boolean, first?: string): Promise<void> => {
    const rows = (await list.actsOn()).filter(({ vault }) => vault !== first);
    if (rows.length > 0) showDialog({ kind: "move", rows, isShare, ...(first === undefined ? {} : { first }) });
  };
  const acts: Record<ItemActName, (target: ActTarget) => void> = {
    copyPassword: ({ row }) => void copyField(row.item, "password", words.items.password),
    copyUser: ({ row }) => void copyField(row.item, "username", words.items.userName),
    copyCode: ({ row }) => void copyField(row.item, "code", words.items.code),
    open: on.onOpen,
    favourite: ({ row }) => void favour(row.item, true),
    unfavourite: ({ row }) => void favour(row.item, false),
    edit: on.onEdit,
    duplicate: ({ row }) => void duplicate(row.item, row.title, list.pick),
    copyLink: ({ row }) => void copyField(row.item, "link", words.itemActs.link),
    share: ({ vault }) => (vault === undefined || isAlone(vault) ? void move(true) : on.onSheet(vault.vault, true)),
    move: () => void move(false),
    remove: () => void list.actsOn().then(removeItems).then(list.unmark),
  };
  const isSeveral = list.marked.size > 1;
  const applies = (act: ItemActName): boolean => {
    if (list.isTrash || target === null) return false;
    return isSeveral ? act === "move" || act === "remove" : itemActs[act].applies(target);
  };
  const tryRun = (act: ItemActName): boolean => {
    if (target === null || !applies(act)) return false;
    acts[act](target);
    return true;
  };
  return {
    menu,
    showMenu: (place) => setMenu(list.isTrash ? null : { place }),
    closeMenu: () => setMenu(null),
    run: (act) => void tryRun(act),
    tryRun,
    restore: () => void list.actsOn().then(restoreItems).then(list.unmark),
    tag: (tag) => void list.actsOn().then((rows) => tagItems(rows, tag)),
    moveTo: (vault) => void move(false, vault),
  };
}

async function favour(item: string, on: boolean): Promise<void> {
  const saved = await call("item.favourite", { item, on });
  if (!saved.ok) tellFailure(saved.failure);
}

async function duplicate(item: string, title: string, pick: (item: string) => void): Promise<void> {
  const made = await call("item.duplicate", { item });
  if (!made.ok) return tellFailure(made.failure);
  pick(made.value.item);
  tell(words.itemActs.duplicated(title));
}
