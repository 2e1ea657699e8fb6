/** What the screen of items knows, and what can be done in it. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { ItemRow, VaultShape } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/failures.ts";
import type { ItemKind } from "../../shared/model/kinds/kinds.ts";
import type { RegisterFilter } from "../../shared/model/register.ts";
import { useAnswer } from "../client/client.ts";
import { type CameFrom, cameFrom, goBack } from "../page/came-from.ts";
import { useLeave } from "../page/leave-guard.tsx";
import type { Step } from "../page/routes.ts";
import { toDetail, useCovering } from "../page/use-covering.ts";
import { useRoute, useStep } from "../page/use-route.ts";
import { useTakeUp } from "../typed/taken-up.tsx";
import type { MenuPlace } from "../ui/context-menu.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import type { OpenDialog } from "./dialog.tsx";
import type { NewOf, Resumed } from "./edit/draft.ts";
import type { Ways } from "./go-on.ts";
import { listId } from "./item-list.tsx";
import type { Mode } from "./mode.ts";
import type { Needs } from "./needs-you.tsx";
import { openWebsite } from "./open-website.ts";
import { type ShownItem, useShownItem } from "./shown/use-shown-item.ts";
import { readWebsite } from "./shown/website.ts";
import type { Again } from "./take-up.ts";
import { type ItemRun, useItemActs } from "./use-item-acts.ts";
import { useItemKeys } from "./use-item-keys.ts";
import { type ItemListState, type Place, type Shelf, useItemList } from "./use-item-list.ts";
import { useWaiting } from "./use-waiting.ts";
import type { VaultActs } from "./vault-column.tsx";

const stepOfShelf: Partial<Record<Shelf, Step>> = { trash: "trash", needs: "needs-you" };
const routeOf = {
  view: "items",
  edit: "item-edit",
  new: "item-new",
  sheet: "vault-sheet",
  share: "vault-sheet",
  register: "items",
} as const;

export type ItemsState = Omit<ItemRun, "tryRun" | "moveTo" | "showMenu"> & {
  list: ItemListState;
  mode: Mode;
  vaults: VaultShape[];
  vault: VaultShape | undefined;
  failure: Failure | null;
  canAdd: boolean;
  /** What of the register is shown first. */
  registerFirst: RegisterFilter;
  shown: ShownItem | null;
  /** The item as it was when editing began, held whatever happens to the list meanwhile. */
  edited: ShownItem | null;
  /** What was typed before and the editor takes up again. */
  resumed: Resumed | null;
  /** What waits for this person. */
  needs: Needs;
  dialog: OpenDialog | null;
  /** In a narrow window: the detail covers the list, or cannot be seen. */
  isDetailOpen: boolean;
  isDetailHidden: boolean;
  search: RefObject<HTMLInputElement | null>;
  /** What a new one begins as. */
  start: Start;
  acts: VaultActs;
  edit(): void;
  showDialog(dialog: OpenDialog | null): void;
  pick(item: string): void;
  /** Shows an item, wherever it is. */
  showItem(item: string): void;
  /** Double click: opens the website and copies the username. */
  use(row: ItemRow): void;
  showRowMenu(row: ItemRow, place: MenuPlace): void;
  moved(items: string[]): void;
  open(index: number): boolean;
  closeDetail(): void;
  closeSheet(): void;
  done(item: string | null): void;
};

type Start = { kind: ItemKind } & NewOf;

const theList = (): HTMLElement | null => document.getElementById(listId);

/** What the detail's pane shows, and where the focus goes with it. */
function usePane(shown: ShownItem | null, list: ItemListState) {
  const [mode, setMode] = useState<Mode>("view");
  const [edited, setEdited] = useState<ShownItem | null>(null);
  const [resumed, setResumed] = useState<Resumed | null>(null);
  const [start, setStart] = useState<Start>({ kind: "login" });
  const { isOpen: isDetailOpen, isHidden: isDetailHidden, enter, open, close } = useCovering(mode === "view");
  const search = useRef<HTMLInputElement>(null);
  const from = useRef<CameFrom | null>(null);
  useRoute(routeOf[mode]);
  useStep(mode === "view" ? (stepOfShelf[list.shelf] ?? null) : null);
  useEffect(() => {
    if (mode !== "view") return;
    goBack(from.current, search.current);
    from.current = null;
  }, [mode]);
  // What had the focus may go with the item that it belonged to.
  const item = shown?.row.item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another item is shown
  useEffect(() => {
    if (mode !== "view" || document.activeElement !== document.body) return;
    theList()?.focus();
    // In a narrow window the list is behind the detail.
    if (document.activeElement === document.body) toDetail();
  }, [item, mode]);
  useEmptied({ isOpen: isDetailOpen && mode === "view", list, close });
  return {
    ...{ mode, edited, resumed, start, isDetailOpen, isDetailHidden, search },
    begin(next: Mode, again?: Again, begun: Start = { kind: "login" }): void {
      setStart(begun);
      from.current = cameFrom();
      setEdited(next === "edit" ? (again?.item ?? shown) : null);
      setResumed(again?.resumed ?? null);
      setMode(next);
      open();
    },
    view(isOver: boolean): void {
      from.current = null;
      setMode("view");
      if (isOver) open();
      else close();
      search.current?.focus();
    },
    end: () => setMode("view"),
    endSheet(): void {
      setMode("view");
      close();
    },
    enterDetail: () => list.total > 0 && enter(),
    closeDetail: () => close(),
    toSearch(): void {
      close(search.current);
      search.current?.focus();
      search.current?.select();
    },
  };
}

/** When the last row went there is nothing to read in a narrow window, and the list is back. */
function useEmptied({ isOpen, list, close }: { isOpen: boolean; list: ItemListState; close(): void }): void {
  const isEmpty = isOpen && list.total === 0 && !list.isLoading;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it is so
  useEffect(() => {
    if (isEmpty) close();
  }, [isEmpty]);
}

/** Opens a website of the item, or asks first where its name deserves a careful look; false where there is none. */
function openOrAsk(row: ItemRow | undefined, index: number, showDialog: (dialog: OpenDialog) => void): boolean {
  const typed = row?.urls[index]?.url;
  if (row === undefined || typed === undefined) return false;
  const website = readWebsite(typed);
  if (website !== null && website.caution !== null) showDialog({ kind: "website", row, index, website });
  else void openWebsite(row, index);
  return true;
}

type WaysOf = {
  list: ItemListState;
  leave(act: () => void): void;
  view(isOver: boolean): void;
  begin(mode: Mode): void;
  endSheet(): void;
};

/** Ways to another place of the list, after the person agreed to leave what they typed. */
function waysOf({ list, leave, view, begin, endSheet }: WaysOf) {
  return {
    closeSheet(): void {
      list.choose(list.vault);
      endSheet();
    },
    choose(vault: string | null, shelf: Shelf = "all"): void {
      list.choose(vault, shelf);
      view(false);
    },
    toSheet: (vault: string, shares?: boolean): void =>
      leave(() => {
        list.choose(vault);
        begin(shares === true ? "share" : "sheet");
      }),
    showItem: (item: string): void =>
      leave(() => {
        list.choose(null);
        list.type("");
        list.pick(item);
        view(true);
      }),
    toRegister: (): void =>
      leave(() => {
        list.choose(list.vault);
        begin("register");
      }),
    pick: (item: string): void =>
      leave(() => {
        list.pick(item);
        view(true);
      }),
  };
}

type ScreenStart = {
  place: RefObject<Place>;
  onImport(): void;
  /** To the section in which people are invited. */
  onPeople(): void;
};

/** One for the screen. */
export function useItemsScreen({ place, onImport, onPeople }: ScreenStart): ItemsState {
  const list = useItemList(place);
  const [dialog, showDialog] = useState<OpenDialog | null>(null);
  const leave = useLeave();
  const { value: vaults = [], failure } = useAnswer("vault.list", {});
  const shown = useShownItem(list.selected);
  const canAdd = vaults.some(isWritable);
  const pane = usePane(shown, list);
  const { mode, edited, resumed, isDetailOpen, isDetailHidden, search, begin, closeDetail } = pane;
  // Where somebody was led to the register: once, as the list keeps the place from its first effect on.
  const [led] = useState(place.current.register);
  const ledTo = useRef(led === undefined ? null : begin);
  useEffect(() => void ledTo.current?.("register"), []);
  const add = (kind: ItemKind = "login", of: NewOf = {}): boolean => {
    if (mode === "edit" || mode === "new" || !canAdd) return false;
    begin("new", undefined, { kind, ...of });
    return true;
  };
  const open = (index: number): boolean => mode === "view" && openOrAsk(shown?.row, index, showDialog);
  const { choose, toSheet, toRegister, pick, showItem, closeSheet } = waysOf({ list, leave, ...pane });
  const ways = useWays({ list, vaults, showDialog, onPeople });
  const { needs, edit } = useWaiting({ mode, shown, begin, ways });
  const item = useItemActs({
    ...{ list, shown, vaults, showDialog, onSheet: toSheet },
    isViewing: mode === "view",
    onOpen: (row) => void openOrAsk(row, 0, showDialog),
    onEdit: edit,
  });
  const acts: VaultActs = {
    onChoose: (vault, shelf) => leave(() => choose(vault, shelf)),
    onSheet: toSheet,
    onRegister: toRegister,
    onDrop: (vault) => item.moveTo(vault),
    onMakeVault: () => leave(() => showDialog({ kind: "vault" })),
    onImport: () => leave(onImport),
    onNew: (kind, of) => void add(kind, of),
  };
  const done = doneWith({ mode, list, end: pane.end });
  useItemKeys({
    mode,
    hasMarks: list.marked.size > 0,
    tryRun: item.tryRun,
    onSearch: pane.toSearch,
    onEnter: pane.enterDetail,
    onNew: () => add(),
    onCloseSheet: closeSheet,
    onUnmark: list.unmark,
  });
  const vault = vaults.find((one) => one.vault === list.vault);
  const state = {
    ...{ list, mode, vaults, vault, failure, canAdd, dialog },
    ...{ shown, edited, resumed, start: pane.start, isDetailOpen, isDetailHidden, registerFirst: led ?? "all" },
  };
  return {
    ...{ ...state, ...item, search, acts, needs, edit, showDialog },
    ...{ pick, showItem, open, done, closeDetail, closeSheet },
    ...rowActs({ mode, list, vaults, item, showDialog }),
  };
}

type Ending = { mode: Mode; list: ItemListState; end(): void };

/** The editor is left: with the item that was saved, or without one. */
function doneWith({ mode, list, end }: Ending): (item: string | null) => void {
  return (item) => {
    // What was just added is shown, also where the search would not find it.
    if (mode === "new" && item !== null) {
      list.type("");
      if (list.kind !== null) list.chooseKind(null);
    }
    end();
    if (item !== null) list.pick(item);
  };
}

type WaysFrom = Pick<Ways, "vaults" | "showDialog"> & { list: ItemListState; onPeople(): void };

/** Where typed text goes on that was not in an editor of items. */
function useWays({ list, vaults, showDialog, onPeople }: WaysFrom): Ways {
  const put = useTakeUp();
  return {
    ...{ vaults, showDialog },
    toPeople(kept) {
      put(kept);
      onPeople();
    },
    toConflict(kept) {
      list.choose(null, "needs");
      list.pick(kept.text.item);
      put(kept);
    },
  };
}

type RowsOf = {
  mode: Mode;
  list: ItemListState;
  vaults: VaultShape[];
  item: ItemRun;
  showDialog(dialog: OpenDialog): void;
};

/** What is done from the rows. */
function rowActs({ mode, list, vaults, item, showDialog }: RowsOf): Pick<ItemsState, "use" | "showRowMenu" | "moved"> {
  return {
    use: (row) => void (mode === "view" && row.deleted === undefined && openOrAsk(row, 0, showDialog)),
    showRowMenu(row, place) {
      const vault = vaults.find((one) => one.vault === row.vault);
      // In Trash there is one act, and it takes the right to write.
      const isClosed = row.deleted !== undefined && (vault === undefined || !isWritable(vault));
      if (mode !== "view" || isClosed) return;
      if (!list.marked.has(row.item)) list.pick(row.item);
      item.showMenu(place);
    },
    moved(items) {
      list.unmark();
      if (list.vault === null && items[0] !== undefined) list.pick(items[0]);
    },
  };
}
