/** What the screen of items knows, and what can be done in it. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/failures.ts";
import { useAnswer } from "../client/client.ts";
import { useLeave } from "../page/leave-guard.tsx";
import { useRoute } from "../page/use-route.ts";
import { isWritable } from "../vaults/is-writable.ts";
import type { OpenDialog } from "./dialog.tsx";
import type { Mode } from "./mode.ts";
import { openWebsite } from "./open-website.ts";
import { type ShownItem, useShownItem } from "./shown/use-shown-item.ts";
import { readWebsite } from "./shown/website.ts";
import { useItemKeys } from "./use-item-keys.ts";
import { type ItemListState, type Place, useItemList } from "./use-item-list.ts";
import type { VaultActs } from "./vault-column.tsx";

const routeOf = {
  view: "items",
  edit: "item-edit",
  new: "item-new",
  sheet: "vault-sheet",
  share: "vault-sheet",
} as const;

export type ItemsState = {
  list: ItemListState;
  mode: Mode;
  vaults: VaultShape[];
  vault: VaultShape | undefined;
  failure: Failure | null;
  canAdd: boolean;
  shown: ShownItem | null;
  /** The item as it was when editing began, held whatever happens to the list meanwhile. */
  edited: ShownItem | null;
  dialog: OpenDialog | null;
  /** In a narrow window: the detail covers the list. */
  isDetailOpen: boolean;
  search: RefObject<HTMLInputElement | null>;
  acts: VaultActs;
  begin(mode: Mode): void;
  showDialog(dialog: OpenDialog | null): void;
  pick(item: string): void;
  open(index: number): boolean;
  closeDetail(): void;
  done(item: string | null): void;
};

/** One for the screen. */
export function useItemsScreen(place: RefObject<Place>, onImport: () => void): ItemsState {
  const list = useItemList(place);
  const [mode, setMode] = useState<Mode>("view");
  const [edited, setEdited] = useState<ShownItem | null>(null);
  const [dialog, showDialog] = useState<OpenDialog | null>(null);
  const [isDetailOpen, setDetailOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const leave = useLeave();
  const { value: vaults = [], failure } = useAnswer("vault.list", {});
  const shown = useShownItem(list.selected);
  const canAdd = vaults.some(isWritable);
  useRoute(routeOf[mode]);
  useEffect(() => {
    if (mode === "view") search.current?.focus();
  }, [mode]);

  const begin = (next: Mode): void => {
    setEdited(next === "edit" ? shown : null);
    setMode(next);
    setDetailOpen(true);
  };
  const add = (): boolean => {
    if (mode === "edit" || mode === "new" || !canAdd) return false;
    begin("new");
    return true;
  };
  const open = (index: number): boolean => {
    const typed = shown?.row.urls[index]?.url;
    if (mode !== "view" || shown === null || typed === undefined) return false;
    const website = readWebsite(typed);
    if (website !== null && website.caution !== null) showDialog({ kind: "website", index, website });
    else void openWebsite(shown.row, index);
    return true;
  };
  const view = (isOver: boolean): void => {
    setMode("view");
    setDetailOpen(isOver);
    search.current?.focus();
  };
  const choose = (vault: string | null): void => {
    list.choose(vault);
    view(false);
  };
  const show = (vault: string, shares = false): void => {
    list.choose(vault);
    begin(shares ? "share" : "sheet");
  };
  const acts: VaultActs = {
    onChoose: (vault) => leave(() => choose(vault)),
    onSheet: (vault, shares) => leave(() => show(vault, shares)),
    onMakeVault: () => leave(() => showDialog({ kind: "vault" })),
    onImport: () => leave(onImport),
    onNew: () => void add(),
  };
  const pick = (item: string): void =>
    leave(() => {
      list.pick(item);
      view(true);
    });
  const done = (item: string | null): void => {
    // What was just added is shown, also where the search would not find it.
    if (mode === "new" && item !== null) list.type("");
    setMode("view");
    if (item !== null) list.pick(item);
  };
  const toSearch = (): void => {
    search.current?.focus();
    search.current?.select();
  };
  useItemKeys({
    mode,
    shown,
    onSearch: toSearch,
    onOpen: () => open(0),
    onEdit: () => begin("edit"),
    onNew: add,
    onCloseSheet: () => choose(list.vault),
  });
  const vault = vaults.find((one) => one.vault === list.vault);
  const state = { list, mode, vaults, vault, failure, canAdd, shown, edited, dialog, isDetailOpen, search };
  return { ...state, acts, begin, showDialog, pick, open, done, closeDetail: () => setDetailOpen(false) };
}
