/**
 * What people type when they save an item: one row for each field that is theirs to set (`settable` in
 * `shared/model/item-fields.ts`), complete by the compiler. What is typed becomes what is stored in the core.
 */
import { z } from "zod";
import type { ItemId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import type { SettableField } from "../model/item-fields.ts";
import { fieldTypes, registerReasonChars, urlMatches } from "../model/item-parts.ts";
import type { DetailField } from "../model/kinds/kinds.ts";
import { utf8Bytes } from "../text.ts";
import { id, nameText, time } from "./fields.ts";

const text = (most: number) => z.string().max(most);
/** A password or code: four bytes for each character are the most that UTF-8 needs. */
const secretText = text(limits.passwordBytes / 4).nullable();
const address = text(limits.urlChars);

const detail = {
  key: secretText,
  secret: secretText,
  private: secretText,
  public: text(limits.fieldBytes).nullable(),
  holder: text(limits.nameChars).nullable(),
  number: secretText,
  expiry: text(20).nullable(),
  code: secretText,
  pin: secretText,
  login: id<ItemId>().nullable(),
  codes: z
    .array(
      z.strictObject({
        value: z.string().refine((code) => code !== "" && utf8Bytes(code).length <= limits.recoveryCodeBytes),
        /** Absent: as it was before, where the item had this code. */
        usedAt: time.nullable().optional(),
      }),
    )
    .max(limits.recoveryCodesPerItem),
} satisfies Record<DetailField, z.ZodType>;

const typed = {
  title: text(limits.nameChars),
  username: text(limits.usernameChars).nullable(),
  tags: z.array(z.string().min(1).max(limits.tagChars)).max(limits.tagsPerItem),
  urls: z
    .array(z.union([address, z.strictObject({ url: address, match: z.enum(urlMatches) })]))
    .max(limits.urlsPerItem),
  tool: id<string>().nullable(),
  sharedLogin: z
    .strictObject({
      reason: text(registerReasonChars),
      owner: id<UserId>(),
      deputy: id<UserId>().nullable(),
      alias: text(limits.emailChars).nullable(),
      reviewAt: time.nullable(),
      end: time.nullable(),
    })
    .nullable(),
  expires: time.nullable(),
  askAgain: z.boolean(),
  password: secretText,
  /** An `otpauth://` link or a typed base32 secret. */
  totp: text(4096).nullable(),
  /** What the item's kind alone has; a field of another kind is refused. */
  detail: z.strictObject(detail).partial(),
  fields: z
    .array(z.strictObject({ name: nameText, type: z.enum(fieldTypes), value: text(limits.fieldBytes) }))
    .max(limits.fieldsPerItem),
  notes: text(limits.noteBytes).nullable(),
} satisfies Record<SettableField, z.ZodType>;

/** By their names. */
export const changeFields = Object.keys(typed) as [SettableField, ...SettableField[]];

/** Absent keys stay as they are, `null` removes. */
export const itemChanges = z.strictObject(typed).partial();
/** What pages and scripts pass. */
export type ItemChanges = z.input<typeof itemChanges>;
