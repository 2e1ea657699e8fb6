/**
 * All items that a person may see, by id, ready to be listed and searched: overviews only, never a secret. Built once at
 * unlock and patched; what clears it: lock (it dies with the process).
 */

import type { ItemRow } from "../../../../shared/contract/shapes.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { movedFrom } from "../../../../shared/model/item-fields.ts";
import { linkedItem } from "../../../../shared/model/item-links.ts";
import type { ItemSource } from "../../../../shared/model/item-parts.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import { orderKey } from "../../../../shared/model/search-text.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { foundIn } from "./found.ts";
import { createNearItems } from "./near-items.ts";
import { searchTextOf } from "./search.ts";

/** What the list knows of one item. */
export type OverviewRow = {
  item: ItemId;
  vault: VaultId;
  overview: Overview;
  /** Current version in the chain; null while it is only a draft. */
  version: number | null;
  draft: boolean;
  /** The newest version, where it does not open; `overview` is then the last good one. */
  damaged: ItemVersion | null;
};

export type ListQuery = {
  vault?: VaultId | undefined;
  text?: string | undefined;
  /** Only these. */
  among?: ReadonlySet<ItemId> | undefined;
  find?: ItemId | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
};

export type OverviewIndex = {
  get(item: ItemId): OverviewRow | undefined;
  set(row: OverviewRow): void;
  remove(item: ItemId): boolean;
  list(query: ListQuery): { total: number; items: ItemRow[]; at?: number | null };
  /** Items that came from there, a file's entry or another item that moved: also in drafts. */
  fromSource(source: ItemSource): OverviewRow[];
  rows(): IterableIterator<OverviewRow>;
};

type Found = { entries: Entry[]; vault: VaultId | undefined; text: string };
type Entry = { row: OverviewRow; prepared: string; order: string };

/** An empty index. */
export function createOverviewIndex(): OverviewIndex {
  const entries = new Map<ItemId, Entry>();
  const sources = new Map<string, Set<ItemId>>();
  const nearItems = createNearItems();
  let sorted: Entry[] | null = null;
  // What was found last: pages of the same question look at nothing again.
  let last: Found | null = null;

  const changed = () => {
    sorted = null;
    last = null;
  };
  const fromSource = (source: ItemSource): OverviewRow[] =>
    [...(sources.get(sourceKey(source)) ?? [])].flatMap((item) => entries.get(item)?.row ?? []);
  const foundBy = ({ vault, text = "" }: ListQuery): Entry[] => {
    if (last !== null && last.vault === vault && last.text === text) return last.entries;
    sorted ??= [...entries.values()].sort(byTitle);
    const link = linkedItem(text);
    const linked = link === null ? undefined : (entries.get(link)?.row ?? fromSource(movedFrom(link))[0]);
    const entry = linked === undefined ? undefined : entries.get(linked.item);
    const isThere = ({ row }: Entry) => vault === undefined || row.vault === vault;
    const entryOf = (item: ItemId) => [entries.get(item)].find((one) => one !== undefined && isThere(one));
    const inVault = vault === undefined ? sorted : sorted.filter(isThere);
    const search = { entries: inVault, text, nearItems, entryOf, order: byTitle };
    const found = link === null ? foundIn(search) : entry === undefined ? [] : [entry];
    last = { entries: found, vault, text };
    return found;
  };

  const unlinkSource = (row: OverviewRow) => {
    for (const source of row.overview.sources) sources.get(sourceKey(source))?.delete(row.item);
  };

  return {
    get: (item) => entries.get(item)?.row,
    set: (row) => {
      const before = entries.get(row.item);
      if (before !== undefined) unlinkSource(before.row);
      for (const source of row.overview.sources) {
        const key = sourceKey(source);
        sources.set(key, (sources.get(key) ?? new Set()).add(row.item));
      }
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
      unlinkSource(before.row);
      changed();
      return entries.delete(item);
    },
    list: (query) => pageOf(foundBy(query), query),
    fromSource,
    rows: function* () {
      for (const { row } of entries.values()) yield row;
    },
  };
}

const sourceKey = ({ format, id }: ItemSource) => `${format}\n${id}`;

function byTitle(left: Entry, right: Entry): number {
  if (left.order !== right.order) return left.order < right.order ? -1 : 1;
  return left.row.item < right.row.item ? -1 : 1;
}

function pageOf(all: readonly Entry[], { among, find, offset = 0, limit = all.length }: ListQuery) {
  const found = among === undefined ? all : all.filter(({ row }) => among.has(row.item));
  const items = found.slice(offset, offset + limit).map(({ row }) => itemRowOf(row));
  const page = { total: found.length, items };
  if (find === undefined) return page;
  const at = found.findIndex(({ row }) => row.item === find);
  return { ...page, at: at < 0 ? null : at };
}

/** The row as the page gets it. */
export function itemRowOf({ item, vault, overview, version, draft, damaged }: OverviewRow): ItemRow {
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
