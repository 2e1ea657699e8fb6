/**
 * An edit of what its person looked at [protocol: Merge]: made on the version that they had open, and merged from there into what
 * the chain holds.
 */
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { loseAll } from "../../../../shared/model/merge.ts";
import { type ItemView, lateOf, viewSeen } from "./item-view.ts";
import type { ItemsArea, ItemsCore } from "./items-area.ts";

export type Edit = { base: ItemBody; wanted: ItemBody };

/** The version in the chain: also where the newest is damaged and an older one is shown. */
export function newestVersion({ unlocked }: ItemsCore, vault: VaultId, item: ItemId): number {
  return unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
}

type Looked = { item: ItemId; base: number | undefined };
type Editing = Looked & {
  at: EpochMs;
  /** As it was looked at; null where that is not held any more. */
  seen(): Promise<Result<ItemBody | null>>;
  change(body: ItemBody): Result<ItemBody>;
};

/**
 * Where it is not held any more, every value that differs from what stands there now is a conflict. `invalid-input` where `base` is
 * above the newest version, and what the change fails with.
 */
export async function editOf(
  area: ItemsArea,
  view: ItemView,
  { item, base, at, seen, change }: Editing,
): Promise<Result<Edit>> {
  if (base !== undefined && base > newestVersion(area, view.vault, item))
    return fail("invalid-input", { field: "base" }, "after-act");
  const found = await seen();
  if (!found.ok) return found;
  const wanted = change(found.value ?? view.body);
  if (!wanted.ok) return wanted;
  if (found.value !== null) return ok({ base: found.value, wanted: wanted.value });
  const late = lateOf(area, at, view.version);
  return ok({ base: view.body, wanted: loseAll({ current: view.body, wanted: wanted.value, late }) });
}

/** The version that was looked at, with what this computer wrote since; without one, what stands there now. */
export function lookedAt(area: ItemsArea, view: ItemView, { item, base }: Looked): Promise<Result<ItemBody | null>> {
  return base === undefined ? Promise.resolve(ok(view.body)) : viewSeen(area, view, { item, version: base });
}
