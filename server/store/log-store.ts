/** Queries on teams, their logs, the blobs beside entries, and waiting joins. */
import type { Hash, TeamId } from "../../shared/protocol/ids.ts";
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
  const sizes = await db
    .selectFrom("log_entries")
    .select(({ fn }) => ["seq", fn<number>("length", ["bytes"]).as("size")])
    .where("team_no", "=", page.teamNo)
    .where("seq", ">=", page.from)
    .orderBy("seq")
    .limit(page.count)
    .execute();
  const last = lastThatFits(sizes, page.bytes);
  if (last === null) return [];
  return await db
    .selectFrom("log_entries")
    .select(["seq", "hash", "bytes"])
    .where("team_no", "=", page.teamNo)
    .where("seq", ">=", page.from)
    .where("seq", "<=", last)
    .orderBy("seq")
    .execute();
}

/** The number of the last row that fits into `most` bytes; at least the first. */
export function lastThatFits(rows: readonly { seq: number; size: number }[], most: number): number | null {
  let sum = 0;
  let last: number | null = null;
  for (const { seq, size } of rows) {
    sum += size;
    if (last !== null && sum > most) break;
    last = seq;
  }
  return last;
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
