/**
 * The rows that the item area reads and writes: drafts and snapshot chunks.
 * Everything sealed stays sealed here. One prepared statement per question, made once per opened profile.
 */

import type { ChangeId, DeviceId, EpochMs, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { EnvelopeRef } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Database, SqlRow } from "../ports.ts";
import { bytesIn } from "./columns.ts";

/** One version of an item as a signed change of the verified chain gives it. */
export type ItemVersion = {
  vault: VaultId;
  item: ItemId;
  version: number;
  op: "put" | "delete" | "purge";
  epoch: number;
  schema: number;
  author: { user: UserId; device: DeviceId };
  time: EpochMs;
  overview: EnvelopeRef | null;
  secret: EnvelopeRef | null;
  /** Who purged it: then it has no envelopes any more, whatever its commit names. */
  purgedBy?: { user: UserId; time: EpochMs };
};

/** A draft's row; `sealed` opens under the drafts key alone. The draft's id is the `changeId` that its push will carry. */
export type DraftRow = {
  draft: ChangeId;
  vault: VaultId;
  item: ItemId;
  baseVersion: number;
  /** The draft that must be in the chain before this one is pushed. */
  after: ChangeId | null;
  createdAt: EpochMs;
  sealed: Uint8Array;
};

export type ItemRows = {
  drafts(): DraftRow[];
  /** Writes new drafts and takes others away, in one transaction. */
  changeDrafts(change: { add: DraftRow[]; remove: ChangeId[] }): void;
  /** When the oldest version of an item that is here was made; null where none is. */
  firstTime(vault: VaultId, item: ItemId): EpochMs | null;
  snapshotChunks(): { chunk: number; sealed: Uint8Array }[];
  putSnapshotChunks(chunks: { chunk: number; sealed: Uint8Array | null }[]): void;
};

/** Prepares the statements on an open profile database. */
export function createItemRows(db: Database): ItemRows {
  const drafts = db.prepare(
    "SELECT draft, vault, item, base_version, after_draft, created, sealed FROM drafts ORDER BY number",
  );
  const addDraft = db.prepare(
    `INSERT INTO drafts (draft, vault, item, base_version, after_draft, created, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const removeDraft = db.prepare("DELETE FROM drafts WHERE draft = ?");
  const firstTime = db.prepare("SELECT time FROM item_versions WHERE vault = ? AND item = ? ORDER BY version LIMIT 1");
  const chunks = db.prepare("SELECT chunk, sealed FROM snapshot_chunks ORDER BY chunk");
  const putChunk = db.prepare("INSERT OR REPLACE INTO snapshot_chunks (chunk, sealed) VALUES (?, ?)");
  const removeChunk = db.prepare("DELETE FROM snapshot_chunks WHERE chunk = ?");
  return {
    drafts: () => drafts.all().map(draftOf),
    changeDrafts: ({ add, remove }) =>
      db.transaction(() => {
        for (const draft of remove) removeDraft.run(draft);
        for (const row of add) {
          addDraft.run(row.draft, row.vault, row.item, row.baseVersion, row.after, row.createdAt, row.sealed);
        }
      }),
    firstTime: (vault, item) => (firstTime.get(vault, item)?.time ?? null) as EpochMs | null,
    snapshotChunks: () => chunks.all().map((row) => ({ chunk: row.chunk as number, sealed: bytesIn(row.sealed) })),
    putSnapshotChunks: (list) =>
      db.transaction(() => {
        for (const { chunk, sealed } of list) sealed === null ? removeChunk.run(chunk) : putChunk.run(chunk, sealed);
      }),
  };
}

function draftOf(row: SqlRow): DraftRow {
  return {
    draft: row.draft as ChangeId,
    vault: row.vault as VaultId,
    item: row.item as ItemId,
    baseVersion: row.base_version as number,
    after: row.after_draft as ChangeId | null,
    createdAt: row.created as EpochMs,
    sealed: bytesIn(row.sealed),
  };
}

/** What overviews were opened from last: all of it is read anew at the next unlock. */
export function dropSnapshots(db: Database): void {
  db.prepare("DELETE FROM snapshot_chunks").run();
}
