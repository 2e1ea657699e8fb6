/** The keys of Items, and which of them may act now. */
import { useKeys } from "../page/keys.ts";
import { useLayer } from "../ui/layers.ts";
import type { ItemActName } from "./acts/item-acts.ts";
import type { Mode } from "./mode.ts";

type KeyActs = {
  mode: Mode;
  hasMarks: boolean;
  /** Does the first act that applies; false where none does now. */
  tryRun(...acts: ItemActName[]): boolean;
  onSearch(): void;
  /** Into the detail, where that is behind the list; false where it can be seen. */
  onEnter(): boolean;
  onNew(): boolean;
  onCloseSheet(): void;
  onUnmark(): void;
};

/** Listens for them. */
export function useItemKeys({
  mode,
  hasMarks,
  tryRun,
  onSearch,
  onEnter,
  onNew,
  onCloseSheet,
  onUnmark,
}: KeyActs): void {
  const act = (name: ItemActName) => (): boolean => mode === "view" && tryRun(name);
  useKeys({
    search: () => {
      if (mode !== "view") return false;
      onSearch();
      return true;
    },
    main: () => mode === "view" && (onEnter() || tryRun("copyPassword")),
    copyPassword: act("copyPassword"),
    copyUser: act("copyUser"),
    copyCode: act("copyCode"),
    open: act("open"),
    edit: act("edit"),
    new: onNew,
    move: act("move"),
    duplicate: act("duplicate"),
    copyLink: act("copyLink"),
    favourite: () => mode === "view" && tryRun("favourite", "unfavourite"),
    remove: act("remove"),
  });
  useLayer("filter", mode === "view" && hasMarks ? onUnmark : null);
  useLayer("sheet", mode === "sheet" || mode === "share" || mode === "register" ? onCloseSheet : null);
}
