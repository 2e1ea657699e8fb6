/**
 * Records: a vault's title, the team's name, names of people and groups. They lie in vaults like any item, so
 * that the server reads none of them, and never stand in a list. These are the acts; opening is in `record-overviews.ts`.
 */

import type { EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { RecordRule } from "../../../shared/model/records/record-rule.ts";
import { encodeRecord, type RecordBody, type RecordKind, recordRules } from "../../../shared/model/records/records.ts";
import { covers, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { Outbox } from "../drafts/outbox.ts";
import { currentRecord, type RecordsCore } from "./record-overviews.ts";

export { isRecord } from "./record-overviews.ts";

/** Records of one unlocked profile. */
export type RecordStore = {
  /** Records in a vault, with the drafts of this computer laid over them. */
  list(vault: VaultId): Promise<{ item: ItemId; overview: RecordBody }[]>;
  /** Saves one like any edit: durable first, pushed at once when online. `draft`: it still waits to be pushed. */
  save(vault: VaultId, item: ItemId, overview: RecordBody): Promise<Result<{ draft: boolean }>>;
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

/** The items of one kind in a vault; those that do not open yet are not among them. */
export async function readRecords<Kind extends RecordKind>(
  records: RecordStore,
  vault: VaultId,
  kind: Kind,
): Promise<{ item: ItemId; overview: RecordBody<Kind> }[]> {
  const all = await records.list(vault);
  return all.filter((one): one is { item: ItemId; overview: RecordBody<Kind> } => one.overview.kind === kind);
}

/** Whether this person may write records of this kind there now: by the kind's row and the verified log. */
function mayWrite({ unlocked }: RecordsCore, vault: VaultId, kind: RecordKind): Result<true> {
  const state = unlocked.log.state();
  const inLog = state.vaults.get(vault);
  const { vaults, writer }: RecordRule = recordRules[kind];
  if (inLog === undefined) return fail("not-found", { field: "vault" });
  const lies = (vaults as readonly string[]).includes(inLog.kind);
  if (!lies || inLog.archived || !covers(rightOf(state, unlocked.profile.user, vault), writer))
    return fail("role", { vault }, "after-act");
  return ok(true);
}

/** A save of a record: a draft, durable, then pushed. */
export async function saveRecord(
  core: RecordsCore & { outbox: Outbox },
  place: { vault: VaultId; item: ItemId },
  record: RecordBody,
): Promise<Result<{ draft: boolean }>> {
  const { vault, item } = place;
  const allowed = mayWrite(core, vault, record.kind);
  if (!allowed.ok) return allowed;
  const inChain = await currentRecord(core, vault, item);
  if (!inChain.ok) return inChain;
  const wanted = encodeRecord(record);
  const pending = core.drafts.ofItem(item).at(-1);
  const parts = pending === undefined ? null : core.drafts.openParts(pending);
  const drafted = parts?.ok && parts.value.kind === "record" ? parts.value.wanted?.overview : undefined;
  const before = drafted ?? inChain.value;
  if (before !== null && bytesEqual(before, wanted)) return ok({ draft: pending !== undefined });
  const at = core.unlocked.ports.clock.now() as EpochMs;
  const baseVersion = core.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  const part = (overview: Uint8Array | null) => (overview === null ? null : { overview, secret: new Uint8Array(0) });
  core.drafts.add([
    { vault, item, baseVersion, content: { kind: "record", at, base: part(before), wanted: part(wanted) } },
  ]);
  core.unlocked.emit("vault.changed", { vault });
  await core.outbox.pushSoon(vault);
  return ok({ draft: core.drafts.ofItem(item).length > 0 });
}
