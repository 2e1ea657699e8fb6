/** What the detail of an item is given. */
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import type { ItemKind } from "../../shared/model/kinds/kinds.ts";
import type { ItemActName } from "./acts/item-acts.ts";
import type { NewOf } from "./edit/draft.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";

export type DetailProps = {
  shown: ShownItem;
  vault: VaultShape | undefined;
  members: MemberShape[];
  onBack(): void;
  onEdit(): void;
  onAct(act: ItemActName): void;
  onOpen(index: number): void;
  /** A new item of this kind, that belongs to this one. */
  onNew(kind: ItemKind, of: NewOf): void;
  /** Shows another item. */
  onItem(item: string): void;
  vaults: VaultShape[];
  onSheet(vault: string, shares?: boolean): void;
};
