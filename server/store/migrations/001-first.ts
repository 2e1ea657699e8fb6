/**
 * The first tables. Frozen: this file imports nothing and never changes; what comes later is another migration. The server
 * keeps public keys, hashes and ciphertext, and no password, verifier, salt or KDF parameter [protocol: Sessions]. The number
 * in the header ("LKSV") tells this format from the trial version's, which had none.
 */
export const first: { number: number; statements: readonly string[] } = {
  number: 1,
  statements: [
    "PRAGMA application_id = 1280004950",
    // The seed of the server's own keys, and the port that clients have pinned as part of the origin. One row.
    `CREATE TABLE server_identity (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      seed BLOB NOT NULL,
      port INTEGER NOT NULL
    ) STRICT`,
    // Hashes of setup tokens, each good for making a team until one of them is spent: then all are deleted.
    `CREATE TABLE setup_tokens (
      id INTEGER PRIMARY KEY,
      token_hash TEXT NOT NULL UNIQUE
    ) STRICT`,
    // A team, and how many bytes its log and the blobs beside it take.
    `CREATE TABLE teams (
      team_no INTEGER PRIMARY KEY,
      team TEXT NOT NULL UNIQUE,
      made_at INTEGER NOT NULL,
      stored_bytes INTEGER NOT NULL
    ) STRICT`,
    // The team logs, as received.
    `CREATE TABLE log_entries (
      id INTEGER PRIMARY KEY,
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (team_no, seq)
    ) STRICT`,
    // Key bundles and sealed key histories, by the hash under which an entry lists them.
    `CREATE TABLE log_blobs (
      id INTEGER PRIMARY KEY,
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      hash TEXT NOT NULL,
      entry_seq INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (team_no, hash)
    ) STRICT`,
    // Join messages that wait for an admin, one per open invite, by the hash of the invite's entry.
    `CREATE TABLE joins (
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      invite TEXT NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (team_no, invite)
    ) STRICT, WITHOUT ROWID`,
    // Vaults of the logs, each with the head of its chain and how many bytes of commits and envelopes it took.
    `CREATE TABLE vaults (
      vault_no INTEGER PRIMARY KEY,
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      vault TEXT NOT NULL,
      head_seq INTEGER NOT NULL,
      head_hash TEXT NOT NULL,
      stored_bytes INTEGER NOT NULL,
      UNIQUE (team_no, vault)
    ) STRICT`,
    // The chains, as received. The place is \`vault_no\` and \`seq\` in one number (2^32 apart), so that a chain lies in
    // order and is read and written without an index beside it.
    `CREATE TABLE vault_commits (
      place INTEGER PRIMARY KEY CHECK (place = vault_no * 4294967296 + seq),
      vault_no INTEGER NOT NULL REFERENCES vaults (vault_no),
      seq INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 4294967295),
      hash TEXT NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT`,
    // Commits that a manager's rotation voided: evidence, no longer chain. \`entry_seq\` is that rotation's number.
    `CREATE TABLE voided_commits (
      id INTEGER PRIMARY KEY,
      vault_no INTEGER NOT NULL REFERENCES vaults (vault_no),
      seq INTEGER NOT NULL,
      entry_seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (vault_no, entry_seq, seq)
    ) STRICT`,
    // Sealed overviews and secrets, by the hash that stands in a signed change of this vault.
    `CREATE TABLE envelopes (
      id INTEGER PRIMARY KEY,
      vault_no INTEGER NOT NULL REFERENCES vaults (vault_no),
      hash TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (vault_no, hash)
    ) STRICT`,
  ],
};
