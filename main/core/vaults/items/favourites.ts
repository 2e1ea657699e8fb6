/** A person's favourites: in their preferences, a record of their own vault, so that they are the same on every computer [model: Records]. */
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { movedFrom } from "../../../../shared/model/item-fields.ts";
import { changePreferences, readPreferences } from "../../records/preferences.ts";
import type { RecordStore } from "../../records/records.ts";
import type { ItemsArea } from "./items-area.ts";

export type Favoured = ItemsArea & { records: RecordStore };

/** Items that this person chose; one that was moved since is found where it is now. */
export async function favouriteItems({ records, overviews }: Favoured): Promise<ReadonlySet<ItemId>> {
  const { favourites } = await readPreferences({ records });
  return new Set(favourites.map((item) => nowAs(overviews, item)));
}

function nowAs({ index }: ItemsArea["overviews"], item: ItemId): ItemId {
  return index.get(item) === undefined ? (index.fromSource(movedFrom(item))[0]?.item ?? item) : item;
}

/** `item.favourite`. Failures: `not-found`, `limit` (too many), those of saving a record. */
export async function setFavourite(
  area: Favoured,
  { item, on }: { item: ItemId; on: boolean },
): Promise<Result<Record<string, never>>> {
  if (area.overviews.index.get(item) === undefined) return fail("not-found", { field: "item" });
  const { log, profile } = area.unlocked;
  const saved = await changePreferences({ log, profile, records: area.records }, (before) => {
    const others = before.favourites.filter((one) => nowAs(area.overviews, one) !== item);
    const favourites = on ? [...others, item] : others;
    return favourites.length > mostFavourites ? fail("limit", { field: "favourites" }) : ok({ ...before, favourites });
  });
  return saved.ok ? ok({}) : saved;
}

/** As many as a record holds. */
const mostFavourites = 2000;
