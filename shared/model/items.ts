/**
 * Bodies of items (`docs/model.md`), final from the first commit: an overview, opened at unlock and indexed, and a secret,
 * opened one at a time. Strict schemas: every key is present, absent values are explicit null. Text that people typed is
 * kept exactly; what they typed as password, seed, hidden field or code is a byte string.
 */
import { z } from "zod";
import { encodeWith, parseWith } from "../encoding/canonical.ts";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  textField,
  timeField,
  typedText,
  uintField,
} from "../encoding/fields.ts";
import type { ItemId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import type { Result } from "../failures.ts";

/** Version of the bodies below; it stands in the signed change, and a newer one is kept but never opened. */
export const itemSchema = 1;

export const itemKinds = ["login", "api-key", "note", "ssh-key", "card", "document", "recovery-codes"] as const;
export type ItemKind = (typeof itemKinds)[number];
export const urlMatches = ["domain", "host", "exact", "never"] as const;
export const fieldTypes = ["text", "hidden", "date"] as const;
export const secondFactorStates = [
  "totp-here",
  "totp-elsewhere",
  "passkey-or-hardware-key",
  "by-sso",
  "sms-only",
  "not-offered",
  "exempt",
  "unknown",
] as const;

const name = () => typedText(limits.nameChars);
const secretBytes = () => bytesMax(limits.passwordBytes);
const tool = () => idField().nullable();

const itemUrl = strict({ url: typedText(limits.urlChars), match: z.enum(urlMatches) });

const secondFactor = strict({
  state: z.enum(secondFactorStates),
  by: idField<UserId>(),
  at: timeField(),
  how: z.enum(["person", "vendor-list", "catalogue", "computed"]),
  until: timeField().nullable(),
  reason: typedText(1000).nullable(),
  approver: idField<UserId>().nullable(),
  tool: tool(),
});
export type SecondFactor = z.output<typeof secondFactor>;

const sharedLogin = strict({
  reason: typedText(1000),
  owner: idField<UserId>(),
  deputy: idField<UserId>().nullable(),
  alias: typedText(limits.emailChars).nullable(),
  reviewAt: timeField().nullable(),
  end: timeField().nullable(),
});

const overviewSchema = strict({
  kind: z.enum(itemKinds),
  title: name(),
  username: typedText(limits.usernameChars).nullable(),
  tags: z.array(typedText(limits.tagChars)).max(limits.tagsPerItem),
  urls: z.array(itemUrl).max(limits.urlsPerItem),
  tool: tool(),
  secondFactor: secondFactor.nullable(),
  sharedLogin: sharedLogin.nullable(),
  expires: timeField().nullable(),
  askAgain: z.boolean(),
  hasTotp: z.boolean(),
  hasNotes: z.boolean(),
  conflictCount: uintField(),
  attachmentCount: uintField(),
  source: strict({ format: textField(40), id: textField(200) }).nullable(),
});
export type Overview = z.output<typeof overviewSchema>;

const totp = strict({
  secret: bytesMax(1024),
  algorithm: z.enum(["SHA1", "SHA256", "SHA512"]),
  digits: uintField(),
  period: uintField(),
  issuer: typedText(200).nullable(),
  account: typedText(400).nullable(),
});
/** A one-time-code seed by RFC 6238; `period` in seconds. */
export type Totp = z.output<typeof totp>;

const customField = strict({ name: name(), type: z.enum(fieldTypes), value: bytesMax(limits.fieldBytes) });
export type CustomField = z.output<typeof customField>;

const attachment = strict({ blob: idField(), name: name(), size: uintField(), hash: hashField(), key: bytesField(32) });
/** A value that came with an import; versions of our own are in the chain. */
const historyValue = strict({
  field: typedText(limits.nameChars + 20),
  value: bytesMax(limits.fieldBytes),
  at: timeField(),
});
const conflict = strict({
  field: typedText(limits.nameChars + 20),
  value: bytesMax(limits.secretBytes),
  version: uintField(),
  user: idField<UserId>(),
  device: deviceField(),
  at: timeField(),
});
export type Conflict = z.output<typeof conflict>;

const detailSchemas = {
  login: strict({}),
  note: strict({}),
  document: strict({}),
  "api-key": strict({ key: secretBytes().nullable(), secret: secretBytes().nullable() }),
  "ssh-key": strict({ private: secretBytes().nullable(), public: typedText(limits.fieldBytes).nullable() }),
  card: strict({
    holder: name().nullable(),
    number: secretBytes().nullable(),
    expiry: typedText(20).nullable(),
    code: secretBytes().nullable(),
    pin: secretBytes().nullable(),
  }),
  "recovery-codes": strict({
    login: idField<ItemId>().nullable(),
    codes: z.array(strict({ value: bytesMax(200), usedAt: timeField().nullable() })).max(100),
  }),
} as const;
export type Details = { [Kind in ItemKind]: z.output<(typeof detailSchemas)[Kind]> };

function secretSchema<Kind extends ItemKind>(kind: Kind) {
  return strict({
    password: secretBytes().nullable(),
    totp: totp.nullable(),
    notes: typedText(limits.noteBytes).nullable(),
    fields: z.array(customField).max(limits.fieldsPerItem),
    attachments: z.array(attachment).max(50),
    history: z.array(historyValue).max(1000),
    conflicts: z.array(conflict).max(200),
    passwordChangedAt: timeField().nullable(),
    detail: detailSchemas[kind],
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

const noDetail: { [Kind in ItemKind]: () => Details[Kind] } = {
  login: () => ({}),
  note: () => ({}),
  document: () => ({}),
  "api-key": () => ({ key: null, secret: null }),
  "ssh-key": () => ({ private: null, public: null }),
  card: () => ({ holder: null, number: null, expiry: null, code: null, pin: null }),
  "recovery-codes": () => ({ login: null, codes: [] }),
};

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
      source: null,
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
      detail: noDetail[kind](),
    },
  };
}

/** The overview's counts and flags follow the secret; called before every sealing. */
export function withFlags({ overview, secret }: ItemBody): ItemBody {
  return {
    overview: {
      ...overview,
      hasTotp: secret.totp !== null,
      hasNotes: secret.notes !== null && secret.notes !== "",
      conflictCount: secret.conflicts.length,
      attachmentCount: secret.attachments.length,
    },
    secret,
  };
}
