/** Queries on teams, their logs, the blobs beside entries, and waiting joins. */
import type { Hash, TeamId } from "../../shared/encoding/ids.ts";
import type { Db } from "./tables.ts";

export type TeamRow = { team_no: number; team: TeamId; stored_bytes: number };
export type EntryRow = { seq: number; hash: Hash; bytes: Uint8Array };
export type BlobRow = { entry_seq: number; hash: Hash; bytes: Uint8Array };

/** Every team on this server. */
export async function listTeams(db: Db): Promise<TeamRow[]> {
  return await db.selectFrom("teams").select(["team_no", "team", "stored_bytes"]).orderBy("team_no").execute();
}

/** A new team's row. */
export async function addTeam(db: Db, team: { team: TeamId; now: number }): Promise<number> {
  const made = await db
    .insertInto("teams")
    .values({ team: team.team, made_at: team.now, stored_bytes: 0 })
    .returning("team_no")
    .executeTakeFirstOrThrow();
  return made.team_no;
}

/** Adds to what a team has stored. */
export async function countBytes(db: Db, teamNo: number, bytes: number): Promise<void> {
  await db
    .updateTable("teams")
    .set((row) => ({ stored_bytes: row("stored_bytes", "+", bytes) }))
    .where("team_no", "=", teamNo)
    .execute();
}

/** Entries from `from` on: as many as stay under both bounds, at least one where there is one. */
export async function readEntries(
  db: Db,
  page: { teamNo: number; from: number; count: number; bytes: number },
): Promise<EntryRow[]> {
  return await readPage(page, (from, count) =>
    db
      .selectFrom("log_entries")
      .select(["seq", "hash", "bytes"])
      .where("team_no", "=", page.teamNo)
      .where("seq", ">=", from)
      .orderBy("seq")
      .limit(count)
      .execute(),
  );
}

/** How many rows are read at once: a large page takes several readings, a hostile one never much memory. */
const rowsAtOnce = 32;

/** Reads rows of a sequence until the page is full: at most `count` rows and `bytes` bytes, but one where there is one. */
export async function readPage<Row extends { seq: number; bytes: Uint8Array }>(
  page: { from: number; count: number; bytes: number },
  read: (from: number, count: number) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let sum = 0;
  while (rows.length < page.count) {
    const asked = Math.min(rowsAtOnce, page.count - rows.length);
    const some = await read(rows.length === 0 ? page.from : (rows.at(-1) as Row).seq + 1, asked);
    for (const row of some) {
      sum += row.bytes.length;
      if (rows.length > 0 && sum > page.bytes) return rows;
      rows.push(row);
    }
    if (some.length < asked) break;
  }
  return rows;
}

/** Appends entries, inside a transaction. A number that is taken throws (the table is unique): nothing is overwritten. */
export async function addEntries(db: Db, teamNo: number, entries: readonly EntryRow[]): Promise<void> {
  await db
    .insertInto("log_entries")
    .values(entries.map((entry) => ({ team_no: teamNo, ...entry })))
    .execute();
}

/** Keeps the blobs that entries list. */
export async function addBlobs(db: Db, teamNo: number, blobs: readonly BlobRow[]): Promise<void> {
  for (let at = 0; at < blobs.length; at += 500) {
    await db
      .insertInto("log_blobs")
      .values(blobs.slice(at, at + 500).map((blob) => ({ team_no: teamNo, ...blob })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Sizes of those of these blobs that are here. */
export async function blobSizes(db: Db, teamNo: number, hashes: readonly Hash[]): Promise<Map<Hash, number>> {
  const sizes = new Map<Hash, number>();
  for (let at = 0; at < hashes.length; at += 1000) {
    const rows = await db
      .selectFrom("log_blobs")
      .select(({ fn }) => ["hash", fn<number>("length", ["bytes"]).as("size")])
      .where("team_no", "=", teamNo)
      .where("hash", "in", hashes.slice(at, at + 1000))
      .execute();
    for (const { hash, size } of rows) sizes.set(hash, size);
  }
  return sizes;
}

/** The bytes of these blobs; the caller bounds how many. */
export async function readBlobs(db: Db, teamNo: number, hashes: readonly Hash[]): Promise<Uint8Array[]> {
  const blobs: Uint8Array[] = [];
  for (let at = 0; at < hashes.length; at += 1000) {
    const rows = await db
      .selectFrom("log_blobs")
      .select("bytes")
      .where("team_no", "=", teamNo)
      .where("hash", "in", hashes.slice(at, at + 1000))
      .execute();
    for (const { bytes } of rows) blobs.push(bytes);
  }
  return blobs;
}

/** The join message that waits under an invite. */
export async function findJoin(db: Db, teamNo: number, invite: Hash): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom("joins")
    .select("bytes")
    .where("team_no", "=", teamNo)
    .where("invite", "=", invite)
    .executeTakeFirst();
  return row?.bytes;
}

/** Keeps a join message. */
export async function addJoin(db: Db, join: { teamNo: number; invite: Hash; bytes: Uint8Array }): Promise<void> {
  await db.insertInto("joins").values({ team_no: join.teamNo, invite: join.invite, bytes: join.bytes }).execute();
}

/** Waiting join messages of a team. */
export async function listJoins(db: Db, teamNo: number): Promise<{ invite: Hash; bytes: Uint8Array }[]> {
  return await db.selectFrom("joins").select(["invite", "bytes"]).where("team_no", "=", teamNo).limit(1000).execute();
}

/** Takes away joins whose invites are closed. */
export async function removeJoins(db: Db, teamNo: number, invites: readonly Hash[]): Promise<void> {
  if (invites.length === 0) return;
  await db.deleteFrom("joins").where("team_no", "=", teamNo).where("invite", "in", invites).execute();
}
