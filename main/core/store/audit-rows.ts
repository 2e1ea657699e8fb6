/** The rows of other computers' activity; what they hold is opened by `activity/` alone. */
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

export type SealedHead = { batch: number; head: Uint8Array };

/** Heads above this number, in their order, at most so many. */
export function readBatchHeads(db: Database, above: number, most: number): SealedHead[] {
  return db
    .prepare("SELECT batch, head FROM audit_batches WHERE batch > ? ORDER BY batch LIMIT ?")
    .all(above, most)
    .map(({ batch, head }) => ({ batch: batch as number, head: bytesIn(head) }));
}

/** The events of a batch, sealed; null where it is not there. */
export function findBatchBody(db: Database, batch: number): Uint8Array | null {
  const row = db.prepare("SELECT body FROM audit_batches WHERE batch = ?").get(batch);
  return row === undefined ? null : bytesIn(row.body);
}

/** Adds a batch; its number is above all others. */
export function addBatch(db: Database, { batch, head, body }: SealedHead & { body: Uint8Array }): void {
  db.prepare("INSERT INTO audit_batches (batch, head, body) VALUES (?, ?, ?)").run(batch, head, body);
}

/** Takes all of them away; answers how many there were. */
export function removeBatches(db: Database): number {
  return db.prepare("DELETE FROM audit_batches").run().changes;
}
