/** What signed messages name that a restored server does not have yet. Frozen: this file imports nothing and never changes. */
export const lacking: { number: number; statements: readonly string[] } = {
  number: 6,
  statements: [
    // `vault_no` is 0 for what stands beside the log. `name`: a hash, or a file's id. `place`: the entry or commit that names it, the
    // size of an envelope, or the height that a chain has to reach. `user` signed the message: what is brought counts for them.
    `CREATE TABLE lacking (
      id INTEGER PRIMARY KEY,
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      vault_no INTEGER NOT NULL,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      user TEXT NOT NULL,
      place INTEGER NOT NULL,
      UNIQUE (team_no, vault_no, kind, name)
    ) STRICT`,
  ],
};
