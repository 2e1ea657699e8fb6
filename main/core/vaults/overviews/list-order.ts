/** How a list is put in order, and what stands above it. */

import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { ListOrder } from "../../../../shared/model/list-orders.ts";

type Placed = { item: ItemId; vault: VaultId };
type Ordered = { row: Placed & { changedAt: number }; order: string };
/** When an item was created, in milliseconds. */
export type CreatedAt = (row: Placed) => number;
/** `items`: what was used before that time, the latest first. */
export type Uses = { before: number; items: readonly ItemId[] };

/** As many as a glance takes in; a list that is hardly longer needs none on top. */
const recentMost = 4;
const longFrom = 11;

/** By title, numbers by their size. */
export function byTitle(left: Ordered, right: Ordered): number {
  if (left.order !== right.order) return left.order < right.order ? -1 : 1;
  return left.row.item < right.row.item ? -1 : 1;
}

/** These in that order; where two are equal, by their titles. */
export function inOrder<Entry extends Ordered>(
  entries: Iterable<Entry>,
  order: ListOrder,
  { uses, createdAt }: { uses?: Uses | undefined; createdAt?: CreatedAt | undefined },
): Entry[] {
  const sorted = [...entries].sort(byTitle);
  if (order === "changed") return latestFirst(sorted, ({ changedAt }) => changedAt);
  if (order === "created" && createdAt !== undefined) return latestFirst(sorted, createdAt);
  return order === "used" ? usedFirst(sorted, uses?.items ?? []) : sorted;
}

function latestFirst<Entry extends Ordered>(entries: Entry[], timeOf: (row: Entry["row"]) => number): Entry[] {
  const times = new Map(entries.map((entry) => [entry, timeOf(entry.row)] as const));
  return entries.sort((one, other) => (times.get(other) as number) - (times.get(one) as number));
}

/** What was used last on top of a long list. */
export function recentFirst<Entry extends Ordered>(
  entries: readonly Entry[],
  uses: Uses,
): { entries: Entry[]; recent: number } {
  if (entries.length < longFrom) return { entries: [...entries], recent: 0 };
  const there = new Set(entries.map(({ row }) => row.item));
  const recent = uses.items.filter((item) => there.has(item)).slice(0, recentMost);
  return { entries: usedFirst(entries, recent), recent: recent.length };
}

function usedFirst<Entry extends Ordered>(entries: readonly Entry[], used: readonly ItemId[]): Entry[] {
  const places = new Map(used.map((item, at) => [item, at]));
  const first: Entry[] = [];
  const others: Entry[] = [];
  for (const entry of entries) (places.has(entry.row.item) ? first : others).push(entry);
  first.sort((one, other) => (places.get(one.row.item) as number) - (places.get(other.row.item) as number));
  return [...first, ...others];
}
