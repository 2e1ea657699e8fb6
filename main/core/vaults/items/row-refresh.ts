/**
 * The row of an item as the list shows it: the chain's overview with the drafts of this computer laid over it. Works on overviews
 * alone and opens no secret.
 */

import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import type { Draft, DraftBook } from "../drafts/draft-book.ts";
import { applyDraftOverview } from "../drafts/draft-merge.ts";
import type { OverviewRow } from "../overviews/overview-index.ts";
import type { Overviews } from "../overviews/overviews.ts";

/** Brings rows up to date; answers the items whose rows really changed. */
export function refreshRows(
  parts: { overviews: Overviews; drafts: DraftBook },
  vault: VaultId,
  items: readonly ItemId[],
): ItemId[] {
  return items.filter((item) => {
    const row = rowOf(parts, vault, item);
    if (row === null) return parts.overviews.index.remove(item);
    parts.overviews.index.set(row);
    return true;
  });
}

function rowOf(parts: { overviews: Overviews; drafts: DraftBook }, vault: VaultId, item: ItemId): OverviewRow | null {
  const inChain = parts.overviews.chainOverview(item);
  const drafts = parts.drafts.ofItem(item);
  const newest = inChain?.damaged ?? inChain?.good;
  const overview = laidOver(parts.drafts, inChain?.overview ?? null, drafts);
  if (overview === null) return null;
  return {
    item,
    vault: newest?.vault ?? vault,
    overview,
    version: newest?.version ?? null,
    draft: drafts.length > 0,
    damaged: inChain?.damaged ?? null,
  };
}

function laidOver(book: DraftBook, chainOverview: Overview | null, drafts: readonly Draft[]): Overview | null {
  let overview = chainOverview;
  for (const draft of drafts) {
    const overviews = book.overviews(draft);
    if (overviews !== null) overview = applyDraftOverview(overview, overviews);
  }
  return overview;
}
