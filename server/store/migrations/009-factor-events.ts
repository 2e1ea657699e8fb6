/** What happened to second factors, to be told to their people. Frozen: this file imports nothing and never changes. */
export const factorEvents: { number: number; statements: readonly string[] } = {
  number: 9,
  statements: [
    // `what`: `set`, `recovery` or `released`. `device`: of the person; `by_user`: who did it.
    `CREATE TABLE second_factor_events (
      number INTEGER PRIMARY KEY,
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      user TEXT NOT NULL,
      at INTEGER NOT NULL,
      what TEXT NOT NULL,
      device TEXT NOT NULL,
      by_user TEXT NOT NULL
    ) STRICT`,
    "CREATE INDEX second_factor_events_of ON second_factor_events (team_no, user, number)",
  ],
};
