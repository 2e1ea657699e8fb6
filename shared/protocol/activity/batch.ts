/**
 * What a device hands on of its activity: events in the order of their numbers, under one signature [protocol: Activity]. What carries
 * it seals it; here it is made and checked.
 */
import { z } from "zod";
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { type BodySchema, encodeWith, parseWith } from "../../encoding/canonical.ts";
import { bytesField, bytesMax, deviceField, idField, strict, suiteField, teamField } from "../../encoding/fields.ts";
import type { DeviceId, TeamId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { parseEvent, type ReadEvent } from "./event.ts";

/** Whose activity it is. */
export type ActivityAuthor = { team: TeamId; user: UserId; device: DeviceId };
type Body = ActivityAuthor & { suite: 1; events: Uint8Array[] };

const bodySchema = strict({
  suite: suiteField(),
  team: teamField(),
  user: idField<UserId>(),
  device: deviceField(),
  events: z.array(bytesMax(limits.eventBytes)).min(1).max(limits.eventsPerBatch),
}) as unknown as BodySchema<Body>;

const signedSchema = strict({
  body: bytesMax(limits.batchBytes),
  sig: bytesField(64),
}) as unknown as BodySchema<{ body: Uint8Array; sig: Uint8Array }>;

/** The signed bytes of so many events, ascending. Throws where they do not fit (a bug of who chose them). */
export function signBatch(signKey: SigningKey, author: ActivityAuthor, events: readonly Uint8Array[]): Uint8Array {
  const { team, user, device } = author;
  const body = encodeWith(bodySchema, { suite: 1, team, user, device, events: [...events] });
  return encodeWith(signedSchema, { body, sig: signBytes(signKey, "activity-batch", body) });
}

/**
 * Reads a batch as one of this author and this key: `signature` where it is not theirs, `manifest` where numbers do not ascend or an
 * event does not follow the one with the number before. A number that is not there is a gap for whoever reads it.
 */
export function readBatch(bytes: Uint8Array, author: ActivityAuthor & { signPk: Uint8Array }): Result<ReadEvent[]> {
  const signed = parseWith(signedSchema, bytes, limits.signedBatchBytes);
  if (!signed.ok) return signed;
  const { body, sig } = signed.value;
  if (!verifyBytes(author.signPk, "activity-batch", body, sig)) return fail("signature");
  const parsed = parseWith(bodySchema, body, limits.batchBytes);
  if (!parsed.ok) return parsed;
  const { team, user, device, events } = parsed.value;
  if (team !== author.team || user !== author.user || device !== author.device) return fail("signature");
  return inOrder(events);
}

function inOrder(events: readonly Uint8Array[]): Result<ReadEvent[]> {
  const read: ReadEvent[] = [];
  for (const bytes of events) {
    const parsed = parseEvent(bytes);
    if (!parsed.ok) return parsed;
    const before = read.at(-1);
    const { seq, prev } = parsed.value.event;
    if (before !== undefined && seq <= before.event.seq) return fail("manifest", { number: seq });
    if (before?.event.seq === seq - 1 && prev !== before.hash) return fail("manifest", { number: seq });
    read.push(parsed.value);
  }
  return ok(read);
}
