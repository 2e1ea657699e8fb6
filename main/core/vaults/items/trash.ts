/**
 * Trash: the deleted items of every vault that this person may read, as they were last. Read when it is looked at; an overview
 * that was opened once is kept until its item changes or the process ends with the lock.
 */
import type { ItemRow } from "../../../../shared/contract/shapes.ts";
import type { EpochMs, Hash, ItemId, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { movedFrom } from "../../../../shared/model/item-fields.ts";
import { emptyItem, type Overview } from "../../../../shared/model/items.ts";
import { searchWords } from "../../../../shared/model/search-text.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { foundRows } from "../overviews/found.ts";
import { openOverview } from "../overviews/item-opening.ts";
import { itemRowOf } from "../overviews/overview-index.ts";
import { isListed, isReadable } from "../overviews/overviews.ts";
import type { ItemsCore, LastOfDeleted as Last } from "./items-area.ts";

/** A deleted item by what the chain, or a deletion of this computer that waits, says of it. */
type Deleted = {
  vault: VaultId;
  item: ItemId;
  by: UserId;
  at: EpochMs;
  /** The version that deleted it; null while that waits here. */
  deletion: number | null;
};

type TrashQuery = {
  vault?: VaultId | undefined;
  text?: string | undefined;
  find?: ItemId | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
};

/** The newest deletion first; without a text, only what is answered is opened. */
export async function listTrash(
  area: ItemsCore,
  query: TrashQuery,
): Promise<{ total: number; items: ItemRow[]; at?: number | null }> {
  const vaults = [...area.unlocked.log.state().vaults.keys()].filter(
    (vault) => (query.vault === undefined || vault === query.vault) && isReadable(area.unlocked, vault),
  );
  const deleted = vaults.flatMap((vault) => [...goneIn(area, vault), ...pendingIn(area, vault)]);
  deleted.sort((one, other) => other.at - one.at || (one.item < other.item ? -1 : 1));
  const from = query.offset ?? 0;
  const until = from + (query.limit ?? deleted.length);
  const { text = "" } = query;
  const placed = (of: readonly { item: string }[]) => {
    const at = of.findIndex(({ item }) => item === query.find);
    return query.find === undefined ? {} : { at: at < 0 ? null : at };
  };
  if (searchWords(text).length === 0)
    return { total: deleted.length, items: await rowsOf(area, deleted.slice(from, until)), ...placed(deleted) };
  const found = foundRows(await rowsOf(area, deleted), text);
  return { total: found.length, items: found.slice(from, until), ...placed(found) };
}

/** The row of one deleted item; null where it is not deleted. */
export async function trashRow(area: ItemsCore, vault: VaultId, item: ItemId): Promise<ItemRow | null> {
  const all = [...goneIn(area, vault), ...pendingIn(area, vault)];
  const rows = await rowsOf(
    area,
    all.filter((one) => one.item === item),
  );
  return rows[0] ?? null;
}

/** What lies deleted in these vaults, by the chain, as it was last; null where its bytes or its key are not here. */
export async function lastOfDeleted(
  area: ItemsCore,
  vaults: readonly VaultId[],
): Promise<{ item: ItemId; vault: VaultId; at: EpochMs; overview: Overview | null }[]> {
  const deleted = vaults.flatMap((vault) => goneIn(area, vault));
  await openAll(area, deleted);
  return deleted.map(({ item, vault, at }) => {
    const overview = area.trash.get(item)?.overview ?? null;
    return { item, vault, at, overview: overview === notHere.overview ? null : overview };
  });
}

async function openAll(area: ItemsCore, deleted: readonly Deleted[]): Promise<void> {
  for (const [vault, of] of Map.groupBy(deleted, ({ vault }) => vault)) {
    const fresh = of.filter(({ item, deletion }) => deletion !== null && area.trash.get(item)?.deletion !== deletion);
    for (let at = 0; at < fresh.length; at += limits.envelopesPerRequest)
      await openLast(area, vault, fresh.slice(at, at + limits.envelopesPerRequest));
  }
}

async function rowsOf(area: ItemsCore, deleted: readonly Deleted[]): Promise<ItemRow[]> {
  await openAll(area, deleted);
  return deleted.map((one) => {
    const { item, vault, by, at, deletion } = one;
    const last = (deletion === null ? lastTyped(area, one) : area.trash.get(item)) ?? notHere;
    const [moved] = area.overviews.index.fromSource(movedFrom(item));
    return {
      ...itemRowOf({ item, vault, ...last, draft: deletion === null, damaged: null }),
      deleted: { user: by, at, ...(moved === undefined ? {} : { movedTo: moved.item }) },
    };
  });
}

/** Its bytes or its key are not here yet: the row has no title and says who deleted it. */
const notHere: Last = { overview: emptyItem("login").overview, version: null };

/** By the chain; what waits here to be restored is no longer in Trash. */
function goneIn({ unlocked, overviews }: ItemsCore, vault: VaultId): Deleted[] {
  return [...unlocked.chains.chain(vault).items].flatMap(([item, { deleted, isPurge, author, time, version }]) =>
    deleted && !isPurge && isListed(unlocked, vault, item) && overviews.index.get(item) === undefined
      ? [{ vault, item, by: author.user, at: time, deletion: version }]
      : [],
  );
}

/** Deletions of this computer that wait. */
function pendingIn({ unlocked, drafts, itemDrafts, overviews }: ItemsCore, vault: VaultId): Deleted[] {
  const chain = unlocked.chains.chain(vault);
  const items = new Set(drafts.ofVault(vault).map(({ item }) => item));
  return [...items].flatMap((item) => {
    const last = drafts.ofItem(item).at(-1);
    const isListed = overviews.index.get(item) !== undefined || chain.items.get(item)?.deleted === true;
    if (last === undefined || isListed || itemDrafts.overviews(last)?.wanted !== null) return [];
    return [{ vault, item, by: unlocked.profile.user, at: last.createdAt, deletion: null }];
  });
}

function lastTyped({ unlocked, drafts, itemDrafts, overviews }: ItemsCore, { vault, item }: Deleted): Last | null {
  const typed = drafts.ofItem(item).map((draft) => itemDrafts.overviews(draft)?.wanted ?? null);
  const overview = typed.findLast((one) => one !== null) ?? overviews.chainOverview(item)?.overview;
  const version = unlocked.chains.chain(vault).items.get(item)?.version ?? null;
  return overview === undefined ? null : { overview, version };
}

async function openLast(area: ItemsCore, vault: VaultId, deleted: readonly Deleted[]): Promise<void> {
  const { history, vaults } = area.unlocked;
  const puts = await Promise.all(
    deleted.map(async ({ item }) => {
      const known = await history.versions(vault, item);
      const versions = known.ok ? known.value : history.held(vault, item);
      return versions.filter(({ op, overview }) => op === "put" && overview !== null);
    }),
  );
  const newest = puts.flatMap(([first], at) => (first === undefined ? [] : [{ first, at }]));
  const sealed = await vaults.envelopes(
    vault,
    newest.map(({ first }) => first.overview?.hash as Hash),
  );
  for (const [index, { first, at }] of newest.entries()) {
    const opened = openOverview(area.unlocked, first, sealed.ok ? (sealed.value[index] ?? null) : null);
    if (opened.state === "waiting") continue;
    const overview = opened.state === "good" ? opened.value : await olderOverview(area, (puts[at] ?? []).slice(1));
    const { item, deletion } = deleted[at] as Deleted;
    area.trash.set(item, { overview, version: first.version, deletion: deletion ?? 0 });
  }
}

/** The newest of these that opens; where none does, there is no title to show. */
async function olderOverview({ unlocked }: ItemsCore, versions: readonly ItemVersion[]): Promise<Overview> {
  for (const version of versions) {
    const sealed = await unlocked.vaults.envelopes(version.vault, [version.overview?.hash as Hash]);
    const opened = openOverview(unlocked, version, sealed.ok ? (sealed.value[0] ?? null) : null);
    if (opened.state === "good") return opened.value;
  }
  return notHere.overview;
}
