/**
 * Numbered migrations, frozen once released: each is plain SQL that imports nothing live, run in one transaction. A
 * database newer than this program is refused by name.
 */
export const migrations: readonly string[] = [
  `
  -- What the server knows of itself: its seed, the port that clients pinned, the hash of the open setup token.
  CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  -- The team log, as posted; the order is the total order of the team.
  CREATE TABLE log_entries (team TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (team, seq)) STRICT;
  -- Key bundles and key histories, found by the hash that stands in a signed entry.
  CREATE TABLE log_blobs (team TEXT NOT NULL, hash TEXT NOT NULL, entry_seq INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (team, hash)) STRICT;
  -- Vault chains: signed commits, one chain a vault.
  CREATE TABLE commits (team TEXT NOT NULL, vault TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (team, vault, seq)) STRICT;
  -- Sealed faces and secrets, found by the hash that stands in a signed commit.
  CREATE TABLE envelopes (team TEXT NOT NULL, vault TEXT NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (team, vault, hash)) STRICT;
  -- Join messages that wait for an admin's app; one an invite.
  CREATE TABLE joins (number INTEGER PRIMARY KEY, team TEXT NOT NULL, invite TEXT NOT NULL, posted_at INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (team, invite)) STRICT;
  `,
];
