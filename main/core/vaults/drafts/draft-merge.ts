/**
 * A draft's edit, found between what was and what was left, laid over what the chain holds now [protocol: Merge]. Pure. The
 * merge itself is `shared/model/merge.ts`.
 */

import { type Encodable, encode } from "../../../../shared/encoding/canonical.ts";
import type { DeviceId, EpochMs, UserId } from "../../../../shared/encoding/ids.ts";
import { emptyItem, type ItemBody, type Overview, withFlags } from "../../../../shared/model/items.ts";
import { type ItemEdit, type Late, mergeEdit } from "../../../../shared/model/merge.ts";
import { bytesEqual } from "../../../../shared/text.ts";

/** What the chain says of the item at this moment. `lastLiving` is the body before it was deleted. */
export type Current =
  | { state: "absent" }
  | { state: "present"; body: ItemBody }
  | { state: "deleted"; lastLiving: ItemBody | null; by: Late };

/** Everything that differs between two states of an item, by field. */
export function editBetween(base: ItemBody, wanted: ItemBody): ItemEdit {
  const edit: ItemEdit = {};
  for (const field of ["title", "username", "tags", "urls", "expires", "secondFactor", "source"] as const) {
    if (!same(base.overview[field], wanted.overview[field])) Object.assign(edit, { [field]: wanted.overview[field] });
  }
  for (const field of ["password", "totp", "notes", "detail"] as const) {
    if (!same(base.secret[field], wanted.secret[field])) Object.assign(edit, { [field]: wanted.secret[field] });
  }
  if (!same(base.secret.fields, wanted.secret.fields)) {
    edit.fields = changedFields(base, wanted);
    edit.fieldOrder = wanted.secret.fields.map(({ name }) => name);
  }
  const added = wanted.secret.history.filter((one) => !base.secret.history.some((had) => same(had, one)));
  if (added.length > 0) edit.history = added;
  return edit;
}

/** Whether an edit changes nothing. */
export function isEmptyEdit(edit: ItemEdit): boolean {
  return Object.keys(edit).length === 0;
}

function changedFields(base: ItemBody, wanted: ItemBody): NonNullable<ItemEdit["fields"]> {
  // Without a prototype, so that a field called `__proto__` is a field like any other.
  const changed: NonNullable<ItemEdit["fields"]> = Object.create(null);
  for (const { name, type, value } of wanted.secret.fields) {
    const before = base.secret.fields.find((field) => field.name === name);
    if (before === undefined || !same(before, { name, type, value })) changed[name] = { type, value };
  }
  for (const { name } of base.secret.fields) {
    if (!wanted.secret.fields.some((field) => field.name === name)) changed[name] = null;
  }
  return changed;
}

/**
 * The item once the draft is laid over what is there. Null: there is nothing to say (a deletion of what is gone).
 * A draft over a deleted item brings it back with a conflict that names who deleted it.
 */
export function applyDraft(
  current: Current,
  draft: { base: ItemBody | null; wanted: ItemBody | null },
  late: Late,
): ItemBody | null {
  const { base, wanted } = draft;
  if (wanted === null) return null;
  if (current.state === "absent") return withFlags(wanted);
  if (current.state === "deleted") return withFlags(restored(current, base, wanted, late));
  const before = base ?? emptyItem(current.body.overview.kind);
  return withFlags(mergeEdit({ base: before, current: current.body, edit: editBetween(before, wanted), late }));
}

/** The overview alone after a draft, for the list: its flags are the draft's, its conflicts those that are known. */
export function applyDraftOverview(
  current: Overview | null,
  { base, wanted }: { base: Overview | null; wanted: Overview | null },
): Overview | null {
  if (wanted === null || current === null) return wanted;
  const { secret } = emptyItem(current.kind);
  const [before, after] = [base ?? emptyItem(current.kind).overview, wanted];
  const edit = editBetween({ overview: before, secret }, { overview: after, secret });
  const late = { user: "" as UserId, device: "" as DeviceId, at: 0 as EpochMs, version: 0 };
  const merged = mergeEdit({ base: { overview: before, secret }, current: { overview: current, secret }, edit, late });
  const { hasTotp, hasNotes, attachmentCount } = wanted;
  const conflictCount = current.conflictCount + merged.secret.conflicts.length;
  return { ...merged.overview, hasTotp, hasNotes, attachmentCount, conflictCount };
}

/** The field name under which a conflict says "this was deleted, and is back because somebody had edited it". */
export const deletedConflict = "deleted";

function restored(
  current: Extract<Current, { state: "deleted" }>,
  base: ItemBody | null,
  wanted: ItemBody,
  late: Late,
): ItemBody {
  const before = base ?? emptyItem(wanted.overview.kind);
  const body =
    current.lastLiving === null
      ? wanted
      : mergeEdit({ base: before, current: current.lastLiving, edit: editBetween(before, wanted), late });
  const conflict = { field: deletedConflict, value: new Uint8Array(0), ...current.by };
  return { overview: body.overview, secret: { ...body.secret, conflicts: [...body.secret.conflicts, conflict] } };
}

function same(left: unknown, right: unknown): boolean {
  return left === right || bytesEqual(encode(left as Encodable), encode(right as Encodable));
}
