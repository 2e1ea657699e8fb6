/** Sealed files of items: those that wait to be sent, and copies of those that were looked at. Frozen. */
export const files = `
-- What is here of a sealed file, by its id. state: making (not whole yet, its key is in memory alone), waiting (whole, to be
-- sent before the commit that names it), kept (a copy of what the server has, perhaps not whole). used: when it was last wanted.
CREATE TABLE attachment_files (
  blob TEXT PRIMARY KEY, vault TEXT NOT NULL, state TEXT NOT NULL, parts INTEGER NOT NULL, bytes INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT;
-- Its sealed parts, of one length but for the last; the hash in the item tells whether they are what they should be.
CREATE TABLE attachment_parts (
  number INTEGER PRIMARY KEY, blob TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (blob, part)
) STRICT;
`;
