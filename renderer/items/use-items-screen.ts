/** What the room of items knows, and what can be done in it. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/failures.ts";
import { useAnswer } from "../client.ts";
import { useLeave } from "../frame/leave-guard.tsx";
import { useRoute } from "../use-route.ts";
import { isWritable } from "../vaults/is-writable.ts";
import type { Asked } from "./dialog.tsx";
import type { Mode } from "./mode.ts";
import { openWebsite } from "./open-website.ts";
import { useItemKeys } from "./use-item-keys.ts";
import { type ItemListState, type Place, useItemList } from "./use-item-list.ts";
import { type ShownItem, useShownItem } from "./use-shown-item.ts";
import type { VaultActs } from "./vault-column.tsx";
import { readWebsite } from "./website.ts";

const routeOf = {
  view: "items",
  edit: "item-edit",
  new: "item-new",
  sheet: "vault-sheet",
  give: "vault-sheet",
} as const;

export type Room = {
  list: ItemListState;
  mode: Mode;
  vaults: VaultShape[];
  vault: VaultShape | undefined;
  failure: Failure | null;
  canAdd: boolean;
  shown: ShownItem | null;
  /** The item as it was when editing began, held whatever happens to the list meanwhile. */
  edited: ShownItem | null;
  asked: Asked | null;
  /** In a narrow window: the detail covers the list. */
  isCovered: boolean;
  search: RefObject<HTMLInputElement | null>;
  acts: VaultActs;
  begin(mode: Mode): void;
  ask(asked: Asked | null): void;
  pick(item: string): void;
  open(index: number): boolean;
  uncover(): void;
  done(item: string | null): void;
};

/** One for the room. */
export function useRoom(place: RefObject<Place>, onImport: () => void): Room {
  const list = useItemList(place);
  const [mode, setMode] = useState<Mode>("view");
  const [edited, setEdited] = useState<ShownItem | null>(null);
  const [asked, ask] = useState<Asked | null>(null);
  const [isCovered, setCovered] = useState(false);
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
    setCovered(true);
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
    if (website !== null && website.caution !== null) ask({ kind: "website", index, website });
    else void openWebsite(shown.row, index);
    return true;
  };
  const view = (isOver: boolean): void => {
    setMode("view");
    setCovered(isOver);
    search.current?.focus();
  };
  const choose = (vault: string | null): void => {
    list.choose(vault);
    view(false);
  };
  const show = (vault: string, gives = false): void => {
    list.choose(vault);
    begin(gives ? "give" : "sheet");
  };
  const acts: VaultActs = {
    onChoose: (vault) => leave(() => choose(vault)),
    onSheet: (vault, gives) => leave(() => show(vault, gives)),
    onMakeVault: () => leave(() => ask({ kind: "vault" })),
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
  const state = { list, mode, vaults, vault, failure, canAdd, shown, edited, asked, isCovered, search };
  return { ...state, acts, begin, ask, pick, open, done, uncover: () => setCovered(false) };
}
