/** One version of an item as the verified chain has it, whatever came after it. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { openBody } from "../overviews/item-opening.ts";
import type { ItemsCore } from "./items-area.ts";

type Place = { vault: VaultId; item: ItemId; version: number };

/** `not-found` where there is none of that number with values in it. */
export async function findVersion({ unlocked }: ItemsCore, place: Place): Promise<Result<ItemVersion>> {
  const versions = await unlocked.history.versions(place.vault, place.item);
  if (!versions.ok) return versions;
  const found = versions.value.find((one) => one.version === place.version);
  const isThere = found?.op === "put" && found.purgedBy === undefined;
  return !isThere ? fail("not-found", { field: "version" }) : ok(found);
}

/** `offline` where its bytes are not here, `client-too-old`, and what opening it fails with where it is damaged. The caller wipes. */
export async function openVersion({ unlocked }: ItemsCore, version: ItemVersion): Promise<Result<ItemBody>> {
  const opened = await openBody(unlocked, version);
  if (!opened.ok) return opened;
  if (opened.value.state === "damaged") return { ok: false, failure: opened.value.failure };
  if (opened.value.state === "newer") return fail("client-too-old", { field: "version" }, "after-act");
  if (opened.value.state === "waiting") return fail("offline", { vault: version.vault }, "later");
  return ok(opened.value.value);
}

/** Both at once. */
export async function versionBody(area: ItemsCore, place: Place): Promise<Result<ItemBody>> {
  const found = await findVersion(area, place);
  return found.ok ? openVersion(area, found.value) : found;
}
