/** Where each computer of a team last said that it stands. Frozen: this file imports nothing and never changes. */
export const heads: { number: number; statements: readonly string[] } = {
  number: 5,
  statements: [
    // `number` grows within a team and is never used again, also not by a server that was put back from a copy: it is the time at
    // which the statement came, or one more than the last.
    `CREATE TABLE heads (
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      device TEXT NOT NULL,
      number INTEGER NOT NULL,
      counter INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (team_no, device),
      UNIQUE (team_no, number)
    ) STRICT`,
  ],
};
