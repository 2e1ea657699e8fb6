/**
 * How much each member stored, so that nobody fills a team's quota alone. Frozen: this file imports nothing and never
 * changes. What was stored before counts for the team and for nobody.
 */
export const shares: { number: number; statements: readonly string[] } = {
  number: 2,
  statements: [
    `CREATE TABLE member_shares (
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      user TEXT NOT NULL,
      stored_bytes INTEGER NOT NULL,
      entries INTEGER NOT NULL,
      PRIMARY KEY (team_no, user)
    ) STRICT, WITHOUT ROWID`,
  ],
};
