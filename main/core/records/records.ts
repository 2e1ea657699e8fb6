/**
 * Items of the system: a vault's title, the team's name, names of people and groups. They lie in vaults like any item, so
 * that the server reads none of them, and never stand in a list. These are the acts; opening is in `record-overviews.ts`.
 */

import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { encodeRecord, type RecordBody, type RecordKind } from "../../../shared/model/records/records.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { pushSoon } from "../vaults/items/item-push.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import { currentRecord } from "./record-overviews.ts";

export { isRecord } from "./record-overviews.ts";

/** Records of one unlocked profile: what lies in vaults and is no item of a list. */
export type RecordStore = {
  /** Records in a vault, with the drafts of this computer laid over them. */
  list(vault: VaultId): Promise<{ item: ItemId; overview: RecordBody }[]>;
  /** Saves one like any edit: durable first, pushed at once when online. `draft`: it still waits to be pushed. */
  save(vault: VaultId, item: ItemId, overview: RecordBody): Promise<Result<{ draft: boolean }>>;
};

/** Puts an item of the system, new or changed. `draft`: it waits to be pushed. Failures: `role`, `limit`, `not-found`. */
export function putRecord(
  records: RecordStore,
  vault: VaultId,
  item: ItemId,
  overview: RecordBody,
): Promise<Result<{ draft: boolean }>> {
  return records.save(vault, item, overview);
}

/** The items of one kind in a vault; those that do not open yet are not among them. */
export async function readRecords<Kind extends RecordKind>(
  records: RecordStore,
  vault: VaultId,
  kind: Kind,
): Promise<{ item: ItemId; overview: RecordBody<Kind> }[]> {
  const all = await records.list(vault);
  return all.filter((one): one is { item: ItemId; overview: RecordBody<Kind> } => one.overview.kind === kind);
}

/** A save of an item of the system: a draft, durable, then pushed. */
export async function saveRecord(
  area: ItemsArea,
  vault: VaultId,
  item: ItemId,
  overview: RecordBody,
): Promise<Result<{ draft: boolean }>> {
  const base = await currentRecord(area, vault, item);
  if (!base.ok) return base;
  const wanted = encodeRecord(overview);
  const pending = area.drafts.ofItem(item).at(-1);
  const opened = pending === undefined ? null : area.drafts.open(pending);
  const before = opened?.ok && opened.value.kind === "record" ? opened.value.wanted : base.value;
  if (before !== null && bytesEqual(before, wanted)) return ok({ draft: pending !== undefined });
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const baseVersion = area.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  area.drafts.add([{ vault, item, baseVersion, body: { kind: "record", at, base: before, wanted } }]);
  area.unlocked.emit("vault.changed", { vault });
  await pushSoon(area, vault);
  return ok({ draft: area.drafts.ofItem(item).length > 0 });
}
