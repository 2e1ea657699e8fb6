/** Where an item lives on that was moved into another vault. */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { movedFrom } from "../../../../shared/model/item-fields.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";
import type { OverviewRow } from "./overview-index.ts";
import { isReadable, type Overviews } from "./overviews.ts";

type Looking = { overviews: Pick<Overviews, "index">; unlocked: Pick<OpenedProfile, "log" | "rights"> };

/** The item that this one became, by the chains of what this person may read; null where there is none, or it was deleted too. */
export function movedTo({ overviews, unlocked }: Looking, item: ItemId): OverviewRow | null {
  const rows = overviews.index.fromSource(movedFrom(item));
  // A move of this computer that waits says nothing yet.
  return rows.find(({ vault, version }) => version !== null && isReadable(unlocked, vault)) ?? null;
}
