/** What waits for this person as rows of a list: with what each says of itself, in the order of `item.needs`. */
import type { ItemRow, NeedShape } from "../../../../shared/contract/shapes.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { foundRows } from "../overviews/found.ts";
import { itemRowOf } from "../overviews/overview-index.ts";
import type { ItemsArea } from "./items-area.ts";
import { needsYou } from "./needs-you.ts";

type NeedsQuery = {
  vault?: VaultId | undefined;
  text?: string | undefined;
  find?: ItemId | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
};

/** A page of them, filtered like every list. */
export function listNeeds(
  area: ItemsArea,
  { vault, text = "", find, offset = 0, limit }: NeedsQuery,
): { total: number; items: ItemRow[]; at?: number | null } {
  const rows = needsYou(area)
    .filter((need) => vault === undefined || need.vault === vault)
    .flatMap((need) => rowOf(area, need));
  const found = foundRows(rows, text);
  const page = { total: found.length, items: found.slice(offset, limit === undefined ? undefined : offset + limit) };
  if (find === undefined) return page;
  const at = found.findIndex(({ item }) => item === find);
  return { ...page, at: at < 0 ? null : at };
}

function rowOf({ overviews }: ItemsArea, { item, why }: NeedShape): ItemRow[] {
  const known = overviews.index.get(item as ItemId);
  return known === undefined ? [] : [{ ...itemRowOf(known), needs: why }];
}
