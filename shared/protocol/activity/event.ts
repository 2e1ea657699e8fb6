/**
 * One event of a device's activity: what its person did, chained by hash to the event before [protocol: Activity]. Ids alone, never a
 * title or a value. The names of types and fields are text, so that an event of a newer version is kept and shown as one.
 */
import { z } from "zod";
import { hashText } from "../../crypto/hash.ts";
import { type BodySchema, encodeWith, parseWith } from "../../encoding/canonical.ts";
import { hashField, idField, strict, suiteField, textField, timeField, uintField } from "../../encoding/fields.ts";
import type { EpochMs, GroupId, Hash, InviteId, ItemId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import type { Result } from "../../failures.ts";

/** What something may be done to: ids of 16 bytes, which those of computers are not. */
export type Subject = UserId | GroupId | InviteId | VaultId;

/** What was done, before it has a place in the chain. */
export type EventDraft = {
  type: string;
  /** Where the items are; the vault itself where it has none. */
  vault: VaultId | null;
  /** At most `limits.itemsPerEvent`; `count` says how many there were. */
  items: ItemId[];
  count: number;
  field: string | null;
  version: number | null;
  /** The person, group, invite or vault to which it was done, by the type. */
  subject: Subject | null;
  /** The permission or role that was given. */
  right: string | null;
  /** The time of the first of several (failed unlocks). */
  since: EpochMs | null;
  /** The number of the event that failed after all, and with which code. */
  of: number | null;
  code: string | null;
};
export type ActivityEvent = EventDraft & { suite: 1; seq: number; prev: Hash; time: EpochMs };
/** An event as it was read, with the hash by which the next one names it. */
export type ReadEvent = { event: ActivityEvent; hash: Hash };

const name = () => textField(limits.eventNameChars);

const schema = strict({
  suite: suiteField(),
  seq: uintField(),
  prev: hashField(),
  time: timeField(),
  type: name(),
  vault: idField<VaultId>().nullable(),
  items: z.array(idField<ItemId>()).max(limits.itemsPerEvent),
  count: uintField(),
  field: name().nullable(),
  version: uintField().nullable(),
  subject: idField<Subject>().nullable(),
  right: name().nullable(),
  since: timeField().nullable(),
  of: uintField().nullable(),
  code: name().nullable(),
}) as unknown as BodySchema<ActivityEvent>;

/** An event of which nothing but its type is said. */
export function plainEvent(type: string): EventDraft {
  const nothing = { vault: null, field: null, version: null, subject: null, right: null };
  return { type, ...nothing, items: [], count: 0, since: null, of: null, code: null };
}

/** Its bytes, as they are hashed, sealed on this computer and signed in batches. */
export function encodeEvent(event: ActivityEvent): Uint8Array {
  return encodeWith(schema, event);
}

/** `H("activity", bytes)`. */
export function eventHash(bytes: Uint8Array): Hash {
  return hashText("activity", bytes);
}

/** Reads one; `encoding`, `limit`, `suite`. */
export function parseEvent(bytes: Uint8Array): Result<ReadEvent> {
  const parsed = parseWith(schema, bytes, limits.eventBytes);
  return parsed.ok ? { ok: true, value: { event: parsed.value, hash: eventHash(bytes) } } : parsed;
}
