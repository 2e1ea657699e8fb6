/** A person's favourites: in their preferences, a record of their own vault, so that they are the same on every computer [model: Records]. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { movedFrom } from "../../../../shared/model/item-fields.ts";
import type { RecordBody } from "../../../../shared/model/records/records.ts";
import { putRecord, type RecordStore } from "../../records/records.ts";
import type { ItemsArea } from "./items-area.ts";

export type Favoured = ItemsArea & { records: RecordStore };

const nothingChosen: RecordBody<"preferences"> = { kind: "preferences", favourites: [], lastUse: [], deviceNames: [] };

/** Items that this person chose; one that was moved since is found where it is now. */
export async function favouriteItems({ records, overviews }: Favoured): Promise<ReadonlySet<ItemId>> {
  const [own] = await records.of.preferences.list();
  const chosen = own?.body.favourites ?? [];
  return new Set(chosen.map((item) => nowAs(overviews, item)));
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
  const vault = ownVault(area);
  if (vault === null) return fail("not-found", { field: "vault" });
  const [own] = await area.records.of.preferences.list(vault);
  const before = own?.body ?? nothingChosen;
  const others = before.favourites.filter((one) => nowAs(area.overviews, one) !== item);
  const favourites = on ? [...others, item] : others;
  if (favourites.length > mostFavourites) return fail("limit", { field: "favourites" });
  const saved = await putRecord(area.records, vault, area.unlocked.profile.user as string as ItemId, {
    ...before,
    favourites,
  });
  return saved.ok ? ok({}) : saved;
}

/** As many as a record holds. */
const mostFavourites = 2000;

function ownVault({ unlocked, records }: Favoured): VaultId | null {
  for (const { vault, kind } of unlocked.log.state().vaults.values())
    if (kind === "personal" && records.of.preferences.mayWrite(vault)) return vault;
  return null;
}
