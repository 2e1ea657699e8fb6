/** Queries on vaults, their chains and envelopes. */
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import type { Head } from "../../shared/protocol/team-log/state.ts";
import { readPage } from "./log-store.ts";
import type { Db } from "./tables.ts";

export type CommitRow = { seq: number; hash: Hash; bytes: Uint8Array };

/** All vaults of a team with the heads of their chains, and how much was ever stored in each. */
export async function listVaults(
  db: Db,
  teamNo: number,
): Promise<{ vaultNo: number; vault: VaultId; head: Head; storedBytes: number }[]> {
  const rows = await db
    .selectFrom("vaults")
    .select(["vault_no", "vault", "head_seq", "head_hash", "stored_bytes"])
    .where("team_no", "=", teamNo)
    .execute();
  return rows.map((row) => ({
    vaultNo: row.vault_no,
    vault: row.vault,
    head: { seq: row.head_seq, hash: row.head_hash },
    storedBytes: row.stored_bytes,
  }));
}

/** A new vault's row, its chain empty. */
export async function addVault(db: Db, made: { teamNo: number; vault: VaultId; head: Head }): Promise<number> {
  const row = await db
    .insertInto("vaults")
    .values({
      team_no: made.teamNo,
      vault: made.vault,
      head_seq: made.head.seq,
      head_hash: made.head.hash,
      stored_bytes: 0,
    })
    .returning("vault_no")
    .executeTakeFirstOrThrow();
  return row.vault_no;
}

/** Moves a head from where it was and counts what came with it; false where it stands elsewhere (then nothing is changed). */
export async function moveHead(
  db: Db,
  moved: { vaultNo: number; from: Head; to: Head; bytes: number },
): Promise<boolean> {
  const row = await db
    .updateTable("vaults")
    .set((old) => ({
      head_seq: moved.to.seq,
      head_hash: moved.to.hash,
      stored_bytes: old("stored_bytes", "+", moved.bytes),
    }))
    .where("vault_no", "=", moved.vaultNo)
    .where("head_seq", "=", moved.from.seq)
    .where("head_hash", "=", moved.from.hash)
    .executeTakeFirst();
  return row.numUpdatedRows === 1n;
}

/** Commits `from` to `to`: as many as fit into `bytes`, at least one where there is one. */
export async function readCommits(
  db: Db,
  page: { vaultNo: number; from: number; to: number; bytes: number },
): Promise<CommitRow[]> {
  const { vaultNo, from, to, bytes } = page;
  return await readPage({ from, count: Math.max(0, to - from + 1), bytes }, (first, count) =>
    db
      .selectFrom("vault_commits")
      .select(["seq", "hash", "bytes"])
      .where("vault_no", "=", vaultNo)
      .where("seq", ">=", first)
      .where("seq", "<=", to)
      .orderBy("seq")
      .limit(count)
      .execute(),
  );
}

/** The hash of the commit at `seq`, if the chain has it. */
export async function findCommitHash(db: Db, vaultNo: number, seq: number): Promise<Hash | undefined> {
  const row = await db
    .selectFrom("vault_commits")
    .select("hash")
    .where("vault_no", "=", vaultNo)
    .where("seq", "=", seq)
    .executeTakeFirst();
  return row?.hash;
}

/** Appends commits. A number that is taken throws (the table is unique): nothing is overwritten. */
export async function addCommits(db: Db, vaultNo: number, commits: readonly CommitRow[]): Promise<void> {
  await db
    .insertInto("vault_commits")
    .values(commits.map((commit) => ({ vault_no: vaultNo, ...commit })))
    .execute();
}

/** Takes commits above a pin out of the chain and keeps them as evidence. */
export async function voidCommits(db: Db, voided: { vaultNo: number; above: number; entrySeq: number }): Promise<void> {
  await db
    .insertInto("voided_commits")
    .columns(["vault_no", "seq", "entry_seq", "hash", "bytes"])
    .expression(
      db
        .selectFrom("vault_commits")
        .select(({ val }) => ["vault_no", "seq", val(voided.entrySeq).as("entry_seq"), "hash", "bytes"])
        .where("vault_no", "=", voided.vaultNo)
        .where("seq", ">", voided.above),
    )
    .execute();
  await db.deleteFrom("vault_commits").where("vault_no", "=", voided.vaultNo).where("seq", ">", voided.above).execute();
}

/** Keeps envelopes, a hundred to a statement. */
export async function addEnvelopes(
  db: Db,
  vaultNo: number,
  envelopes: readonly { hash: Hash; bytes: Uint8Array }[],
): Promise<void> {
  for (let at = 0; at < envelopes.length; at += 100) {
    await db
      .insertInto("envelopes")
      .values(envelopes.slice(at, at + 100).map((envelope) => ({ vault_no: vaultNo, ...envelope })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Sizes of those of the asked envelopes that this vault has. */
export async function envelopeSizes(db: Db, vaultNo: number, hashes: readonly Hash[]): Promise<Map<Hash, number>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom("envelopes")
    .select(({ fn }) => ["hash", fn<number>("length", ["bytes"]).as("size")])
    .where("vault_no", "=", vaultNo)
    .where("hash", "in", hashes)
    .execute();
  return new Map(rows.map(({ hash, size }) => [hash, size]));
}

/** The bytes of these envelopes. */
export async function readEnvelopes(db: Db, vaultNo: number, hashes: readonly Hash[]): Promise<Map<Hash, Uint8Array>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom("envelopes")
    .select(["hash", "bytes"])
    .where("vault_no", "=", vaultNo)
    .where("hash", "in", hashes)
    .execute();
  return new Map(rows.map(({ hash, bytes }) => [hash, bytes]));
}
