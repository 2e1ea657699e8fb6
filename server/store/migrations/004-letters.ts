/**
 * Letters to vaults' inboxes, sealed, and the public keys of the inboxes. Frozen: this file imports nothing and never changes.
 * Who sent a letter stands in it and nowhere else.
 */
export const letters: { number: number; statements: readonly string[] } = {
  number: 4,
  statements: [
    // `number` grows within an inbox and is never used again, also not by a server that was put back from a copy: it is the
    // time at which the letter came, or one more than the last.
    `CREATE TABLE letters (
      letter_no INTEGER PRIMARY KEY,
      vault_no INTEGER NOT NULL REFERENCES vaults (vault_no),
      number INTEGER NOT NULL,
      letter TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (vault_no, number),
      UNIQUE (vault_no, letter)
    ) STRICT`,
    // The key whose hash the entry of that epoch holds, published by a reader.
    `CREATE TABLE inbox_keys (
      vault_no INTEGER NOT NULL REFERENCES vaults (vault_no),
      epoch INTEGER NOT NULL,
      kem_pk BLOB NOT NULL,
      PRIMARY KEY (vault_no, epoch)
    ) STRICT, WITHOUT ROWID`,
  ],
};
