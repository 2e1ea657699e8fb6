/** The record of heads as the first version wrote it: one hash over the log's head and a table of the vaults' heads. */
import { hashText } from "../../../shared/crypto/hash.ts";
import { parseWith } from "../../../shared/encoding/canonical.ts";
import { hashField, strict, uintField } from "../../../shared/encoding/fields.ts";
import { idBytes } from "../../../shared/encoding/id-bytes.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Database } from "../ports.ts";
import { readLogHead } from "../store/log-rows.ts";
import { areHeadsWhole, readHeads } from "../store/vault-rows.ts";
import { type HeadsRecord, noHead, type OwnHeads } from "./heads.ts";

const schema = strict({ counter: uintField(), heads: hashField(), logSeq: uintField() });
const maxBytes = 1024;

/** The counter and the log's number of such a record in the keychain; its hash says nothing without the tables. */
export function readFirstKept(plain: Uint8Array): HeadsRecord | null {
  const parsed = parseWith(schema, plain, maxBytes);
  if (!parsed.ok) return null;
  const { counter, logSeq } = parsed.value;
  return { counter, log: { seq: logSeq, hash: new Uint8Array(0) }, vaults: new Map(), activity: noHead, isKept: true };
}

/** Such a record with the heads that the tables held when it was written; `foreign` where they hold others now. */
export function readFirstForm(db: Database, plain: Uint8Array): OwnHeads {
  const parsed = parseWith(schema, plain, maxBytes);
  const log = readLogHead(db);
  if (!parsed.ok || log === null) return { state: "foreign" };
  const rows = readHeads(db);
  const found = hashText(
    "local-heads",
    log.seq,
    log.hash,
    rows.map(({ vault, seq, hash }) => [vault, seq, hash]),
  );
  if (found !== parsed.value.heads || !areHeadsWhole(db)) return { state: "foreign" };
  const vaults = new Map(rows.map(({ vault, seq, hash }) => [vault as VaultId, { seq, hash: idBytes(hash) }]));
  const { counter } = parsed.value;
  const head = { seq: log.seq, hash: idBytes(log.hash) };
  const record = { counter, log: head, vaults, activity: noHead, isKept: false };
  return { state: "record", record };
}
