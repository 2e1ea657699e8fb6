/** What stands in an open editor of an item, as it was typed: half of it may still be wrong. Only what was touched is there. */
import { z } from "zod";
import { limits } from "../encoding/limits.ts";
import { fieldTypes, urlMatches } from "./item-parts.ts";
import { detailFields, itemKinds } from "./kinds/kinds.ts";

/** More than can be saved: what is too long stays as it was typed until its person cut it. */
const text = z.string().max(256 * 1024);

export const typedItem = z
  .strictObject({
    /** Of one that was being made, where it is no login. */
    kind: z.enum(itemKinds),
    /** What its kind alone has; null: not touched and not read. */
    detail: z.partialRecord(z.enum(detailFields), text.nullable()),
    title: text,
    username: text,
    password: text.nullable(),
    urls: z.array(z.strictObject({ url: text, match: z.enum(urlMatches) })).max(limits.urlsPerItem),
    totp: text,
    removesSeed: z.boolean(),
    notes: text,
    tags: text,
    askAgain: z.boolean(),
    fields: z
      .array(
        z.strictObject({
          /** The field of the item that it stands for; null for a new one. */
          from: text.nullable(),
          name: text,
          type: z.enum(fieldTypes),
          /** Null: not touched and not read. */
          value: text.nullable(),
        }),
      )
      .max(limits.fieldsPerItem),
    /** Names of files that were to be added or removed; the files themselves are not kept. */
    files: z.array(text).max(2 * limits.attachmentsPerItem),
  })
  .partial();
export type TypedItem = z.infer<typeof typedItem>;
