/** What stands in an open editor of an item, as it was typed: half of it may still be wrong. Only what was touched is there. */
import { z } from "zod";
import { limits } from "../encoding/limits.ts";
import { fieldTypes, urlMatches } from "./item-parts.ts";

const text = (most: number) => z.string().max(most);

export const typedItem = z
  .strictObject({
    title: text(limits.nameChars),
    username: text(limits.usernameChars),
    password: text(limits.passwordBytes / 4).nullable(),
    urls: z.array(z.strictObject({ url: text(limits.urlChars), match: z.enum(urlMatches) })).max(limits.urlsPerItem),
    totp: text(4096),
    removesSeed: z.boolean(),
    notes: text(limits.noteBytes),
    tags: text(limits.tagsPerItem * limits.tagChars),
    askAgain: z.boolean(),
    fields: z
      .array(
        z.strictObject({
          /** The field of the item that it stands for; null for a new one. */
          from: text(220).nullable(),
          name: text(limits.nameChars),
          type: z.enum(fieldTypes),
          /** Null: not touched and not read. */
          value: text(limits.fieldBytes).nullable(),
        }),
      )
      .max(limits.fieldsPerItem),
  })
  .partial();
export type TypedItem = z.infer<typeof typedItem>;
