/**
 * The row of an item as the list shows it: the chain's overview with the drafts of this computer laid over it, and the conflicts that
 * were counted in it. Works on overviews alone and opens no secret.
 */

import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import type { OverviewRow } from "../overviews/overview-index.ts";
import { conflictCountOf } from "./conflict-counts.ts";
import { applyDraftOverview } from "./draft-merge.ts";
import type { ItemDrafts } from "./item-draft.ts";
import type { ItemsCore } from "./items-area.ts";

type RowParts = Pick<ItemsCore, "unlocked" | "overviews" | "drafts" | "itemDrafts" | "conflictCounts">;

/** Brings rows up to date; answers the items whose rows really changed. */
export function refreshRows(core: RowParts, vault: VaultId, items: readonly ItemId[]): ItemId[] {
  return items.filter((item) => {
    const row = rowOf(core, vault, item);
    if (row === null) return core.overviews.index.remove(item);
    core.overviews.index.set(row);
    return true;
  });
}

function rowOf(core: RowParts, vault: VaultId, item: ItemId): OverviewRow | null {
  const inChain = core.overviews.chainOverview(item);
  const drafts = core.drafts.ofItem(item);
  const newest = inChain?.damaged ?? inChain?.good;
  const overview = laidOver(core.itemDrafts, inChain?.overview ?? null, drafts);
  if (overview === null) return null;
  const conflictCount = conflictCountOf(core, item) ?? overview.conflictCount;
  return {
    item,
    vault: newest?.vault ?? vault,
    overview: conflictCount === overview.conflictCount ? overview : { ...overview, conflictCount },
    version: newest?.version ?? versionInChain(core, vault, item),
    draft: drafts.length > 0,
    changedAt: drafts.at(-1)?.createdAt ?? newest?.time ?? 0,
    damaged: inChain?.damaged ?? null,
  };
}

/** The newest version, of which this computer has only what the chain says of it; null where there is none, or it is deleted. */
function versionInChain({ unlocked }: RowParts, vault: VaultId, item: ItemId): number | null {
  const inChain = unlocked.chains.chain(vault).items.get(item);
  return inChain === undefined || inChain.deleted ? null : inChain.version;
}

function laidOver(book: ItemDrafts, chainOverview: Overview | null, drafts: readonly Draft[]): Overview | null {
  let overview = chainOverview;
  for (const draft of drafts) {
    const overviews = book.overviews(draft);
    if (overviews !== null) overview = applyDraftOverview(overview, overviews);
  }
  return overview;
}
