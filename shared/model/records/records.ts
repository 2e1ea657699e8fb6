/**
 * Every kind of record, one row each [model: Records]: items that are no logins of anybody (a vault's title, names of
 * people, preferences), kept inside vaults so that the server reads none of them. A new kind is a file and a row here.
 */
import { z } from "zod";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import { strict } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";
import type { Result } from "../../failures.ts";
import { accountRecord } from "./account-record.ts";
import { groupRecord } from "./group-record.ts";
import { personRecord } from "./person-record.ts";
import { preferencesRecord } from "./preferences-record.ts";
import type { RecordRule } from "./record-rule.ts";
import { teamRecord } from "./team-record.ts";
import { toolRecord } from "./tool-record.ts";
import { vaultRecord } from "./vault-record.ts";

export const recordRules = {
  vault: vaultRecord,
  team: teamRecord,
  person: personRecord,
  group: groupRecord,
  preferences: preferencesRecord,
  tool: toolRecord,
  account: accountRecord,
} satisfies Record<string, RecordRule>;

export type RecordKind = keyof typeof recordRules;
/** The body of a record of this kind, or of any. */
export type RecordBody<Kind extends RecordKind = RecordKind> = {
  [One in RecordKind]: z.output<(typeof recordRules)[One]["schema"]>;
}[Kind];

const schemas = Object.values(recordRules).map(({ schema }) => schema);
const anyRecord = z.discriminatedUnion(
  "kind",
  schemas as [(typeof schemas)[number], ...(typeof schemas)[number][]],
) as unknown as z.ZodType<RecordBody, unknown>;

/** Canonical bytes of a record: they stand in its overview. */
export function encodeRecord(record: RecordBody): Uint8Array {
  return encodeWith(anyRecord, record);
}

/** Reads a record: `limit` or `encoding`. */
export function parseRecord(bytes: Uint8Array): Result<RecordBody> {
  return parseWith(anyRecord, bytes, limits.overviewBytes);
}

/** What a record is called; empty where it has no name. */
export function recordTitle(record: RecordBody): string {
  const { title }: RecordRule = recordRules[record.kind];
  return title(record as never);
}

const emptySchema = strict({});
/** A record has no secret; its second envelope holds an empty map, so that all versions look alike outside. */
export function emptyRecordSecret(): Uint8Array {
  return encodeWith(emptySchema, {});
}
