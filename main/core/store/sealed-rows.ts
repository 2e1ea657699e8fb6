/** Small sealed records by name: settings, invites made here. What they hold is opened by their owners alone. */
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

type SealedTable = "settings" | "invites_made";
const keyOf: Record<SealedTable, string> = { settings: "name", invites_made: "invite" };

/** A sealed record, or null. */
export function findSealed(db: Database, table: SealedTable, name: string): Uint8Array | null {
  const row = db.prepare(`SELECT sealed FROM ${table} WHERE ${keyOf[table]} = ?`).get(name);
  return row === undefined ? null : bytesIn(row.sealed);
}

/** Puts a sealed record. */
export function putSealed(db: Database, table: SealedTable, name: string, sealed: Uint8Array): void {
  db.prepare(`INSERT OR REPLACE INTO ${table} (${keyOf[table]}, sealed) VALUES (?, ?)`).run(name, sealed);
}

/** Takes a sealed record away. */
export function removeSealed(db: Database, table: SealedTable, name: string): void {
  db.prepare(`DELETE FROM ${table} WHERE ${keyOf[table]} = ?`).run(name);
}
