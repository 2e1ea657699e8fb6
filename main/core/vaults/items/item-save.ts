/**
 * Saving and deleting: a draft, durable before anything is answered, then pushed while the person waits a little
 * [protocol: Merge]. Rights are checked here for a clear answer; the chain's verifier is what holds.
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { SavedShape } from "../../../../shared/contract/shapes.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { emptyItem } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { covers, isSystem, rightOf } from "../../../../shared/protocol/team-log/state/rules.ts";
import { encodeBody } from "./item-bytes.ts";
import { applyChanges } from "./item-changes.ts";
import { olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";

type SaveInput = CommandParsed<"item.save">;

/**
 * Failures: `role`, `not-found`, `invalid-input`, `otp-uri`, `limit`, those of opening the item, and `older-version` where an
 * older version is shown for want of the newest and the person did not say to go on from there [protocol: Local file].
 */
export async function saveItem(area: ItemsArea, input: SaveInput): Promise<Result<SavedShape>> {
  const vault = input.vault;
  const allowed = mayWrite(area, vault);
  if (!allowed.ok) return allowed;
  const drafted =
    input.item === undefined ? draftNew(area, vault, input) : await draftEdit(area, { ...input, item: input.item });
  if (!drafted.ok) return drafted;
  const item = drafted.value;
  await area.outbox.pushSoon(vault);
  return ok(savedOf(area, vault, item));
}

/** Failures: `role`, `not-found`. */
export async function deleteItem(area: ItemsArea, item: ItemId): Promise<Result<Record<string, never>>> {
  const row = area.overviews.index.get(item);
  if (row === undefined) return fail("not-found", { field: "item" });
  const allowed = mayWrite(area, row.vault);
  if (!allowed.ok) return allowed;
  if (row.version === null) {
    // It never was in the chain: its drafts are all there is.
    area.drafts.remove(area.drafts.ofItem(item));
  } else {
    const at = area.unlocked.ports.clock.now() as EpochMs;
    const body = { at, base: null, wanted: null };
    area.itemDrafts.add([{ vault: row.vault, item, baseVersion: newestVersion(area, row.vault, item), body }]);
  }
  area.refresh(row.vault, [item]);
  await area.outbox.pushSoon(row.vault);
  return ok({});
}

/** The right to write into a vault now, by the verified log. */
export function mayWrite(area: ItemsArea, vault: VaultId): Result<true> {
  const { unlocked } = area;
  const state = unlocked.log.state();
  const inLog = state.vaults.get(vault);
  const right = rightOf(state, unlocked.profile.user, vault);
  if (inLog === undefined || right === null) return fail("not-found", { field: "vault" });
  if (isSystem(inLog.kind) || !covers(right, "edit")) return fail("role", { vault });
  return inLog.archived ? fail("role", { vault, reason: "archived" }) : ok(true);
}

/** The version in the chain: also where the newest is damaged and an older one is shown. */
function newestVersion(area: ItemsArea, vault: VaultId, item: ItemId): number {
  return area.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
}

function draftNew(area: ItemsArea, vault: VaultId, input: SaveInput): Result<ItemId> {
  const kind = input.kind ?? "login";
  const { user } = area.unlocked.profile;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const wanted = applyChanges(emptyItem(kind), input.changes, { user, at });
  if (!wanted.ok) return wanted;
  const fits = encodeBody(wanted.value);
  if (!fits.ok) return fits;
  fits.value.secret.fill(0);
  const item = newId<ItemId>();
  area.itemDrafts.add([{ vault, item, baseVersion: 0, body: { at, base: null, wanted: wanted.value } }]);
  wipeSecret(wanted.value.secret);
  area.refresh(vault, [item]);
  return ok(item);
}

async function draftEdit(
  area: ItemsArea,
  { vault, item, changes, over }: SaveInput & { item: ItemId },
): Promise<Result<ItemId>> {
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  if (view.value.vault !== vault) return fail("not-found", { field: "item" });
  const base = view.value.body;
  const older = olderShown(area, item);
  if (!older.ok && older.failure.detail?.number !== over) {
    wipeSecret(base.secret);
    return older;
  }
  const { user } = area.unlocked.profile;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const wanted = applyChanges(base, changes, { user, at });
  if (!wanted.ok) return wanted;
  const fits = encodeBody(wanted.value);
  if (!fits.ok) return fits;
  fits.value.secret.fill(0);
  if (changedFields(base, wanted.value).length > 0) {
    const body = { at, base, wanted: wanted.value };
    area.itemDrafts.add([{ vault, item, baseVersion: newestVersion(area, vault, item), body }]);
    area.refresh(vault, [item]);
  }
  wipeSecret(wanted.value.secret);
  wipeSecret(base.secret);
  return ok(item);
}

function savedOf(area: ItemsArea, vault: VaultId, item: ItemId): SavedShape {
  const draft = area.drafts.ofItem(item).length > 0;
  const version = newestVersion(area, vault, item);
  return { item, version: version === 0 ? null : version, draft };
}
