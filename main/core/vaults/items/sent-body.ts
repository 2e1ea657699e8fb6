/** An item as the chain has it, below what waits on this computer: what stands nowhere else yet is found against it. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { isReadable } from "../overviews/overviews.ts";
import { wipeDraft } from "./item-draft.ts";
import { currentOf } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

/** Null where nothing of it waits, and where the chain has nothing that may be opened. Caller wipes. */
export async function sentBody(area: ItemsCore, vault: VaultId, item: ItemId): Promise<ItemBody | null> {
  if (area.drafts.ofItem(item).length === 0 || !isReadable(area.unlocked, vault)) return null;
  const current = await currentOf(area, vault, item);
  return current.ok && current.value.state === "present" ? current.value.body : null;
}

/**
 * The fields that were typed on this computer, are not sent and are what the item shows now; none of an item that waits whole. Read
 * from the drafts alone: what this disk lost of the chain makes no field sent.
 */
export function unsentFieldsOf(area: ItemsCore, item: ItemId, body: ItemBody): string[] {
  const drafts = area.drafts.ofItem(item).flatMap((draft) => {
    const opened = area.itemDrafts.open(draft);
    return opened.ok && opened.value !== null ? [opened.value] : [];
  });
  const [first] = drafts;
  const { device } = area.unlocked.profile;
  // A value that another one in the chain took the place of stands among the conflicts, as typed here since.
  const lost = new Set(
    body.secret.conflicts
      .filter((one) => one.device === device && one.at >= (first?.at ?? 0))
      .map(({ field }) => field),
  );
  const typed = new Set(drafts.flatMap(({ base, wanted }) => (base && wanted ? changedFields(base, wanted) : [])));
  drafts.forEach(wipeDraft);
  if (first === undefined || first.base === null) return [];
  return [...typed].filter((field) => !lost.has(field) && !older.has(field)).sort();
}

const older: ReadonlySet<string> = new Set(["conflicts", "history"] satisfies (keyof ItemBody["secret"])[]);
