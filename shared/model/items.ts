/**
 * Bodies of items [model: Items], final from the first commit: an overview, opened at unlock and indexed, and a secret,
 * opened one at a time. Strict schemas: every key is present, absent values are explicit null. Text that people typed is
 * kept exactly; what they typed as password, seed, hidden field or code is a byte string.
 */
import { z } from "zod";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import { strict, timeField, typedText, uintField } from "../encoding/fields.ts";
import { limits } from "../encoding/limits.ts";
import type { Result } from "../failures.ts";
import {
  attachment,
  conflict,
  customField,
  historyValue,
  itemSource,
  itemUrl,
  secondFactor,
  sharedLogin,
  toolField,
  totp,
} from "./item-parts.ts";
import { type Details, type ItemKind, itemKinds, kindRules } from "./kinds/kinds.ts";
import { nameText, secretBytes } from "./kinds/parts.ts";

/** Version of the bodies below; it stands in the signed change, and a newer one is kept but never opened. */
export const itemSchema = 1;

const overviewSchema = strict({
  kind: z.enum(itemKinds),
  title: nameText(),
  username: typedText(limits.usernameChars).nullable(),
  tags: z.array(typedText(limits.tagChars)).max(limits.tagsPerItem),
  urls: z.array(itemUrl).max(limits.urlsPerItem),
  tool: toolField(),
  secondFactor: secondFactor.nullable(),
  sharedLogin: sharedLogin.nullable(),
  expires: timeField().nullable(),
  askAgain: z.boolean(),
  hasTotp: z.boolean(),
  hasNotes: z.boolean(),
  conflictCount: uintField(),
  attachmentCount: uintField(),
  sources: z.array(itemSource).max(limits.sourcesPerItem),
});
export type Overview = z.output<typeof overviewSchema>;

function secretSchema<Kind extends ItemKind>(kind: Kind) {
  return strict({
    password: secretBytes().nullable(),
    totp: totp.nullable(),
    notes: typedText(limits.noteBytes).nullable(),
    fields: z.array(customField).max(limits.fieldsPerItem),
    attachments: z.array(attachment).max(limits.attachmentsPerItem),
    history: z.array(historyValue).max(limits.historyPerItem),
    conflicts: z.array(conflict).max(limits.conflictsPerItem),
    passwordChangedAt: timeField().nullable(),
    detail: kindRules[kind].schema,
  });
}

const secretSchemas = Object.fromEntries(itemKinds.map((kind) => [kind, secretSchema(kind)])) as unknown as Record<
  ItemKind,
  z.ZodType<ItemSecret, unknown>
>;
export type ItemSecret = Omit<z.output<ReturnType<typeof secretSchema<"login">>>, "detail"> & {
  detail: Details[ItemKind];
};

/** An item as it is opened: both bodies. */
export type ItemBody = { overview: Overview; secret: ItemSecret };

/** Canonical bytes of an overview. */
export function encodeOverview(overview: Overview): Uint8Array {
  return encodeWith(overviewSchema, overview);
}

/** Reads an overview: `limit` or `encoding`. */
export function parseOverview(bytes: Uint8Array): Result<Overview> {
  return parseWith(overviewSchema, bytes, limits.overviewBytes);
}

/** Canonical bytes of a secret of this kind. */
export function encodeSecret(kind: ItemKind, secret: ItemSecret): Uint8Array {
  return encodeWith(secretSchemas[kind], secret);
}

/** Reads a secret of this kind: `limit` or `encoding`. */
export function parseSecret(kind: ItemKind, bytes: Uint8Array): Result<ItemSecret> {
  return parseWith(secretSchemas[kind], bytes, limits.secretBytes);
}

/** An empty item of a kind. */
export function emptyItem(kind: ItemKind): ItemBody {
  return {
    overview: {
      kind,
      title: "",
      username: null,
      tags: [],
      urls: [],
      tool: null,
      secondFactor: null,
      sharedLogin: null,
      expires: null,
      askAgain: false,
      hasTotp: false,
      hasNotes: false,
      conflictCount: 0,
      attachmentCount: 0,
      sources: [],
    },
    secret: {
      password: null,
      totp: null,
      notes: null,
      fields: [],
      attachments: [],
      history: [],
      conflicts: [],
      passwordChangedAt: null,
      detail: kindRules[kind].empty(),
    },
  };
}
