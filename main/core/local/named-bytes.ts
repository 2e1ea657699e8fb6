/**
 * The one reader of each table whose rows are named by their hash: what it reads is hashed again, and other bytes than the
 * name says are as good as absent. Whoever asks fetches them anew, and nobody is named for damage of this disk
 * [protocol: Local file].
 */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { type Entry, parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import type { Database } from "../ports.ts";
import { findEntryRow, readBlobRow } from "../store/log-rows.ts";
import { readEnvelopeRow } from "../store/vault-rows.ts";

/** An envelope's bytes, or null. */
export function findEnvelope(db: Database, hash: Hash): Uint8Array | null {
  const bytes = readEnvelopeRow(db, hash);
  return bytes !== null && envelopeHash(bytes) === hash ? bytes : null;
}

/** The bytes of a bundle or a key history, or null. */
export function findBlob(db: Database, hash: Hash): Uint8Array | null {
  const bytes = readBlobRow(db, hash);
  return bytes !== null && (bundleHash(bytes) === hash || historyHash(bytes) === hash) ? bytes : null;
}

/** The entry of the log at this number if it is the one that the verified log has there, or null. */
export function findEntry(db: Database, seq: number, hash: Hash | null): Entry | null {
  const bytes = findEntryRow(db, seq);
  const entry = bytes === null ? null : parseEntry(bytes);
  return entry?.ok === true && entry.value.hash === hash ? entry.value : null;
}
