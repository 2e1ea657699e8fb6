/** Items that never stand in a list: titles and names, kept inside vaults so that the server reads none (`docs/model.md`). */
import { z } from "zod";
import { encodeWith, parseWith } from "../protocol/encoding.ts";
import { deviceField, idField, strict, timeField, typedText } from "../protocol/fields.ts";
import type { InviteId, ItemId, UserId } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Result } from "../result.ts";

const name = () => typedText(limits.nameChars);

const schemas = {
  vault: strict({ kind: z.literal("vault"), title: name(), single: z.boolean() }),
  team: strict({ kind: z.literal("team"), name: name() }),
  person: strict({
    kind: z.literal("person"),
    invite: idField<InviteId>().nullable(),
    user: idField<UserId>().nullable(),
    name: name(),
    emails: z.array(typedText(limits.emailChars)).max(limits.emailsPerPerson),
  }),
  group: strict({ kind: z.literal("group"), name: name() }),
  preferences: strict({
    kind: z.literal("preferences"),
    favourites: z.array(idField<ItemId>()).max(2000),
    lastUse: z.array(strict({ item: idField<ItemId>(), at: timeField() })).max(2000),
    deviceNames: z.array(strict({ device: deviceField(), name: name() })).max(64),
  }),
} as const;

export type SystemItems = { [Kind in keyof typeof schemas]: z.output<(typeof schemas)[Kind]> };
export type SystemItem = SystemItems[keyof SystemItems];

const anySystemItem = z.discriminatedUnion("kind", [
  schemas.vault,
  schemas.team,
  schemas.person,
  schemas.group,
  schemas.preferences,
]) as unknown as z.ZodType<SystemItem, unknown>;

/** Canonical bytes of a system item's face. */
export function encodeSystemItem(item: SystemItem): Uint8Array {
  return encodeWith(anySystemItem, item);
}

/** Reads a system item's face: `limit` or `encoding`. */
export function parseSystemItem(bytes: Uint8Array): Result<SystemItem> {
  return parseWith(anySystemItem, bytes, limits.faceBytes);
}

const emptySchema = strict({});
/** A system item has no secret; its second envelope holds an empty map, so that all versions look alike outside. */
export function emptySecret(): Uint8Array {
  return encodeWith(emptySchema, {});
}
