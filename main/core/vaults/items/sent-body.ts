/** An item as the chain has it, below what waits on this computer: what stands nowhere else yet is found against it. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { isReadable } from "../overviews/overviews.ts";
import { currentOf } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

/** Null where nothing of it waits, and where the chain has nothing that may be opened. Caller wipes. */
export async function sentBody(area: ItemsCore, vault: VaultId, item: ItemId): Promise<ItemBody | null> {
  if (area.drafts.ofItem(item).length === 0 || !isReadable(area.unlocked, vault)) return null;
  const current = await currentOf(area, vault, item);
  return current.ok && current.value.state === "present" ? current.value.body : null;
}

/** The fields whose current value is not what the chain has; what lost, and what was before, are no current values. */
export function unsentFieldsOf(sent: ItemBody | null, body: ItemBody): string[] {
  return sent === null ? [] : changedFields(sent, body).filter((field) => !older.has(field));
}

const older: ReadonlySet<string> = new Set(["conflicts", "history"] satisfies (keyof ItemBody["secret"])[]);
