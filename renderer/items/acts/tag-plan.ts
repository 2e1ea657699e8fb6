/** What tagging several items changes: those that have the tags already and those that one may only view stay as they are. Pure. */
import type { ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { writableIn } from "../../vaults/is-writable.ts";

type Tagged = Pick<ItemRow, "item" | "vault" | "tags" | "version">;
type TagPlan = {
  /** `base`: the version whose tags are in the list. */
  saves: { item: string; vault: string; base: number; tags: string[] }[];
  /** How many have them all already. */
  had: number;
  /** How many this person may not change. */
  closed: number;
};

/** `tags` are added behind those that an item has. */
export function tagPlan(rows: readonly Tagged[], vaults: readonly VaultShape[], tags: readonly string[]): TagPlan {
  const open = writableIn(vaults);
  const plan: TagPlan = { saves: [], had: 0, closed: 0 };
  for (const { item, vault, version, tags: before } of rows) {
    const all = [...new Set([...before, ...tags])];
    if (all.length === before.length) plan.had += 1;
    else if (open.has(vault)) plan.saves.push({ item, vault, base: version ?? 0, tags: all });
    else plan.closed += 1;
  }
  return plan;
}
