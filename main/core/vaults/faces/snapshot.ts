/**
 * All faces once more, sealed in chunks of 1,000 under a key of this computer, so that unlocking opens a few large
 * envelopes instead of thousands of small ones. Never trusted over the verified chain: a face counts only for exactly the
 * version and envelope hash that the chain names (performance.md; `[Note: Why the snapshot is only a shortcut]`).
 *
 * [Note: Why the snapshot is only a shortcut] A thief may put an older copy of the database in place. The chain's heads
 * have their own guard (protocol 11); the snapshot has none, so it must not be able to say anything that the chain does
 * not say.
 */
import { openSnapshot, sealSnapshot } from "../../../../shared/crypto/local-envelopes.ts";
import type { Face } from "../../../../shared/model/items.ts";
import type { Hash, ItemId } from "../../../../shared/protocol/ids.ts";
import { utf8Bytes, utf8Text } from "../../../../shared/text.ts";
import type { ItemRows } from "../../store/item-rows.ts";
import type { Unlocked } from "../../unlocked.ts";

/** One face as it was opened from the envelope with this hash. */
export type SnapshotFace = { item: ItemId; version: number; hash: Hash; face: Face };

export type Snapshot = {
  /** The face that an earlier run opened from exactly this envelope, if it is still there. */
  find(item: ItemId, version: number, hash: Hash): Face | null;
  put(face: SnapshotFace): void;
  remove(item: ItemId): void;
  /** How many faces changed since the last writing. */
  changes(): number;
  /** Writes the chunks that changed. */
  write(): void;
};

const facesPerChunk = 1000;
/** Raised when the stored form changes; other forms are not read but written anew. */
const form = 1;

type Stored = { form: number; faces: [item: ItemId, version: number, hash: Hash, face: Face][] };

/** Opens all chunks. A chunk that does not open, or is of another form, is as good as absent. */
export function openSnapshots(unlocked: Unlocked, rows: ItemRows): Snapshot {
  const chunks: Set<ItemId>[] = [];
  const faces = new Map<ItemId, SnapshotFace & { chunk: number }>();
  const dirty = new Set<number>();
  let changes = 0;

  for (const { chunk, sealed } of rows.snapshotChunks()) {
    while (chunks.length <= chunk) chunks.push(new Set());
    for (const [item, version, hash, face] of readChunk(unlocked, chunk, sealed)) {
      faces.set(item, { item, version, hash, face, chunk });
      chunks[chunk]?.add(item);
    }
  }

  const freeChunk = (): number => {
    const last = chunks.length - 1;
    if (last >= 0 && (chunks[last]?.size ?? 0) < facesPerChunk) return last;
    chunks.push(new Set());
    return last + 1;
  };

  const mark = (chunk: number) => {
    dirty.add(chunk);
    changes++;
  };

  return {
    find: (item, version, hash) => {
      const found = faces.get(item);
      return found?.version === version && found.hash === hash ? found.face : null;
    },
    put: (face) => {
      const chunk = faces.get(face.item)?.chunk ?? freeChunk();
      faces.set(face.item, { ...face, chunk });
      chunks[chunk]?.add(face.item);
      mark(chunk);
    },
    remove: (item) => {
      const found = faces.get(item);
      if (found === undefined) return;
      faces.delete(item);
      chunks[found.chunk]?.delete(item);
      mark(found.chunk);
    },
    changes: () => changes,
    write: () => {
      const list = [...dirty].map((chunk) => {
        const items = [...(chunks[chunk] ?? [])].flatMap((item) => faces.get(item) ?? []);
        return { chunk, sealed: items.length === 0 ? null : sealChunk(unlocked, chunk, items) };
      });
      rows.putSnapshotChunks(list);
      dirty.clear();
      changes = 0;
    },
  };
}

function sealChunk(unlocked: Unlocked, chunk: number, faces: SnapshotFace[]): Uint8Array {
  const stored: Stored = { form, faces: faces.map(({ item, version, hash, face }) => [item, version, hash, face]) };
  const plain = utf8Bytes(JSON.stringify(stored));
  const sealed = sealSnapshot(unlocked.keys.snapshotKey, { profile: unlocked.profile.profile, chunk }, plain);
  plain.fill(0);
  return sealed;
}

function readChunk(unlocked: Unlocked, chunk: number, sealed: Uint8Array): Stored["faces"] {
  const plain = openSnapshot(unlocked.keys.snapshotKey, { profile: unlocked.profile.profile, chunk }, sealed);
  if (!plain.ok) return [];
  const text = utf8Text(plain.value);
  plain.value.fill(0);
  if (text === null) return [];
  try {
    const stored = JSON.parse(text) as Partial<Stored>;
    return stored.form === form && Array.isArray(stored.faces) ? stored.faces : [];
  } catch {
    return [];
  }
}
