/** Items that never stand in a list: titles and names, kept inside vaults so that the server reads none (`docs/model.md`). */
import { z } from "zod";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import { deviceField, idField, strict, timeField, typedText } from "../encoding/fields.ts";
import type { InviteId, ItemId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import type { Result } from "../failures.ts";

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

/** Canonical bytes of a system item's overview. */
export function encodeSystemItem(item: SystemItem): Uint8Array {
  return encodeWith(anySystemItem, item);
}

/** Reads a system item's overview: `limit` or `encoding`. */
export function parseSystemItem(bytes: Uint8Array): Result<SystemItem> {
  return parseWith(anySystemItem, bytes, limits.overviewBytes);
}

const emptySchema = strict({});
/** A system item has no secret; its second envelope holds an empty map, so that all versions look alike outside. */
export function emptySecret(): Uint8Array {
  return encodeWith(emptySchema, {});
}
