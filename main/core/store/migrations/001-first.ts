/** The first tables of a profile's database. Frozen: plain SQL, nothing live is imported. Sealed columns hold ciphertext only. */
export const first = `
-- One row: who this profile is, the header and bytes of the wrapped master key, and a sealed copy of what decides whom this
-- computer talks to, so that nobody edits that in the file. Names are for showing on the unlock screen.
CREATE TABLE profile (
  profile TEXT PRIMARY KEY, team TEXT NOT NULL, user TEXT NOT NULL, device TEXT NOT NULL, origin TEXT NOT NULL,
  server_keys TEXT NOT NULL, state TEXT NOT NULL, team_name TEXT NOT NULL, person TEXT NOT NULL, device_name TEXT NOT NULL,
  waits_for TEXT, keychain TEXT NOT NULL, built_in INTEGER NOT NULL, suite INTEGER NOT NULL, kdf_ops INTEGER NOT NULL,
  kdf_mem INTEGER NOT NULL, salt BLOB NOT NULL, sealed_master_key BLOB NOT NULL, sealed_identity BLOB NOT NULL, sealed_join BLOB
) STRICT;
-- The verified team log as received, by number.
CREATE TABLE log_entries (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
-- Key bundles for this device and key histories, by the hash in a signed entry.
CREATE TABLE log_blobs (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Verified commits as received.
CREATE TABLE vault_commits (vault TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (vault, seq)) STRICT;
-- My head of every vault, and why it stopped, if it did.
CREATE TABLE vault_heads (vault TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, log_seq INTEGER NOT NULL, state TEXT NOT NULL, failure TEXT) STRICT;
-- Every version of every item that a verified commit made: the fold, spread out for history.
CREATE TABLE item_versions (
  vault TEXT NOT NULL, item TEXT NOT NULL, version INTEGER NOT NULL, commit_seq INTEGER NOT NULL, change_id TEXT NOT NULL,
  op TEXT NOT NULL, schema INTEGER NOT NULL, epoch INTEGER NOT NULL, author_user TEXT NOT NULL, author_device TEXT NOT NULL,
  time INTEGER NOT NULL, overview_hash TEXT, overview_size INTEGER, secret_hash TEXT, secret_size INTEGER,
  PRIMARY KEY (vault, item, version)
) STRICT;
CREATE INDEX item_versions_change ON item_versions (item, change_id);
-- Sealed overviews and secrets, by hash.
CREATE TABLE envelopes (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Edits that wait to be pushed, sealed under the drafts key; the id is the change id that the push will carry.
CREATE TABLE drafts (draft TEXT PRIMARY KEY, vault TEXT NOT NULL, item TEXT NOT NULL, base_version INTEGER NOT NULL, created INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
-- Overviews of all items in chunks, sealed; a cache that is never trusted over the chain.
CREATE TABLE snapshot_chunks (chunk INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- What imports did, sealed.
CREATE TABLE import_reports (report TEXT PRIMARY KEY, at INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
-- Settings of this computer, sealed, so that nobody edits them in the file.
CREATE TABLE settings (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- Invites made on this computer, with their codes, sealed.
CREATE TABLE invites_made (invite TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- What was refused and why. Evidence: the signed entry or commit that was refused, as received; it shows no content.
CREATE TABLE security_events (
  event INTEGER PRIMARY KEY, at INTEGER NOT NULL, code TEXT NOT NULL, vault TEXT, user TEXT, device TEXT, evidence BLOB
) STRICT;
`;
