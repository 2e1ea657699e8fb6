/**
 * One entry of the team log [protocol: Team log]: `{body, sig, cosigs}`. Signatures and hashes are over the received bytes. The
 * log holds ids, roles, keys, hashes and ends; names, addresses and titles never.
 */
import { z } from "zod";
import { hashText } from "../../crypto/hash.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import { isCanonical, peek } from "../../encoding/canonical-scan.ts";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  strict,
  suiteField,
  teamField,
  timeField,
  uintField,
} from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, TeamId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { type Failed, fail, ok, type Result } from "../../failures.ts";
import { type EntryType, entryRule, entryTypes, isEntryType, type Payloads } from "./entry-types.ts";
import { type Actor, type Attached, actorField, attachedField } from "./state/parts.ts";

const typeChars = 40;
const wireSchema = strict({
  body: bytesMax(limits.entryBytes),
  sig: bytesField(64),
  cosigs: z.array(strict({ device: deviceField(), sig: bytesField(64) })).max(16),
});

function bodySchema<Type extends EntryType>(type: Type) {
  return strict({
    suite: suiteField(),
    team: teamField(),
    seq: uintField(),
    prev: hashField(),
    type: z.literal(type),
    actor: actorField(),
    time: timeField(),
    payload: entryRule(type).payload,
    attached: attachedField(),
  });
}

const bodySchemas = Object.fromEntries(
  (Object.keys(entryTypes) as EntryType[]).map((type) => [type, bodySchema(type)]),
) as unknown as {
  [Type in EntryType]: z.ZodType<EntryBodyOf<Type>, unknown>;
};
export type EntryBodyOf<Type extends EntryType> = {
  suite: 1;
  team: TeamId;
  seq: number;
  prev: Hash;
  type: Type;
  actor: Actor;
  time: EpochMs;
  payload: Payloads[Type];
  attached: Attached;
};
export type EntryBody = { [Type in EntryType]: EntryBodyOf<Type> }[EntryType];
export type Entry = {
  bytes: Uint8Array;
  bodyBytes: Uint8Array;
  body: EntryBody;
  sig: Uint8Array;
  cosigs: { device: DeviceId; sig: Uint8Array }[];
  hash: Hash;
};

/** Whether a body is of this type. */
export function isBodyOf<Type extends EntryType>(body: EntryBody, type: Type): body is EntryBody & EntryBodyOf<Type> {
  return body.type === type;
}

/** Canonical bytes of a body; the value must fit its type's schema. */
export function encodeBody(body: EntryBody): Uint8Array {
  return encodeWith(bodySchemas[body.type] as z.ZodType<EntryBody, unknown>, body);
}

/** The entry around a signed body. */
export function encodeEntry(body: Uint8Array, sig: Uint8Array, cosigs: Entry["cosigs"]): Uint8Array {
  return encodeWith(wireSchema, { body, sig, cosigs });
}

/** `H("log-entry", body, sig, cosigs)`. */
export function entryHash(body: Uint8Array, sig: Uint8Array, cosigs: Entry["cosigs"]): Hash {
  return hashText(
    "log-entry",
    body,
    sig,
    cosigs.map(({ device, sig: cosig }) => [device, cosig]),
  );
}

/** Reads an entry: `limit`, `encoding`, or `client-too-old` for a type that this version does not know. */
export function parseEntry(bytes: Uint8Array): Result<Entry> {
  const wire = parseWith(wireSchema, bytes, limits.entryBytes);
  if (!wire.ok) return wire;
  const { body: bodyBytes, sig, cosigs } = wire.value;
  const type = peek(bodyBytes, "type");
  if (typeof type !== "string" || !isEntryType(type)) return refuseType(type, bodyBytes);
  const body = parseWith(bodySchemas[type] as z.ZodType<EntryBody, unknown>, bodyBytes, limits.entryBytes);
  if (!body.ok) return body;
  return ok({ bytes, bodyBytes, body: body.value, sig, cosigs, hash: entryHash(bodyBytes, sig, cosigs) });
}

/** A body of a type that this version does not know is named, and not taken for garbage. */
function refuseType(type: unknown, bodyBytes: Uint8Array): Failed {
  const isNamed = typeof type === "string" && type.length <= typeChars && isCanonical(bodyBytes);
  return isNamed
    ? fail("client-too-old", { reason: "entry-type" }, "after-act")
    : fail("encoding", { reason: "entry-type" });
}
