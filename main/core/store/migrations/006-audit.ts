/** What colleagues did, on the computers of those who may read it. Frozen. */
export const audit = `
-- Batches of other computers' activity, in the order in which they were taken: what the list is made from, and the events. Both sealed.
CREATE TABLE audit_batches (batch INTEGER PRIMARY KEY, head BLOB NOT NULL, body BLOB NOT NULL) STRICT;
`;
