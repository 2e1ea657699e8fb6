/** Letters that this computer wrote and received. Frozen. */
export const letters = `
-- What this computer wrote, by the hash of the signed message: sealed with where it goes, the sealing under which it was perhaps
-- sent, and whether the server has it.
CREATE TABLE letters_out (hash TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- What came to inboxes that this person reads, as received. Nothing here is believed: it is opened and verified when it is read.
CREATE TABLE letters_in (
  vault TEXT NOT NULL, letter TEXT NOT NULL, epoch INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (vault, letter, epoch, hash)
) STRICT;
`;
