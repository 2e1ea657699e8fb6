/**
 * A draft's edit, found between what was and what was left, laid over what the chain holds now [protocol: Merge]. Pure. The
 * merge itself is `shared/model/merge.ts`.
 */

import { withFlags } from "../../../../shared/model/item-fields.ts";
import { emptyItem, type ItemBody, type Overview } from "../../../../shared/model/items.ts";
import { changedFields, type Late, mergeItem, mergeOverview } from "../../../../shared/model/merge.ts";

/** What the chain says of the item at this moment. `lastLiving` is the body before it was deleted; `isPurged`: nothing of it is left anywhere. */
export type Current =
  | { state: "absent" }
  | { state: "present"; body: ItemBody }
  | { state: "deleted"; lastLiving: ItemBody | null; isPurged?: true; by: Late };

/**
 * The item once the draft is laid over what is there. Null: there is nothing to say (a deletion of what is gone).
 * A draft over a deleted item brings it back with a conflict that names who deleted it; one that changes nothing was made to
 * restore it, and needs none.
 */
export function applyDraft(
  current: Current,
  draft: { base: ItemBody | null; wanted: ItemBody | null },
  late: Late,
): ItemBody | null {
  const { base } = draft;
  if (draft.wanted === null) return null;
  const wanted =
    current.state === "deleted" && current.isPurged === true ? withoutFilesOf(base, draft.wanted) : draft.wanted;
  if (current.state === "absent") return withFlags(wanted);
  if (current.state === "deleted") {
    return withFlags(
      isRestore(base, draft.wanted) ? (current.lastLiving ?? wanted) : restored(current, base, wanted, late),
    );
  }
  const before = base ?? emptyItem(current.body.overview.kind);
  return withFlags(mergeItem({ base: before, current: current.body, wanted, late }));
}

/** Files that were purged are nowhere any more: only those stay that the draft itself added. */
function withoutFilesOf(base: ItemBody | null, wanted: ItemBody): ItemBody {
  const had = new Set(base?.secret.attachments.map(({ blob }) => blob));
  const attachments = wanted.secret.attachments.filter(({ blob }) => !had.has(blob));
  return { ...wanted, secret: { ...wanted.secret, attachments } };
}

/** A change that changes nothing: what was deleted shall be there again as it was. */
export function isRestore(base: ItemBody | null, wanted: ItemBody): boolean {
  if (base === null || changedFields(base, wanted).length > 0) return false;
  return base.secret.conflicts.length === wanted.secret.conflicts.length;
}

/** The overview alone after a draft, for the list: its flags are the draft's, its conflicts those that are known. */
export function applyDraftOverview(
  current: Overview | null,
  { base, wanted }: { base: Overview | null; wanted: Overview | null },
): Overview | null {
  if (wanted === null || current === null) return wanted;
  const before = base ?? emptyItem(current.kind).overview;
  const merged = mergeOverview({ base: before, current, wanted });
  const { hasTotp, hasNotes, attachmentCount } = wanted;
  // What the draft itself added or settled, and what it lost just now.
  const own = wanted.conflictCount - before.conflictCount;
  const conflictCount = Math.max(0, current.conflictCount + own) + merged.lost;
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
    current.lastLiving === null ? wanted : mergeItem({ base: before, current: current.lastLiving, wanted, late });
  return withDeletion(body, current.by);
}

/** The item with the conflict that names who deleted it. */
export function withDeletion({ overview, secret }: ItemBody, by: Late): ItemBody {
  const conflict = { field: deletedConflict, value: new Uint8Array(0), ...by };
  return { overview, secret: { ...secret, conflicts: [...secret.conflicts, conflict] } };
}
