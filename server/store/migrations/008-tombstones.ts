/** When this server took deletions: a purge waits from then on. Frozen: this file imports nothing and never changes. */
export const tombstones: { number: number; statements: readonly string[] } = {
  number: 8,
  statements: [
    // `place` is that of the commit in its chain, as in `vault_commits`. The row of place 0 stands for deletions from before this
    // table: they count from the moment at which it was made.
    `CREATE TABLE tombstones (
      place INTEGER PRIMARY KEY,
      taken_at INTEGER NOT NULL
    ) STRICT`,
    "INSERT INTO tombstones (place, taken_at) VALUES (0, unixepoch() * 1000)",
  ],
};
