/** Which logins have a one-time code, and the codes of some of them now. Seeds are opened one at a time and wiped. */
import type { CodeRow, ShownCodes } from "../../../../shared/contract/codes.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { type Favoured, favouriteItems } from "../items/favourites.ts";
import { itemCode } from "../items/item-use.ts";
import type { ItemsArea } from "../items/items-area.ts";

/** Favourites first, then by title. */
export async function listCodes(area: Favoured): Promise<CodeRow[]> {
  const { index, settled } = area.overviews;
  await settled();
  const chosen = await favouriteItems(area);
  const rows = index.list({ order: "title" }).items.filter(({ hasTotp }) => hasTotp);
  const shown = rows.map(({ item, vault, title, username }): CodeRow => {
    const askAgain = index.get(item as ItemId)?.overview.askAgain === true;
    return {
      ...{ item, vault, title, username, askAgain },
      ...(chosen.has(item as ItemId) ? { favourite: true } : {}),
    };
  });
  return [...shown.filter(({ favourite }) => favourite), ...shown.filter(({ favourite }) => !favourite)];
}

/** Codes of those that may be shown; each of the others with the code of its failure. */
export async function showCodes(area: ItemsArea, items: readonly ItemId[]): Promise<ShownCodes> {
  const shown: ShownCodes = { codes: [], refused: [] };
  for (const item of new Set(items)) {
    const code = await itemCode(area, item);
    if (code.ok) shown.codes.push({ item, ...code.value });
    else shown.refused.push({ item, code: code.failure.code });
  }
  return shown;
}
