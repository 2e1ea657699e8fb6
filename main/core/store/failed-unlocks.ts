/**
 * Wrong passphrases while nobody was in, counted in the file, so that a process that ends takes none of them along: the next unlock makes
 * an event of them [protocol: Activity]. Not sealed: there is no key. Whoever writes into the file can take them away or add some.
 */
import type { Database } from "../ports.ts";

export type FailedUnlocks = { count: number; firstAt: number };

const most = 1_000_000;

/** One more. */
export function addFailedUnlock(db: Database, at: number): void {
  db.prepare(
    `INSERT INTO failed_unlocks (one, count, first_at) VALUES (1, 1, ?)
     ON CONFLICT (one) DO UPDATE SET count = MIN(count + 1, ?)`,
  ).run(at, most);
}

/** Those since the last unlock, or null; numbers that were not counted here are cut. */
export function findFailedUnlocks(db: Database): FailedUnlocks | null {
  const row = db.prepare("SELECT count, first_at FROM failed_unlocks WHERE one = 1").get();
  if (row === undefined) return null;
  const { count, first_at: firstAt } = row as { count: number; first_at: number };
  return { count: between(1, count, most), firstAt: between(0, firstAt, 2 ** 52) };
}

const between = (least: number, value: number, greatest: number): number =>
  Math.min(greatest, Math.max(least, Math.trunc(value)));

/** They are an event now; inside its transaction. */
export function removeFailedUnlocks(db: Database): void {
  db.prepare("DELETE FROM failed_unlocks").run();
}
