/** The keys of Items, and which of them may act now. */
import { words } from "../../shared/copy/words.ts";
import { useKeys } from "../page/keys.ts";
import { useLayer } from "../ui/layers.ts";
import { copyField } from "./copy-field.ts";
import type { Mode } from "./mode.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";

type KeyActs = {
  mode: Mode;
  shown: ShownItem | null;
  onSearch(): void;
  onOpen(): boolean;
  onEdit(): void;
  onNew(): boolean;
  onCloseSheet(): void;
};

/** Listens for them. */
export function useItemKeys({ mode, shown, onSearch, onOpen, onEdit, onNew, onCloseSheet }: KeyActs): void {
  const copy = (field: string, name: string, has: boolean): boolean => {
    if (shown === null || mode !== "view" || !has) return false;
    void copyField(shown.row.item, field, name);
    return true;
  };
  const copyPassword = (): boolean =>
    copy("password", words.items.password, shown?.detail?.fields.some(({ field }) => field === "password") === true);
  useKeys({
    search: () => {
      if (mode !== "view") return false;
      onSearch();
      return true;
    },
    main: copyPassword,
    copyPassword,
    copyUser: () => copy("username", words.items.userName, shown !== null && shown.row.username !== null),
    copyCode: () => copy("code", words.items.code, shown?.row.hasTotp === true),
    open: onOpen,
    edit: () => {
      if (mode !== "view" || shown?.detail?.editable !== true) return false;
      onEdit();
      return true;
    },
    new: onNew,
  });
  useLayer("sheet", mode === "sheet" || mode === "share" ? onCloseSheet : null);
}
