/** Rows of the team log and of the blobs beside it. */
import type { Kysely } from "kysely";
import type { Hash, TeamId } from "../../shared/protocol/ids.ts";
import type { Tables } from "./tables.ts";

/** Every team with its entries' bytes, in order; read once at start. */
export async function readLogs(db: Kysely<Tables>): Promise<Map<TeamId, Uint8Array[]>> {
  const logs = new Map<TeamId, Uint8Array[]>();
  for (const row of await db
    .selectFrom("log_entries")
    .select(["team", "bytes"])
    .orderBy("team")
    .orderBy("seq")
    .execute()) {
    const entries = logs.get(row.team as TeamId) ?? [];
    entries.push(row.bytes);
    logs.set(row.team as TeamId, entries);
  }
  return logs;
}

/** Appends entries and blobs; inside the caller's transaction. */
export async function appendLog(
  db: Kysely<Tables>,
  team: TeamId,
  entries: { seq: number; hash: Hash; bytes: Uint8Array }[],
  blobs: { hash: Hash; entrySeq: number; bytes: Uint8Array }[],
): Promise<void> {
  await db
    .insertInto("log_entries")
    .values(entries.map((entry) => ({ team, ...entry })))
    .execute();
  for (const { hash, entrySeq, bytes } of blobs) {
    await db
      .insertInto("log_blobs")
      .values({ team, hash, entry_seq: entrySeq, bytes })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Entries from `from` on, until `maxBytes` or `maxCount` is reached; at least one where there is one. */
export async function readEntries(
  db: Kysely<Tables>,
  team: TeamId,
  page: { from: number; maxCount: number; maxBytes: number },
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("log_entries")
    .select("bytes")
    .where("team", "=", team)
    .where("seq", ">=", page.from)
    .orderBy("seq")
    .limit(page.maxCount)
    .execute();
  return cutPage(
    rows.map(({ bytes }) => bytes),
    page.maxBytes,
  );
}

/** The first rows that fit into a page; never none of some. */
export function cutPage(rows: Uint8Array[], maxBytes: number): Uint8Array[] {
  let size = 0;
  const cut = rows.findIndex((bytes, at) => {
    size += bytes.length;
    return at > 0 && size > maxBytes;
  });
  return cut < 0 ? rows : rows.slice(0, cut);
}

/** Blobs by hash; missing ones are left out. */
export async function readBlobs(db: Kysely<Tables>, team: TeamId, hashes: Hash[]): Promise<Uint8Array[]> {
  const blobs: Uint8Array[] = [];
  for (let at = 0; at < hashes.length; at += 500) {
    const rows = await db
      .selectFrom("log_blobs")
      .select("bytes")
      .where("team", "=", team)
      .where("hash", "in", hashes.slice(at, at + 500))
      .execute();
    blobs.push(...rows.map(({ bytes }) => bytes));
  }
  return blobs;
}
