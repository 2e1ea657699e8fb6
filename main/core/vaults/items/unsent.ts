/**
 * Changes that wait to be pushed, of items and of records, as their person sees them: what each is, why one cannot go as it is, and
 * giving it up. Nothing is given up by itself: what was typed stays until its person discards it or takes it elsewhere.
 */
import type { UnsentShape } from "../../../../shared/contract/shapes.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type FailureCode, fail, ok, type Result } from "../../../../shared/failures.ts";
import { parseRecord, recordTitle } from "../../../../shared/model/records/records.ts";
import type { ItemChange, UnsentKind } from "../../../../shared/model/records/unsent-kinds.ts";
import { wipeContent } from "../../drafts/draft-body.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import { tellRecord } from "../../records/record-overviews.ts";
import { movedTo } from "../overviews/moved-to.ts";
import type { ItemsArea } from "./items-area.ts";

/** What waits under one id in one vault, oldest first. */
type Place = { vault: VaultId; item: ItemId; own: readonly Draft[] };

/** `draft.list`: one row for each item or record, in the order in which they were changed. */
export function listUnsent(area: ItemsArea): UnsentShape[] {
  return area.drafts.items().flatMap((item) => {
    const byVault = Map.groupBy(area.drafts.ofItem(item), ({ vault }) => vault);
    return [...byVault].map(([vault, own]) => rowOf(area, { vault, item, own }));
  });
}

function rowOf(area: ItemsArea, place: Place): UnsentShape {
  const { vault, item, own } = place;
  const { index } = area.overviews;
  const told = own.map((draft) => tellOf(area, draft));
  const title =
    index.get(item)?.overview.title ?? told.findLast((one) => one.title !== "")?.title ?? lastTitle(area, item);
  const failure = told.find((one) => one.failure !== null)?.failure ?? null;
  const isListed = index.get(item)?.vault === vault;
  const at = own[0]?.createdAt ?? 0;
  const reason = failure ?? reasonOf(area, place);
  const there = reason === "moved" ? movedTo(area, item) : null;
  const moved = there === null ? {} : { movedTo: { item: there.item, vault: there.vault } };
  return { item, vault, kind: kindOf(told), title, reason, at, isListed, ...moved };
}

/** Of what this computer is about to delete. */
function lastTitle({ overviews }: ItemsArea, item: ItemId): string {
  return overviews.chainOverview(item)?.overview.title ?? "";
}

type Told = { kind: UnsentKind; title: string; failure: FailureCode | null };

/** What one draft is. */
function tellOf(area: ItemsArea, draft: Draft): Told {
  const overviews = area.itemDrafts.overviews(draft);
  if (overviews !== null) {
    const kind: ItemChange = overviews.change === "delete" && draft.after !== null ? "move" : overviews.change;
    return { kind, title: (overviews.wanted ?? overviews.base)?.title ?? "", failure: null };
  }
  const parts = area.drafts.openParts(draft);
  if (!parts.ok) return { kind: "unreadable", title: "", failure: parts.failure.code };
  const record = parseRecord((parts.value.wanted ?? parts.value.base)?.overview ?? new Uint8Array(0));
  wipeContent(parts.value);
  if (!record.ok) return { kind: "unreadable", title: "", failure: record.failure.code };
  return { kind: `record:${record.value.kind}`, title: recordTitle(record.value), failure: null };
}

/** Of several changes together: what they come to. */
function kindOf(told: readonly Told[]): UnsentKind {
  const kinds = new Set(told.map(({ kind }) => kind));
  const last = told.at(-1)?.kind ?? "unreadable";
  if (kinds.has("unreadable")) return "unreadable";
  if (last === "delete" || last === "move") return last;
  if (kinds.has("new")) return "new";
  return kinds.size === 1 || last === "restore" ? last : "edit";
}

/** What waits for another change cannot go where that cannot; where that is gone, it never will. */
function reasonOf({ outbox, drafts }: ItemsArea, { vault, item, own }: Place): FailureCode | null {
  const reason = outbox.reason(vault, item);
  const held = reason === null ? own.find((draft) => !drafts.isDue(draft)) : undefined;
  if (held === undefined || held.after === null) return reason;
  const [before] = drafts.find([held.after]);
  return before === undefined ? "not-found" : outbox.reason(before.vault, before.item);
}

/**
 * `draft.discard`: takes the drafts of an item or a record away, with what waits for them (the deletion at the end of a move); of a
 * deletion only itself, so that nothing goes that was typed before it. `not-found` where there is none.
 */
export function discardUnsent(
  area: ItemsArea,
  { item, vault }: { item: ItemId; vault?: VaultId | undefined },
): Result<Record<string, never>> {
  const all = area.drafts.ofItem(item).filter((draft) => vault === undefined || draft.vault === vault);
  const last = all.at(-1);
  if (last === undefined) return fail("not-found", { field: "item" });
  const own = area.itemDrafts.overviews(last)?.wanted === null ? [last] : all;
  const gone = [...own, ...area.drafts.waitingFor(own)];
  // Nobody can tell any more of which list a draft was that does not open.
  const ofRecords = new Set(gone.flatMap((one) => (area.itemDrafts.overviews(one) === null ? [one.vault] : [])));
  area.drafts.remove(gone);
  for (const { vault, item } of gone) area.refresh(vault, [item]);
  for (const vault of ofRecords) tellRecord(area.unlocked, vault);
  area.unlocked.events.tell("syncRequested", null);
  return ok({});
}
