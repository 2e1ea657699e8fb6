/** How each act of the table is done, with the selected item or with all that are marked. */
import { useEffect, useState } from "react";
import type { ItemRow, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import type { MenuPlace } from "../ui/context-menu.tsx";
import { askedNow, fateOf, type HeldAct, type ListNow } from "./acts/held-act.ts";
import { type ActTarget, type ItemActName, isAlone, itemActs } from "./acts/item-acts.ts";
import { changeable, removeItems, restoreSome, undoOffer } from "./acts/remove-items.ts";
import { copyField } from "./copy-field.ts";
import type { OpenDialog } from "./dialog.tsx";
import type { ShownItem } from "./shown/use-shown-item.ts";
import type { ItemListState } from "./use-item-list.ts";

type ActsOn = {
  list: ItemListState;
  shown: ShownItem | null;
  vaults: VaultShape[];
  isViewing: boolean;
  onOpen(row: ItemRow): void;
  onEdit(): void;
  onSheet(vault: string, shares: boolean): void;
  showDialog(dialog: OpenDialog): void;
};

export type ItemRun = {
  menu: { place: MenuPlace } | null;
  showMenu(place: MenuPlace): void;
  closeMenu(): void;
  run(act: ItemActName): void;
  /** For a key, the first act that applies: false where none does now. It waits for its item where that is on its way. */
  tryRun(...acts: ItemActName[]): boolean;
  restore(): void;
  askTags(): void;
  moveTo(vault: string): void;
};

/** One for the screen. */
export function useItemActs(on: ActsOn): ItemRun {
  const { list, shown, vaults, showDialog } = on;
  const [menu, setMenu] = useState<{ place: MenuPlace } | null>(null);
  const target: ActTarget | null =
    shown === null ? null : { ...shown, vault: vaults.find(({ vault }) => vault === shown.row.vault) };
  const move = (isShare: boolean, first?: string): Promise<void> => askMove(on, isShare, first);
  const acts: Record<ItemActName, (target: ActTarget) => void> = {
    copyPassword: ({ row }) => void copyField(row.item, "password", words.items.password),
    copyUser: ({ row }) => void copyField(row.item, "username", words.items.userName),
    copyCode: ({ row }) => void copyField(row.item, "code", words.items.code),
    open: ({ row }) => on.onOpen(row),
    favourite: ({ row }) => void favour(row.item, true),
    unfavourite: ({ row }) => void favour(row.item, false),
    edit: on.onEdit,
    duplicate: ({ row }) => void duplicate(row.item, row.title, list.pick),
    copyLink: ({ row }) => void copyField(row.item, "link", words.itemActs.link),
    share: ({ vault }) => (vault === undefined || isAlone(vault) ? void move(true) : on.onSheet(vault.vault, true)),
    move: () => void move(false),
    remove: () =>
      void list
        .actsOn()
        .then((rows) => removeItems(rows, vaults))
        .then(list.unmark),
  };
  const isSeveral = list.marked.size > 1;
  const applies = (act: ItemActName): boolean => {
    if (list.isTrash || target === null) return false;
    return isSeveral ? act === "move" || act === "remove" : itemActs[act].applies(target);
  };
  const now = listNow(list, shown);
  const runNow = (names: readonly ItemActName[]): boolean => {
    const act = names.find(applies);
    if (target === null || act === undefined) return false;
    acts[act](target);
    return true;
  };
  const runWhenShown = useHeld({ now, isViewing: on.isViewing, runNow });
  const tryRun = (...names: ItemActName[]): boolean => {
    if (list.isTrash) return false;
    return isSeveral ? runNow(names) : runWhenShown(names);
  };
  return {
    menu,
    showMenu: (place) => setMenu({ place }),
    closeMenu: () => setMenu(null),
    // Of what a pointer meets, never another: where the list went on meanwhile, nothing is done.
    run: (act) => void ((isSeveral || fateOf(askedNow([act], now), now) === "act") && runNow([act])),
    tryRun,
    restore: () => {
      if (isSeveral || fateOf(askedNow([], now), now) === "act")
        void list
          .actsOn()
          .then((rows) => restoreSome(rows, vaults))
          .then(list.unmark);
    },
    askTags: () => void list.actsOn().then((rows) => rows.length > 0 && showDialog({ kind: "tag", rows })),
    moveTo: (vault) => void move(false, vault),
  };
}

/** Asks where to, for those that may leave their vault; the others are counted. */
async function askMove({ list, vaults, showDialog }: ActsOn, isShare: boolean, first?: string): Promise<void> {
  const chosen = (await list.actsOn()).filter(({ vault }) => vault !== first);
  const rows = [...changeable(chosen, vaults)];
  if (rows.length === 0) return;
  const staying = chosen.length - rows.length;
  showDialog({ kind: "move", rows, isShare, staying, ...(first === undefined ? {} : { first }) });
}

function listNow(list: ItemListState, shown: ShownItem | null): ListNow {
  const isRead = shown !== null && (shown.detail !== null || shown.failure !== null);
  return {
    place: JSON.stringify([list.vault, list.shelf, list.text]),
    isSettled: list.isSettled,
    isEmpty: list.total === 0 && !list.isLoading && !list.isStale,
    selected: list.selected?.item ?? null,
    shown: isRead ? shown.row.item : null,
  };
}

type Holding = { now: ListNow; isViewing: boolean; runNow(acts: readonly ItemActName[]): boolean };

/** Does an act as soon as its item is there; false where it will not be done. */
function useHeld({ now, isViewing, runNow }: Holding): Holding["runNow"] {
  const [held, setHeld] = useState<HeldAct | null>(null);
  useEffect(() => {
    if (held === null) return;
    const fate = isViewing ? fateOf(held, now) : "drop";
    if (fate === "wait") return;
    setHeld(null);
    if (fate === "act") runNow(held.acts);
  });
  return (acts) => {
    const asked = askedNow(acts, now);
    const fate = fateOf(asked, now);
    if (fate === "wait") setHeld(asked);
    return fate === "wait" || (fate === "act" && runNow(acts));
  };
}

async function favour(item: string, on: boolean): Promise<void> {
  const saved = await call("item.favourite", { item, on });
  if (!saved.ok) tellFailure(saved.failure);
}

async function duplicate(item: string, title: string, pick: (item: string) => void): Promise<void> {
  const made = await call("item.duplicate", { item });
  if (!made.ok) return tellFailure(made.failure);
  const { item: copy } = made.value;
  pick(copy);
  tell(
    words.itemActs.duplicated(title),
    undoOffer(() => void takeBack(copy)),
  );
}

async function takeBack(copy: string): Promise<void> {
  const removed = await call("item.delete", { items: [copy] });
  if (!removed.ok) tellFailure(removed.failure);
}
