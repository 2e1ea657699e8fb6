/**
 * All items that a person may see, by id, ready to be listed and searched: overviews only, never a secret. Built once at
 * unlock and patched; what clears it: lock (it dies with the process).
 */

import type { ItemPage } from "../../../../shared/contract/items.ts";
import type { ItemRow } from "../../../../shared/contract/shapes.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { movedFrom } from "../../../../shared/model/item-fields.ts";
import { linkedItem } from "../../../../shared/model/item-links.ts";
import type { ItemSource } from "../../../../shared/model/item-parts.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import type { ItemKind } from "../../../../shared/model/kinds/kinds.ts";
import type { ListOrder } from "../../../../shared/model/list-orders.ts";
import { orderKey } from "../../../../shared/model/search-text.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { foundIn } from "./found.ts";
import { byTitle, type CreatedAt, inOrder, recentFirst, type Uses } from "./list-order.ts";
import { createNearItems, type NearItems } from "./near-items.ts";
import { searchTextOf } from "./search.ts";

/** What the list knows of one item. */
export type OverviewRow = {
  item: ItemId;
  vault: VaultId;
  overview: Overview;
  /** Current version in the chain; null while it is only a draft. */
  version: number | null;
  draft: boolean;
  /** When it was changed last, by the clock of whoever did, epoch milliseconds. */
  changedAt: number;
  /** The newest version, where it does not open; `overview` is then the last good one. */
  damaged: ItemVersion | null;
};

export type ListQuery = {
  vault?: VaultId | undefined;
  text?: string | undefined;
  kind?: ItemKind | undefined;
  /** Only these. */
  among?: ReadonlySet<ItemId> | undefined;
  order?: ListOrder | undefined;
  /** What was used before a time, the latest first. */
  uses?: Uses | undefined;
  /** For the order of creation. */
  createdAt?: CreatedAt | undefined;
  find?: ItemId | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
};

export type OverviewIndex = {
  get(item: ItemId): OverviewRow | undefined;
  set(row: OverviewRow): void;
  remove(item: ItemId): boolean;
  list(query: ListQuery): ItemPage;
  /** Items that came from there, a file's entry or another item that moved: also in drafts. */
  fromSource(source: ItemSource): OverviewRow[];
  rows(): IterableIterator<OverviewRow>;
};

type Found = { entries: Entry[]; recent?: number };
type Entry = { row: OverviewRow; prepared: string; order: string };

/** An empty index. */
export function createOverviewIndex(): OverviewIndex {
  const entries = new Map<ItemId, Entry>();
  const sources = createSources();
  const nearItems = createNearItems();
  const fromSource = (source: ItemSource): OverviewRow[] =>
    sources.items(source).flatMap((item) => entries.get(item)?.row ?? []);
  const { list, changed } = createListing({ entries, nearItems, fromSource });

  return {
    get: (item) => entries.get(item)?.row,
    set: (row) => {
      const before = entries.get(row.item);
      if (before !== undefined) sources.unlink(before.row);
      sources.link(row);
      const isSameOverview = before?.row.overview === row.overview;
      const prepared = isSameOverview ? before.prepared : searchTextOf(row.overview);
      if (prepared !== before?.prepared) nearItems.add(row.item, prepared);
      entries.set(row.item, {
        row,
        prepared,
        order: isSameOverview ? before.order : orderKey(row.overview.title),
      });
      changed();
    },
    remove: (item) => {
      const before = entries.get(item);
      if (before === undefined) return false;
      sources.unlink(before.row);
      changed();
      return entries.delete(item);
    },
    list,
    fromSource,
    rows: function* () {
      for (const { row } of entries.values()) yield row;
    },
  };
}

type Listed = {
  entries: ReadonlyMap<ItemId, Entry>;
  nearItems: NearItems;
  fromSource(source: ItemSource): OverviewRow[];
};

/** Lists of these entries; `changed` tells that they are no longer the same. */
function createListing({ entries, nearItems, fromSource }: Listed) {
  // What was asked last: pages of the same question look at nothing again, and two questions of one order sort once.
  let sorted: { by: string; entries: Entry[] } | null = null;
  let last: { asked: string; found: Found } | null = null;

  const sortedBy = (order: ListOrder, { uses, createdAt }: Pick<ListQuery, "uses" | "createdAt">): Entry[] => {
    const by = order === "used" ? `used ${uses?.before}` : order;
    if (sorted?.by !== by) sorted = { by, entries: inOrder(entries.values(), order, { uses, createdAt }) };
    return sorted.entries;
  };
  const linkedTo = (item: ItemId): Entry[] => {
    const row = entries.get(item)?.row ?? fromSource(movedFrom(item))[0];
    const entry = row === undefined ? undefined : entries.get(row.item);
    return entry === undefined ? [] : [entry];
  };
  const foundBy = ({ vault, text = "", order = "title", uses, among, createdAt }: ListQuery): Found => {
    const asked = JSON.stringify([vault, order, uses?.before, among !== undefined, text]);
    if (last?.asked === asked) return last.found;
    const link = linkedItem(text);
    const isThere = ({ row }: Entry) => vault === undefined || row.vault === vault;
    const all = sortedBy(order, { uses, createdAt });
    const inVault = vault === undefined ? all : all.filter(isThere);
    const entryOf = (item: ItemId) => [entries.get(item)].find((one) => one !== undefined && isThere(one));
    const of = { entries: inVault, text, nearItems, entryOf, order: byTitle };
    let found: Found = { entries: link === null ? foundIn<Entry>(of) : linkedTo(link) };
    const isWhole = text.trim() === "" && among === undefined && order === "title";
    if (uses !== undefined) found = isWhole ? recentFirst(found.entries, uses) : { ...found, recent: 0 };
    last = { asked, found };
    return found;
  };
  return {
    list: (query: ListQuery): ItemPage => pageOf(foundBy(query), query),
    changed: (): void => {
      sorted = null;
      last = null;
    },
  };
}

/** Which items came from where. */
function createSources() {
  const sources = new Map<string, Set<ItemId>>();
  return {
    items: (source: ItemSource): ItemId[] => [...(sources.get(sourceKey(source)) ?? [])],
    link({ item, overview }: OverviewRow): void {
      for (const source of overview.sources) {
        const key = sourceKey(source);
        sources.set(key, (sources.get(key) ?? new Set()).add(item));
      }
    },
    unlink({ item, overview }: OverviewRow): void {
      for (const source of overview.sources) sources.get(sourceKey(source))?.delete(item);
    },
  };
}

const sourceKey = ({ format, id }: ItemSource) => `${format}\n${id}`;

function pageOf({ entries: all, recent }: Found, query: ListQuery): ItemPage {
  const { among, kind, find, offset = 0, limit = all.length } = query;
  const there = among === undefined ? all : all.filter(({ row }) => among.has(row.item));
  const kinds: Partial<Record<ItemKind, number>> = {};
  for (const { row } of there) kinds[row.overview.kind] = (kinds[row.overview.kind] ?? 0) + 1;
  const isAsked = ({ row }: Entry): boolean => kind === undefined || row.overview.kind === kind;
  const found = kind === undefined ? there : there.filter(isAsked);
  const items = found.slice(offset, offset + limit).map(({ row }) => itemRowOf(row));
  const page = {
    total: found.length,
    items,
    kinds,
    ...(recent === undefined ? {} : { recent: there.slice(0, recent).filter(isAsked).length }),
  };
  if (find === undefined) return page;
  const at = found.findIndex(({ row }) => row.item === find);
  return { ...page, at: at < 0 ? null : at };
}

/** The row as the page gets it. */
export function itemRowOf(row: Omit<OverviewRow, "changedAt">): ItemRow {
  const { item, vault, overview, version, draft, damaged } = row;
  return {
    item,
    vault,
    kind: overview.kind,
    title: overview.title,
    username: overview.username,
    urls: overview.urls,
    tags: overview.tags,
    hasTotp: overview.hasTotp,
    hasNotes: overview.hasNotes,
    version,
    draft,
    conflicts: overview.conflictCount,
    ...(damaged === null
      ? {}
      : { damaged: { user: damaged.author.user, device: damaged.author.device, version: damaged.version } }),
  };
}
