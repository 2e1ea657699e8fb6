/**
 * The first tables of a profile's database. Frozen: plain SQL, nothing live is imported. Sealed columns hold ciphertext
 * only; a plain column that decides anything stands again inside what is sealed beside it, or follows from signed bytes
 * [protocol: Local file]. The application id ("LKPF") tells this format from the trial version's, which had none.
 */
export const first = `
PRAGMA application_id = 1280004166;
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
CREATE TABLE vault_commits (
  vault TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (vault, seq)
) STRICT;
-- Commits that were in my chain until a manager's pin below them voided them: evidence as received, never chain again.
-- log_seq: the entry that holds the pin; at: when this computer took them out.
CREATE TABLE voided_commits (
  vault TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, log_seq INTEGER NOT NULL, at INTEGER NOT NULL,
  bytes BLOB NOT NULL, PRIMARY KEY (vault, seq, hash)
) STRICT;
-- My head of every vault, and why it stopped, if it did.
CREATE TABLE vault_heads (
  vault TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, log_seq INTEGER NOT NULL, state TEXT NOT NULL, failure TEXT
) STRICT;
-- Every version of every item that a verified commit made: the fold, spread out for history.
CREATE TABLE item_versions (
  vault TEXT NOT NULL, item TEXT NOT NULL, version INTEGER NOT NULL, commit_seq INTEGER NOT NULL, change_id TEXT NOT NULL,
  op TEXT NOT NULL, schema INTEGER NOT NULL, epoch INTEGER NOT NULL, author_user TEXT NOT NULL, author_device TEXT NOT NULL,
  time INTEGER NOT NULL, overview_hash TEXT, overview_size INTEGER, secret_hash TEXT, secret_size INTEGER,
  PRIMARY KEY (vault, item, version)
) STRICT;
CREATE INDEX item_versions_change ON item_versions (item, change_id);
CREATE INDEX item_versions_commit ON item_versions (vault, commit_seq);
-- Sealed overviews and secrets, by hash.
CREATE TABLE envelopes (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Edits that wait to be pushed, in the order in which they were made, sealed under the drafts key; the id is the change id
-- that the push will carry. Vault, item and base version stand again inside what is sealed.
CREATE TABLE drafts (
  number INTEGER PRIMARY KEY, draft TEXT NOT NULL UNIQUE, vault TEXT NOT NULL, item TEXT NOT NULL,
  base_version INTEGER NOT NULL, created INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
-- Overviews of all items in chunks, sealed; a cache that is never trusted over the chain.
CREATE TABLE snapshot_chunks (chunk INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- What imports did, sealed, in the order in which they ended.
CREATE TABLE import_reports (
  number INTEGER PRIMARY KEY, report TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
-- Settings of this computer, sealed, so that nobody edits them in the file.
CREATE TABLE settings (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- Invites made on this computer, with their codes, sealed.
CREATE TABLE invites_made (invite TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
-- What was refused and why. Evidence: the signed entry or commit that was refused, as received; it shows no content.
CREATE TABLE security_events (
  event INTEGER PRIMARY KEY, at INTEGER NOT NULL, code TEXT NOT NULL, vault TEXT, user TEXT, device TEXT, evidence BLOB
) STRICT;
`;
