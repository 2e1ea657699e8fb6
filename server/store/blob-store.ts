/** Queries on sealed files: what is here of each, its parts, and whether a commit names it. */
import type { BlobId, Hash, UserId } from "../../shared/encoding/ids.ts";
import { type Db, query } from "./query.ts";

type BlobKey = { vaultNo: number; blob: BlobId };
export type BlobRow = { blobNo: number; user: UserId; size: number; parts: number; isNamed: boolean };
export type PartRow = { part: number; hash: Hash; bytes: Uint8Array };
type Swept = { blobNo: number; vaultNo: number; teamNo: number; user: UserId };

const blobRow = query((tables, given: BlobKey) =>
  tables
    .selectFrom("blobs")
    .select(["blob_no", "user", "size", "parts", "is_named"])
    .where("vault_no", "=", given.vaultNo)
    .where("blob", "=", given.blob),
);
const insertBlob = query((tables, given: BlobKey & { user: UserId; size: number; now: number }) =>
  tables
    .insertInto("blobs")
    .values({
      vault_no: given.vaultNo,
      blob: given.blob,
      user: given.user,
      size: given.size,
      parts: 0,
      is_named: 0,
      touched_at: given.now,
    })
    .returning("blob_no"),
);
const countParts = query((tables, given: { blobNo: number; parts: number; now: number }) =>
  tables.updateTable("blobs").set({ parts: given.parts, touched_at: given.now }).where("blob_no", "=", given.blobNo),
);
const insertPart = query((tables, given: PartRow & { blobNo: number }) =>
  tables
    .insertInto("blob_parts")
    .values({ blob_no: given.blobNo, part: given.part, hash: given.hash, bytes: given.bytes }),
);
const partRow = query((tables, given: { blobNo: number; part: number }) =>
  tables.selectFrom("blob_parts").select("bytes").where("blob_no", "=", given.blobNo).where("part", "=", given.part),
);
const partHashes = query((tables, given: { blobNo: number }) =>
  tables.selectFrom("blob_parts").select("hash").where("blob_no", "=", given.blobNo).orderBy("part"),
);
const nameBlob = query((tables, given: { blobNo: number }) =>
  tables.updateTable("blobs").set({ is_named: 1 }).where("blob_no", "=", given.blobNo),
);
const unnamedOf = query((tables, given: { teamNo: number; user: UserId }) =>
  tables
    .selectFrom("blobs")
    .innerJoin("vaults", "vaults.vault_no", "blobs.vault_no")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("is_named", "=", 0)
    .where("vaults.team_no", "=", given.teamNo)
    .where("user", "=", given.user),
);
const oldUnnamed = query((tables, given: { teamNo: number; before: number }) =>
  tables
    .selectFrom("blobs")
    .innerJoin("vaults", "vaults.vault_no", "blobs.vault_no")
    .select(["blob_no", "blobs.vault_no", "vaults.team_no", "user"])
    .where("is_named", "=", 0)
    .where("vaults.team_no", "=", given.teamNo)
    .where("touched_at", "<", given.before),
);
const ofVault = query((tables, given: { vaultNo: number }) =>
  tables
    .selectFrom("blobs")
    .select(["blob_no", "blob", "user", "size", "parts", "is_named"])
    .where("vault_no", "=", given.vaultNo)
    .orderBy("blob_no"),
);
const partsSize = query((tables, given: { blobNo: number }) =>
  tables
    .selectFrom("blob_parts")
    .select(({ fn }) => fn.sum<number>(fn("length", ["bytes"])).as("bytes"))
    .where("blob_no", "=", given.blobNo),
);
const deleteParts = query((tables, given: { blobNo: number }) =>
  tables.deleteFrom("blob_parts").where("blob_no", "=", given.blobNo),
);
const deleteBlob = query((tables, given: { blobNo: number }) =>
  tables.deleteFrom("blobs").where("blob_no", "=", given.blobNo),
);
const addVaultBytes = query((tables, given: { vaultNo: number; bytes: number }) =>
  tables
    .updateTable("vaults")
    .set((old) => ({ stored_bytes: old("stored_bytes", "+", given.bytes) }))
    .where("vault_no", "=", given.vaultNo),
);

/** What is here of a file of this vault. */
export async function findBlob(db: Db, vaultNo: number, blob: BlobId): Promise<BlobRow | undefined> {
  const row = await db.first(blobRow, { vaultNo, blob });
  return row === undefined ? undefined : blobOf(row);
}

/** Every file of a vault, also those that no commit names yet. */
export async function listBlobs(db: Db, vaultNo: number): Promise<(BlobRow & { blob: BlobId })[]> {
  return (await db.all(ofVault, { vaultNo })).map((row) => ({ ...blobOf(row), blob: row.blob }));
}

type StoredBlob = { blob_no: number; user: UserId; size: number; parts: number; is_named: number };

function blobOf({ blob_no, user, size, parts, is_named }: StoredBlob): BlobRow {
  return { blobNo: blob_no, user, size, parts, isNamed: is_named === 1 };
}

/** Begins a file of which nothing is here. */
export async function beginBlob(
  db: Db,
  made: { vaultNo: number; blob: BlobId; user: UserId; size: number; now: number },
): Promise<number> {
  return ((await db.first(insertBlob, made)) as { blob_no: number }).blob_no;
}

/** Appends the next part and counts its bytes for the vault. */
export async function addPart(db: Db, to: { vaultNo: number; blobNo: number; now: number }, part: PartRow) {
  const { vaultNo, blobNo, now } = to;
  await db.run(insertPart, { ...part, blobNo });
  await db.run(countParts, { blobNo, parts: part.part + 1, now });
  await db.run(addVaultBytes, { vaultNo, bytes: part.bytes.length });
}

/** The bytes of a part. */
export async function findPart(db: Db, blobNo: number, part: number): Promise<Uint8Array | undefined> {
  return (await db.first(partRow, { blobNo, part }))?.bytes;
}

/** The hashes of all parts, in order. */
export async function listPartHashes(db: Db, blobNo: number): Promise<Hash[]> {
  return (await db.all(partHashes, { blobNo })).map(({ hash }) => hash);
}

/** A commit names these files: they are kept from now on, and served. */
export async function nameBlobs(db: Db, blobNos: readonly number[]): Promise<void> {
  await db.runEach(
    nameBlob,
    blobNos.map((blobNo) => ({ blobNo })),
  );
}

/** How many files of this person no commit names yet. */
export async function countUnnamed(db: Db, teamNo: number, user: UserId): Promise<number> {
  return (await db.first(unnamedOf, { teamNo, user }))?.count ?? 0;
}

/** Files that no commit names and of which nothing came since. */
export async function listOldUnnamed(db: Db, teamNo: number, before: number): Promise<Swept[]> {
  const rows = await db.all(oldUnnamed, { teamNo, before });
  return rows.map((row) => ({ blobNo: row.blob_no, vaultNo: row.vault_no, teamNo: row.team_no, user: row.user }));
}

/** Takes a file away; answers how many bytes that were. */
export async function dropBlob(db: Db, { blobNo, vaultNo }: { blobNo: number; vaultNo: number }): Promise<number> {
  const bytes = (await db.first(partsSize, { blobNo }))?.bytes ?? 0;
  await db.run(deleteParts, { blobNo });
  await db.run(deleteBlob, { blobNo });
  await db.run(addVaultBytes, { vaultNo, bytes: -bytes });
  return bytes;
}
