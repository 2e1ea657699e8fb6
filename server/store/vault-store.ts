/** Queries on vaults and their chains of commits. */
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import type { Head } from "../../shared/protocol/team-log/state/team-state.ts";
import { readPage } from "./pages.ts";
import { type Db, query } from "./query.ts";

export type CommitRow = { seq: number; hash: Hash; bytes: Uint8Array };
export type VaultRow = { vaultNo: number; vault: VaultId; head: Head; storedBytes: number };

const vaultRows = query((tables, given: { teamNo: number }) =>
  tables
    .selectFrom("vaults")
    .select(["vault_no", "vault", "head_seq", "head_hash", "stored_bytes"])
    .where("team_no", "=", given.teamNo),
);
const insertVault = query((tables, given: { teamNo: number; vault: VaultId; seq: number; hash: Hash }) =>
  tables
    .insertInto("vaults")
    .values({
      team_no: given.teamNo,
      vault: given.vault,
      head_seq: given.seq,
      head_hash: given.hash,
      stored_bytes: 0,
    })
    .returning("vault_no"),
);
type Move = { vaultNo: number; fromSeq: number; fromHash: Hash; toSeq: number; toHash: Hash; bytes: number };
const updateHead = query((tables, given: Move) =>
  tables
    .updateTable("vaults")
    .set((old) => ({
      head_seq: given.toSeq,
      head_hash: given.toHash,
      stored_bytes: old("stored_bytes", "+", given.bytes),
    }))
    .where("vault_no", "=", given.vaultNo)
    .where("head_seq", "=", given.fromSeq)
    .where("head_hash", "=", given.fromHash),
);
const addBytes = query((tables, given: { vaultNo: number; bytes: number }) =>
  tables
    .updateTable("vaults")
    .set((old) => ({ stored_bytes: old("stored_bytes", "+", given.bytes) }))
    .where("vault_no", "=", given.vaultNo),
);
const commitRows = query((tables, given: { from: number; to: number; count: number }) =>
  tables
    .selectFrom("vault_commits")
    .select(["seq", "hash", "bytes"])
    .where("place", ">=", given.from)
    .where("place", "<=", given.to)
    .orderBy("place")
    .limit(given.count),
);
const commitHash = query((tables, given: { place: number }) =>
  tables.selectFrom("vault_commits").select("hash").where("place", "=", given.place),
);
const insertCommit = query((tables, given: CommitRow & { place: number; vaultNo: number }) =>
  tables.insertInto("vault_commits").values({
    place: given.place,
    vault_no: given.vaultNo,
    seq: given.seq,
    hash: given.hash,
    bytes: given.bytes,
  }),
);
const voidedRows = query((tables, given: { vaultNo: number; from: number; count: number }) =>
  tables
    .selectFrom("voided_commits")
    .select(({ ref }) => [ref("id").as("seq"), "hash", "bytes"])
    .where("vault_no", "=", given.vaultNo)
    .where("id", ">=", given.from)
    .orderBy("id")
    .limit(given.count),
);
const copyVoided = query((tables, given: { above: number; last: number; entrySeq: number }) =>
  tables
    .insertInto("voided_commits")
    .columns(["vault_no", "seq", "entry_seq", "hash", "bytes"])
    .expression(
      tables
        .selectFrom("vault_commits")
        .select(({ val }) => ["vault_no", "seq", val(given.entrySeq).as("entry_seq"), "hash", "bytes"])
        .where("place", ">", given.above)
        .where("place", "<=", given.last),
    ),
);
const deleteAbove = query((tables, given: { above: number; last: number }) =>
  tables.deleteFrom("vault_commits").where("place", ">", given.above).where("place", "<=", given.last),
);

const insertTombstone = query((tables, given: { place: number; now: number }) =>
  tables
    .insertInto("tombstones")
    .values({ place: given.place, taken_at: given.now })
    .onConflict((conflict) => conflict.column("place").doUpdateSet({ taken_at: given.now })),
);
const tombstoneTime = query((tables, given: { place: number }) =>
  tables.selectFrom("tombstones").select("taken_at").where("place", "=", given.place),
);

/** Chains stand 2^32 places apart, so that vault and number of a commit are one integer that a double holds. */
const placesApart = 2 ** 32;
const mostVaults = 2 ** 21 - 1;

function placeOf(vaultNo: number, seq: number): number {
  return vaultNo * placesApart + Math.min(seq, placesApart - 1);
}

/** All vaults of a team with the heads of their chains, and how much was ever stored in each. */
export async function listVaults(db: Db, teamNo: number): Promise<VaultRow[]> {
  const rows = await db.all(vaultRows, { teamNo });
  return rows.map((row) => ({
    vaultNo: row.vault_no,
    vault: row.vault,
    head: { seq: row.head_seq, hash: row.head_hash },
    storedBytes: row.stored_bytes,
  }));
}

/** A new vault's row, its chain empty. */
export async function addVault(db: Db, made: { teamNo: number; vault: VaultId; head: Head }): Promise<number> {
  const { teamNo, vault, head } = made;
  const { vault_no: vaultNo } = (await db.first(insertVault, { teamNo, vault, ...head })) as { vault_no: number };
  if (vaultNo > mostVaults) throw new Error("more vaults than a server can number");
  return vaultNo;
}

/** Moves a head from where it was and counts what came with it; false where it stands elsewhere (then nothing is changed). */
export async function moveHead(
  db: Db,
  { vaultNo, from, to, bytes }: { vaultNo: number; from: Head; to: Head; bytes: number },
): Promise<boolean> {
  const move = { vaultNo, fromSeq: from.seq, fromHash: from.hash, toSeq: to.seq, toHash: to.hash, bytes };
  return (await db.run(updateHead, move)) === 1;
}

/** Adds to what was stored in a vault, its head where it is. */
export async function countVaultBytes(db: Db, vaultNo: number, bytes: number): Promise<void> {
  await db.run(addBytes, { vaultNo, bytes });
}

/** Commits `from` to `to`: as many as fit into `bytes`, at least one where there is one. */
export async function readCommits(
  db: Db,
  page: { vaultNo: number; from: number; to: number; bytes: number },
): Promise<CommitRow[]> {
  const { vaultNo, from, to, bytes } = page;
  return await readPage({ from, count: Math.max(0, to - from + 1), bytes }, (first, count) =>
    db.all(commitRows, { from: placeOf(vaultNo, first), to: placeOf(vaultNo, to), count }),
  );
}

/** The hash of the commit at `seq`, if the chain has it. */
export async function findCommitHash(db: Db, vaultNo: number, seq: number): Promise<Hash | undefined> {
  return (await db.first(commitHash, { place: placeOf(vaultNo, seq) }))?.hash;
}

/** Appends commits. A place that is taken throws: nothing is overwritten. */
export async function addCommits(db: Db, vaultNo: number, commits: readonly CommitRow[]): Promise<void> {
  await db.runEach(
    insertCommit,
    commits.map((commit) => ({ ...commit, vaultNo, place: placeOf(vaultNo, commit.seq) })),
  );
}

/** Notes when commits that delete something were taken. */
export async function addTombstones(db: Db, vaultNo: number, { seqs, now }: { seqs: readonly number[]; now: number }) {
  await db.runEach(
    insertTombstone,
    seqs.map((seq) => ({ place: placeOf(vaultNo, seq), now })),
  );
}

/** When the deletion in the commit at `seq` was taken; of one from before such times were kept, when that began. */
export async function findTombstoneTime(db: Db, vaultNo: number, seq: number): Promise<number> {
  const row =
    (await db.first(tombstoneTime, { place: placeOf(vaultNo, seq) })) ?? (await db.first(tombstoneTime, { place: 0 }));
  return row?.taken_at ?? Number.MAX_SAFE_INTEGER;
}

/** Takes commits above a pin out of the chain and keeps them as evidence. */
export async function voidCommits(db: Db, voided: { vaultNo: number; above: number; entrySeq: number }): Promise<void> {
  const { vaultNo, above, entrySeq } = voided;
  const places = { above: placeOf(vaultNo, above), last: placeOf(vaultNo, placesApart) };
  await db.run(copyVoided, { ...places, entrySeq });
  await db.run(deleteAbove, places);
}

/** Commits that pins voided, by their place in the table, from `from` on: as many as fit into `bytes`. */
export async function readVoided(
  db: Db,
  page: { vaultNo: number; from: number; count: number; bytes: number },
): Promise<CommitRow[]> {
  return await readPage(page, (from, count) => db.all(voidedRows, { vaultNo: page.vaultNo, from, count }));
}
