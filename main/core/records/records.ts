/**
 * Records: a vault's title, the team's name, names of people and groups. They lie in vaults like any item, so
 * that the server reads none of them, and never stand in a list. These are the acts; opening is in `record-overviews.ts`.
 */

import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { encodeRecord, type RecordBody } from "../../../shared/model/records/records.ts";
import { bytesEqual } from "../../../shared/text.ts";
import { recordContent } from "../drafts/draft-body.ts";
import type { Outbox } from "../drafts/outbox.ts";
import { mayWriteRecord, type RecordIndexes } from "./record-index.ts";
import { currentRecord, type RecordsCore } from "./record-overviews.ts";

export { isRecord } from "./record-overviews.ts";

/** Records of one unlocked profile. */
export type RecordStore = {
  /** An index per kind, over the chains with the drafts of this computer laid over them. */
  of: RecordIndexes;
  /** Saves one like any edit: durable first, pushed at once when online. `draft`: it still waits to be pushed. */
  save(vault: VaultId, item: ItemId, overview: RecordBody): Promise<Result<{ draft: boolean }>>;
  /** Several at once: all of them are durable, or none is. */
  saveAll(placed: readonly PlacedRecord[]): Promise<Result<{ draft: boolean }>>;
  /** Pushes what waits in this vault and waits a little; the drafts are durable already. */
  pushSoon(vault: VaultId): Promise<void>;
};

/** Puts a record, new or changed. `draft`: it waits to be pushed. Failures: `role`, `limit`, `not-found`. */
export function putRecord(
  records: RecordStore,
  vault: VaultId,
  item: ItemId,
  overview: RecordBody,
): Promise<Result<{ draft: boolean }>> {
  return records.save(vault, item, overview);
}

/** A record with the place in which it lies. */
export type PlacedRecord = { vault: VaultId; item: ItemId; record: RecordBody };

/** A save of records: drafts, durable at once and together, then pushed. `draft`: one of them still waits to be pushed. */
export async function saveRecords(
  core: RecordsCore & { outbox: Outbox },
  placed: readonly PlacedRecord[],
): Promise<Result<{ draft: boolean }>> {
  const made: NewDraft[] = [];
  for (const one of placed) {
    const draft = await draftOf(core, one);
    if (!draft.ok) return draft;
    if (draft.value !== null) made.push(draft.value);
  }
  if (made.length > 0) core.drafts.add(made);
  for (const vault of new Set(made.map(({ vault }) => vault))) {
    core.unlocked.emit("vault.changed", { vault });
    await core.outbox.pushSoon(vault);
  }
  const waits = ({ vault, item }: PlacedRecord) => core.drafts.ofItem(item).some((draft) => draft.vault === vault);
  return ok({ draft: placed.some(waits) });
}

type NewDraft = Parameters<RecordsCore["drafts"]["add"]>[0][number];

/** The draft that makes it so; null where it is so, or waits to be. */
async function draftOf(core: RecordsCore, { vault, item, record }: PlacedRecord): Promise<Result<NewDraft | null>> {
  if (!core.unlocked.log.state().vaults.has(vault)) return fail("not-found", { field: "vault" });
  if (!mayWriteRecord(core.unlocked, record.kind, vault)) return fail("role", { vault }, "after-act");
  const inChain = await currentRecord(core, vault, item);
  if (!inChain.ok) return inChain;
  const wanted = encodeRecord(record);
  // A person's name and their preferences have one id, in two vaults.
  const pending = core.drafts.ofItem(item).findLast((draft) => draft.vault === vault);
  const parts = pending === undefined ? null : core.drafts.openParts(pending);
  const drafted = parts?.ok && parts.value.kind === "record" ? parts.value.wanted?.overview : undefined;
  const before = drafted ?? inChain.value;
  if (before !== null && bytesEqual(before, wanted)) return ok(null);
  const at = core.unlocked.ports.clock.now() as EpochMs;
  const baseVersion = core.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  return ok({ vault, item, baseVersion, content: recordContent(at, { base: before, wanted }) });
}
