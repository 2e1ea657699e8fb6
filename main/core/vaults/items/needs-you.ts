/**
 * What waits for this very person: conflicts that they may settle, versions that nobody can read, changes that cannot be sent of
 * items that are listed; all others stand in `draft.list` alone.
 */

import type { NeedShape } from "../../../../shared/contract/shapes.ts";
import { compareTitles } from "../../../../shared/model/search-text.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemsArea } from "./items-area.ts";
import { listUnsent } from "./unsent.ts";

/** One row for each item; a conflict before what does not open, in the order of titles. */
export function needsYou(area: ItemsArea): NeedShape[] {
  const found = new Map<string, NeedShape>();
  for (const { item, vault, title, reason, isListed } of listUnsent(area))
    if (reason !== null && isListed) found.set(item, { item, vault, title, why: "unsent" });
  for (const { item, vault, overview, damaged } of area.overviews.index.rows()) {
    const why = overview.conflictCount > 0 ? "conflict" : damaged === null ? null : "damaged";
    // Who may not write has nothing to decide.
    if (why !== null && mayWrite(area, vault).ok) found.set(item, { item, vault, title: overview.title, why });
  }
  return [...found.values()].sort(
    (left, right) => places[left.why] - places[right.why] || compareTitles(left.title, right.title),
  );
}

const places = { conflict: 0, unsent: 1, damaged: 2 } as const;
