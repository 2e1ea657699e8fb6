/**
 * All overviews once more, sealed in chunks of 1,000 under a key of this computer, so that unlocking opens a few large
 * envelopes instead of thousands of small ones. Never trusted over the verified chain: an overview counts only for exactly the
 * version and envelope hash that the chain names (performance.md; `[Note: Why the snapshot is only a shortcut]`).
 *
 * [Note: Why the snapshot is only a shortcut] A thief may put an older copy of the database in place. The chain's heads
 * have their own guard [protocol: Freshness]; the snapshot has none, so it must not be able to say anything that the chain does
 * not say.
 */
import { openSnapshot, sealSnapshot } from "../../../../shared/crypto/local-envelopes.ts";
import type { Hash, ItemId } from "../../../../shared/encoding/ids.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import { utf8Bytes, utf8Text } from "../../../../shared/text.ts";
import type { ItemRows } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";

/** One overview as it was opened from the envelope with this hash. */
export type SnapshotOverview = { item: ItemId; version: number; hash: Hash; overview: Overview };

export type Snapshot = {
  /** The overview that an earlier run opened from exactly this envelope, if it is still there. */
  find(item: ItemId, version: number, hash: Hash): Overview | null;
  put(overview: SnapshotOverview): void;
  remove(item: ItemId): void;
  /** How many overviews changed since the last writing. */
  changes(): number;
  /** Writes the chunks that changed. */
  write(): void;
};

const overviewsPerChunk = 1000;
/** Raised when the stored form changes; other forms are not read but written anew. */
const form = 1;

type Stored = { form: number; overviews: [item: ItemId, version: number, hash: Hash, overview: Overview][] };

/** Opens all chunks. A chunk that does not open, or is of another form, is as good as absent. */
export function openSnapshots(unlocked: Pick<OpenedProfile, "keys" | "profile">, rows: ItemRows): Snapshot {
  const chunks: Set<ItemId>[] = [];
  const overviews = new Map<ItemId, SnapshotOverview & { chunk: number }>();
  const dirty = new Set<number>();
  let changes = 0;

  for (const { chunk, sealed } of rows.snapshotChunks()) {
    while (chunks.length <= chunk) chunks.push(new Set());
    for (const [item, version, hash, overview] of readChunk(unlocked, chunk, sealed)) {
      overviews.set(item, { item, version, hash, overview, chunk });
      chunks[chunk]?.add(item);
    }
  }

  const freeChunk = (): number => {
    const last = chunks.length - 1;
    if (last >= 0 && (chunks[last]?.size ?? 0) < overviewsPerChunk) return last;
    chunks.push(new Set());
    return last + 1;
  };

  const mark = (chunk: number) => {
    dirty.add(chunk);
    changes++;
  };

  return {
    find: (item, version, hash) => {
      const found = overviews.get(item);
      return found?.version === version && found.hash === hash ? found.overview : null;
    },
    put: (overview) => {
      const chunk = overviews.get(overview.item)?.chunk ?? freeChunk();
      overviews.set(overview.item, { ...overview, chunk });
      chunks[chunk]?.add(overview.item);
      mark(chunk);
    },
    remove: (item) => {
      const found = overviews.get(item);
      if (found === undefined) return;
      overviews.delete(item);
      chunks[found.chunk]?.delete(item);
      mark(found.chunk);
    },
    changes: () => changes,
    write: () => {
      const list = [...dirty].map((chunk) => {
        const items = [...(chunks[chunk] ?? [])].flatMap((item) => overviews.get(item) ?? []);
        return { chunk, sealed: items.length === 0 ? null : sealChunk(unlocked, chunk, items) };
      });
      rows.putSnapshotChunks(list);
      dirty.clear();
      changes = 0;
    },
  };
}

function sealChunk(
  unlocked: Pick<OpenedProfile, "keys" | "profile">,
  chunk: number,
  overviews: SnapshotOverview[],
): Uint8Array {
  const stored: Stored = {
    form,
    overviews: overviews.map(({ item, version, hash, overview }) => [item, version, hash, overview]),
  };
  const plain = utf8Bytes(JSON.stringify(stored));
  const sealed = sealSnapshot(unlocked.keys.snapshotKey, { profile: unlocked.profile.profile, chunk }, plain);
  plain.fill(0);
  return sealed;
}

function readChunk(
  unlocked: Pick<OpenedProfile, "keys" | "profile">,
  chunk: number,
  sealed: Uint8Array,
): Stored["overviews"] {
  const plain = openSnapshot(unlocked.keys.snapshotKey, { profile: unlocked.profile.profile, chunk }, sealed);
  if (!plain.ok) return [];
  const text = utf8Text(plain.value);
  plain.value.fill(0);
  if (text === null) return [];
  try {
    const stored = JSON.parse(text) as Partial<Stored>;
    return stored.form === form && Array.isArray(stored.overviews) ? stored.overviews : [];
  } catch {
    return [];
  }
}
