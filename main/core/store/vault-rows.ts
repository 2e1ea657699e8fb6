/** Verified chains: commits, heads, item versions, envelopes. */

import type { Hash, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

/** The commits of a vault above a height, in order. */
export function readCommits(db: Database, vault: VaultId, above: number): Uint8Array[] {
  return db
    .prepare("SELECT bytes FROM vault_commits WHERE vault = ? AND seq > ? ORDER BY seq")
    .all(vault, above)
    .map(({ bytes }) => bytesIn(bytes));
}

/** The bytes at a height, whatever they are, or null. */
export function readCommit(db: Database, vault: VaultId, seq: number): Uint8Array | null {
  const row = db.prepare("SELECT bytes FROM vault_commits WHERE vault = ? AND seq = ?").get(vault, seq);
  return row === undefined ? null : bytesIn(row.bytes);
}

/** The heights at which versions of an item may be found. */
export function readVersionSeqs(db: Database, vault: VaultId, item: ItemId): number[] {
  return db
    .prepare("SELECT commit_seq FROM item_versions WHERE vault = ? AND item = ?")
    .all(vault, item)
    .map(({ commit_seq: seq }) => seq as number);
}

/** The hash of the commit at a height, or null. */
export function findCommitHash(db: Database, vault: VaultId, seq: number): Hash | null {
  const row = db.prepare("SELECT hash FROM vault_commits WHERE vault = ? AND seq = ?").get(vault, seq);
  return row === undefined ? null : (row.hash as Hash);
}

/**
 * Keeps verified commits, their item versions and the new head; inside the caller's transaction. A row that stood there
 * already was damaged here: the verified one takes its place.
 */
export function addCommits(db: Database, vault: VaultId, commits: readonly Commit[]): void {
  const putHead = db.prepare(
    "INSERT OR REPLACE INTO vault_heads (vault, seq, hash, log_seq, state, failure) VALUES (?, ?, ?, ?, 'ready', NULL)",
  );
  for (const commit of commits) {
    restoreCommit(db, vault, commit);
    putHead.run(vault, commit.body.seq, commit.hash, commit.body.logSeq);
  }
  dropPurged(db, vault, commits);
}

/**
 * What the purges of verified commits name goes from this computer too: envelopes of the purged versions, and kept copies of their
 * files. Whoever purges takes nothing from an item that lives, here or in a vault that is not theirs, by having named it; where an
 * older version names one of them, or a file is another item's too, it is fetched again.
 */
function dropPurged(db: Database, vault: VaultId, commits: readonly Commit[]): void {
  const place = "vault = ? AND item = ? AND version IN (SELECT value FROM json_each(?))";
  const seqs = db.prepare(`SELECT DISTINCT commit_seq FROM item_versions WHERE ${place}`);
  const hashes = db.prepare(
    `SELECT overview_hash AS hash FROM item_versions WHERE ${place}
     UNION SELECT secret_hash FROM item_versions WHERE ${place}`,
  );
  const named = new Set<string>();
  const isKept = "blob = ? AND blob IN (SELECT blob FROM attachment_files WHERE vault = ? AND state = 'kept')";
  const dropParts = db.prepare(`DELETE FROM attachment_parts WHERE ${isKept}`);
  const dropFile = db.prepare("DELETE FROM attachment_files WHERE blob = ? AND vault = ? AND state = 'kept'");
  for (const { item, purged } of commits.flatMap(({ body }) => body.changes)) {
    if (purged.length === 0) continue;
    const at = [vault, item, JSON.stringify(purged)] as const;
    const versions = new Set(purged);
    for (const { commit_seq: seq } of seqs.all(...at)) {
      const bytes = readCommit(db, vault, seq as number);
      const commit = bytes === null ? null : parseCommit(bytes);
      if (commit?.ok !== true) continue;
      for (const change of commit.value.body.changes)
        if (change.item === item && versions.has(change.version))
          for (const { blob } of change.blobs) {
            dropParts.run(blob, vault);
            dropFile.run(blob, vault);
          }
    }
    for (const { hash } of hashes.all(...at, ...at)) if (hash !== null) named.add(hash as string);
  }
  if (named.size > 0) dropUnlessLiving(db, JSON.stringify([...named]));
}

/** Of these envelopes those go that no item names as it is now. */
function dropUnlessLiving(db: Database, named: string): void {
  const living = `op = 'put' AND version =
    (SELECT max(version) FROM item_versions AS one WHERE one.vault = item_versions.vault AND one.item = item_versions.item)`;
  const of = (column: string) =>
    `SELECT ${column} FROM item_versions WHERE ${column} IN (SELECT value FROM json_each(?)) AND ${living}`;
  db.prepare(
    `DELETE FROM envelopes WHERE hash IN (SELECT value FROM json_each(?))
     AND hash NOT IN (${of("overview_hash")} UNION ${of("secret_hash")})`,
  ).run(named, named, named);
}

/** Keeps a verified commit and its item versions and moves no head; inside the caller's transaction. */
export function restoreCommit(db: Database, vault: VaultId, { bytes, hash, body }: Commit): void {
  db.prepare("INSERT OR REPLACE INTO vault_commits (vault, seq, hash, bytes) VALUES (?, ?, ?, ?)").run(
    ...([vault, body.seq, hash, bytes] as const),
  );
  const addVersion = db.prepare(
    `INSERT OR REPLACE INTO item_versions (vault, item, version, commit_seq, change_id, op, schema, epoch, author_user,
     author_device, time, overview_hash, overview_size, secret_hash, secret_size)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const { epoch, author, time } = body;
  for (const { op, item, version, changeId, schema, overview, secret } of body.changes) {
    addVersion.run(
      ...([vault, item, version, body.seq, changeId, op, schema, epoch, author.user, author.device, time] as const),
      ...([overview?.hash ?? null, overview?.size ?? null, secret?.hash ?? null, secret?.size ?? null] as const),
    );
  }
}

/** What a manager's pin took out of a chain: the commits, where the chain stands now, the pin's entry, and the time. */
export type VoidedRows = {
  commits: readonly Commit[];
  head: { seq: number; hash: Hash; logSeq: number };
  entrySeq: number;
  at: number;
};

/** Moves voided commits aside, takes their item versions away and sets the head back; inside the caller's transaction. */
export function moveVoided(db: Database, vault: VaultId, { commits, head, entrySeq, at }: VoidedRows): void {
  const keep = db.prepare(
    "INSERT OR IGNORE INTO voided_commits (vault, seq, hash, log_seq, at, bytes) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const { body, hash, bytes } of commits) keep.run(vault, body.seq, hash, entrySeq, at, bytes);
  db.prepare("DELETE FROM vault_commits WHERE vault = ? AND seq > ?").run(vault, head.seq);
  db.prepare("DELETE FROM item_versions WHERE vault = ? AND commit_seq > ?").run(vault, head.seq);
  if (head.seq === 0) db.prepare("DELETE FROM vault_heads WHERE vault = ?").run(vault);
  else
    db.prepare(
      "UPDATE vault_heads SET seq = ?, hash = ?, log_seq = ?, state = 'ready', failure = NULL WHERE vault = ?",
    ).run(head.seq, head.hash, head.logSeq, vault);
}

/** Keeps envelopes under their hash, which the caller computed from them. */
export function addEnvelopes(db: Database, envelopes: readonly { hash: Hash; bytes: Uint8Array }[]): void {
  const insert = db.prepare("INSERT OR REPLACE INTO envelopes (hash, bytes) VALUES (?, ?)");
  for (const { hash, bytes } of envelopes) insert.run(hash, bytes);
}

/** What lies under a hash, whatever it is; `local/named-bytes.ts` looks whether it is what the hash names. */
export function readEnvelopeRow(db: Database, hash: Hash): Uint8Array | null {
  const row = db.prepare("SELECT bytes FROM envelopes WHERE hash = ?").get(hash);
  return row === undefined ? null : bytesIn(row.bytes);
}

/** Those of these hashes under which nothing is kept, in their order. What lies under one is hashed when it is read. */
export function missingEnvelopes(db: Database, hashes: readonly Hash[]): Hash[] {
  return db
    .prepare("SELECT value FROM json_each(?) WHERE value NOT IN (SELECT hash FROM envelopes)")
    .all(JSON.stringify(hashes))
    .map(({ value }) => value as Hash);
}

/** My head of every vault that has commits. */
export function readHeads(db: Database): { vault: string; seq: number; hash: string }[] {
  return db
    .prepare("SELECT vault, seq, hash FROM vault_heads ORDER BY vault")
    .all()
    .map(({ vault, seq, hash }) => ({ vault: vault as string, seq: seq as number, hash: hash as string }));
}

/** Whether the commits end exactly where the heads say. */
export function areHeadsWhole(db: Database): boolean {
  const torn = db
    .prepare(
      `SELECT 1 FROM vault_heads h LEFT JOIN vault_commits c ON c.vault = h.vault AND c.seq = h.seq
       WHERE c.hash IS NULL OR c.hash <> h.hash
       OR EXISTS (SELECT 1 FROM vault_commits above WHERE above.vault = h.vault AND above.seq > h.seq) LIMIT 1`,
    )
    .get();
  return torn === undefined;
}

/** Remembers that a vault stopped, by code. */
export function markStopped(db: Database, vault: VaultId, code: string): void {
  db.prepare("UPDATE vault_heads SET state = 'stopped', failure = ? WHERE vault = ?").run(code, vault);
}
