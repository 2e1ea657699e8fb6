/** The rows of this computer's activity; what they hold is opened by `activity/` alone. */
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

export type ActivityRow = { seq: number; sealed: Uint8Array };

/** Rows from a number on, in their order, at most so many. */
export function readActivity(db: Database, from: number, most: number): ActivityRow[] {
  return db
    .prepare("SELECT seq, sealed FROM activity_events WHERE seq >= ? ORDER BY seq LIMIT ?")
    .all(from, most)
    .map(({ seq, sealed }) => ({ seq: seq as number, sealed: bytesIn(sealed) }));
}

/** The highest number that is not above this one; 0 where there is none. */
export function lastActivity(db: Database, most: number): number {
  const row = db.prepare("SELECT MAX(seq) AS seq FROM activity_events WHERE seq > 0 AND seq <= ?").get(most);
  return typeof row?.seq === "number" ? row.seq : 0;
}

/** Adds a row; inside the transaction that moves the head of the activity. */
export function putActivity(db: Database, { seq, sealed }: ActivityRow): void {
  db.prepare("INSERT OR REPLACE INTO activity_events (seq, sealed) VALUES (?, ?)").run(seq, sealed);
}
