/** Queries on teams, their logs, and the blobs beside entries. */
import type { Hash, TeamId } from "../../shared/encoding/ids.ts";
import { readPage } from "./pages.ts";
import { type Db, query } from "./query.ts";

export type TeamRow = { team_no: number; team: TeamId; stored_bytes: number };
export type EntryRow = { seq: number; hash: Hash; bytes: Uint8Array };
export type BlobRow = { entrySeq: number; hash: Hash; bytes: Uint8Array };

const teamRows = query((tables) =>
  tables.selectFrom("teams").select(["team_no", "team", "stored_bytes"]).orderBy("team_no"),
);
const insertTeam = query((tables, given: { team: TeamId; now: number }) =>
  tables.insertInto("teams").values({ team: given.team, made_at: given.now, stored_bytes: 0 }).returning("team_no"),
);
const countTeamBytes = query((tables, given: { teamNo: number; bytes: number }) =>
  tables
    .updateTable("teams")
    .set((row) => ({ stored_bytes: row("stored_bytes", "+", given.bytes) }))
    .where("team_no", "=", given.teamNo),
);
const entryRows = query((tables, given: { teamNo: number; from: number; count: number }) =>
  tables
    .selectFrom("log_entries")
    .select(["seq", "hash", "bytes"])
    .where("team_no", "=", given.teamNo)
    .where("seq", ">=", given.from)
    .orderBy("seq")
    .limit(given.count),
);
const insertEntry = query((tables, given: EntryRow & { teamNo: number }) =>
  tables
    .insertInto("log_entries")
    .values({ team_no: given.teamNo, seq: given.seq, hash: given.hash, bytes: given.bytes }),
);
const insertBlob = query((tables, given: BlobRow & { teamNo: number }) =>
  tables
    .insertInto("log_blobs")
    .values({ team_no: given.teamNo, hash: given.hash, entry_seq: given.entrySeq, bytes: given.bytes })
    .onConflict((conflict) => conflict.doNothing()),
);
const blobSize = query((tables, given: { teamNo: number; hash: Hash }) =>
  tables
    .selectFrom("log_blobs")
    .select(({ fn }) => fn<number>("length", ["bytes"]).as("size"))
    .where("team_no", "=", given.teamNo)
    .where("hash", "=", given.hash),
);
const blobsFrom = query((tables, given: { teamNo: number; from: number; count: number }) =>
  tables
    .selectFrom("log_blobs")
    .select(({ ref }) => [ref("id").as("seq"), "hash", "bytes"])
    .where("team_no", "=", given.teamNo)
    .where("id", ">=", given.from)
    .orderBy("id")
    .limit(given.count),
);
const blobRow = query((tables, given: { teamNo: number; hash: Hash }) =>
  tables.selectFrom("log_blobs").select("bytes").where("team_no", "=", given.teamNo).where("hash", "=", given.hash),
);

/** Every team on this server. */
export async function listTeams(db: Db): Promise<TeamRow[]> {
  return await db.all(teamRows, {});
}

/** A new team's row. */
export async function addTeam(db: Db, team: { team: TeamId; now: number }): Promise<number> {
  return ((await db.first(insertTeam, team)) as { team_no: number }).team_no;
}

/** Adds to what a team has stored. */
export async function countBytes(db: Db, teamNo: number, bytes: number): Promise<void> {
  await db.run(countTeamBytes, { teamNo, bytes });
}

/** Entries from `from` on: as many as stay under both bounds, at least one where there is one. */
export async function readEntries(
  db: Db,
  page: { teamNo: number; from: number; count: number; bytes: number },
): Promise<EntryRow[]> {
  return await readPage(page, (from, count) => db.all(entryRows, { teamNo: page.teamNo, from, count }));
}

/** Appends entries, inside a transaction. A number that is taken throws (the table is unique): nothing is overwritten. */
export async function addEntries(db: Db, teamNo: number, entries: readonly EntryRow[]): Promise<void> {
  await db.runEach(
    insertEntry,
    entries.map((entry) => ({ ...entry, teamNo })),
  );
}

/** Keeps the blobs that entries list. */
export async function addBlobs(db: Db, teamNo: number, blobs: readonly BlobRow[]): Promise<void> {
  await db.runEach(
    insertBlob,
    blobs.map((blob) => ({ ...blob, teamNo })),
  );
}

/** How many bytes a blob has; undefined where it is not here. */
export async function findBlobSize(db: Db, teamNo: number, hash: Hash): Promise<number | undefined> {
  return (await db.first(blobSize, { teamNo, hash }))?.size;
}

/** The bytes of those of these blobs that are here; the caller bounds how many. */
export async function readBlobs(db: Db, teamNo: number, hashes: readonly Hash[]): Promise<Uint8Array[]> {
  const blobs: Uint8Array[] = [];
  for (const hash of hashes) {
    const row = await db.first(blobRow, { teamNo, hash });
    if (row !== undefined) blobs.push(row.bytes);
  }
  return blobs;
}

/** Blobs of a team by their place in the table, from `from` on: as many as stay under both bounds, at least one where there is one. */
export async function readBlobsFrom(
  db: Db,
  page: { teamNo: number; from: number; count: number; bytes: number },
): Promise<{ seq: number; hash: Hash; bytes: Uint8Array }[]> {
  return await readPage(page, (from, count) => db.all(blobsFrom, { teamNo: page.teamNo, from, count }));
}
