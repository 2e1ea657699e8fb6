/** What the detail of an item is given. */
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import type { ItemActName } from "./acts/item-acts.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";

export type DetailProps = {
  shown: ShownItem;
  vault: VaultShape | undefined;
  members: MemberShape[];
  onBack(): void;
  onEdit(): void;
  onAct(act: ItemActName): void;
  onOpen(index: number): void;
  onSheet(vault: string, shares?: boolean): void;
};
