/**
 * Sealed files, in parts as they came. Frozen: this file imports nothing and never changes. They lie in the one file of the
 * server, so that a commit and the files that it names are taken in one transaction and copied in one backup.
 */
export const blobs: { number: number; statements: readonly string[] } = {
  number: 3,
  statements: [
    // `user` sent it and it counts for their share; `is_named`: a commit of this vault names it, and it is never swept;
    // `touched_at`: when its last part came.
    `CREATE TABLE blobs (
      blob_no INTEGER PRIMARY KEY,
      vault_no INTEGER NOT NULL REFERENCES vaults (vault_no),
      blob TEXT NOT NULL,
      user TEXT NOT NULL,
      size INTEGER NOT NULL,
      parts INTEGER NOT NULL,
      is_named INTEGER NOT NULL,
      touched_at INTEGER NOT NULL,
      UNIQUE (vault_no, blob)
    ) STRICT`,
    "CREATE INDEX blobs_unnamed ON blobs (touched_at) WHERE is_named = 0",
    `CREATE TABLE blob_parts (
      id INTEGER PRIMARY KEY,
      blob_no INTEGER NOT NULL REFERENCES blobs (blob_no),
      part INTEGER NOT NULL,
      hash TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (blob_no, part)
    ) STRICT`,
  ],
};
