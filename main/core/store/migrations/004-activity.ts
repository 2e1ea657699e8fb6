/** This computer's activity, and the failed unlocks that become a part of it. Frozen. */
export const activity = `
-- What the profile's person did on this computer, by the number in its chain; each sealed under the local key.
CREATE TABLE activity_events (seq INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- Wrong passphrases since the last unlock, in one row: no key is there to seal them with.
CREATE TABLE failed_unlocks (
  one INTEGER PRIMARY KEY, count INTEGER NOT NULL, first_at INTEGER NOT NULL
) STRICT;
`;
