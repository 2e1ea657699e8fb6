/** Items as the gate is asked about them before they lie where others read: logins only, nothing else has a second factor. */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import type { ItemView } from "./item-view.ts";
import type { ItemsCore, LoginToPut } from "./items-area.ts";

/** Those of these items that are logins, as the list has them. */
export function loginsAmong({ overviews }: Pick<ItemsCore, "overviews">, items: readonly ItemId[]): LoginToPut[] {
  return items.flatMap((item) => {
    const row = overviews.index.get(item);
    if (row === undefined || row.overview.kind !== "login") return [];
    return [{ item, vault: row.vault, version: row.version ?? 0, isDraft: row.draft, overview: row.overview }];
  });
}

/** The same of one that was opened. */
export function loginOf(item: ItemId, { vault, version, isDraft, body: { overview } }: ItemView): LoginToPut[] {
  return overview.kind === "login" ? [{ item, vault, version, isDraft, overview }] : [];
}
