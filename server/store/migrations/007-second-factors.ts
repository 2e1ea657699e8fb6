/** Second factors of people, and the hashes of their recovery codes. Frozen: this file imports nothing and never changes. */
export const secondFactors: { number: number; statements: readonly string[] } = {
  number: 7,
  statements: [
    // `sealed`: the seed under a key of the server's own. `last_step`: the last step whose code was taken; none at or below it is.
    // `failed_by`: the device of each wrong answer since the last right one, by spaces. `released_device`: may enrol anew until
    // `released_until`.
    `CREATE TABLE second_factors (
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      user TEXT NOT NULL,
      sealed BLOB NOT NULL,
      enrolled_at INTEGER NOT NULL,
      last_step INTEGER NOT NULL,
      failed_by TEXT NOT NULL,
      wait_until INTEGER NOT NULL,
      released_device TEXT NOT NULL,
      released_until INTEGER NOT NULL,
      PRIMARY KEY (team_no, user)
    ) STRICT`,
    `CREATE TABLE second_factor_codes (
      id INTEGER PRIMARY KEY,
      team_no INTEGER NOT NULL REFERENCES teams (team_no),
      user TEXT NOT NULL,
      hash TEXT NOT NULL,
      UNIQUE (team_no, user, hash)
    ) STRICT`,
  ],
};
