/** Schemas of the parts of an item's two bodies [model: Items]. */
import { z } from "zod";
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
import type { BlobId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { nameText } from "./kinds/parts.ts";

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

/** An entry of the register of tools. */
export const toolField = () => idField().nullable();

export const itemUrl = strict({ url: typedText(limits.urlChars), match: z.enum(urlMatches) });

export const secondFactor = strict({
  state: z.enum(secondFactorStates),
  by: idField<UserId>(),
  at: timeField(),
  how: z.enum(["person", "vendor-list", "catalogue", "computed"]),
  until: timeField().nullable(),
  reason: typedText(1000).nullable(),
  approver: idField<UserId>().nullable(),
  tool: toolField(),
});
export type SecondFactor = z.output<typeof secondFactor>;

/** The longest reason why a login is shared. */
export const registerReasonChars = 1000;

export const sharedLogin = strict({
  reason: typedText(registerReasonChars),
  owner: idField<UserId>(),
  deputy: idField<UserId>().nullable(),
  alias: typedText(limits.emailChars).nullable(),
  reviewAt: timeField().nullable(),
  end: timeField().nullable(),
});

/** Where an item came from: a file's entry by its own id, or with format `moved` the item that it was in another vault. */
export const itemSource = strict({ format: textField(40), id: textField(200) });
export type ItemSource = z.output<typeof itemSource>;

export const totp = strict({
  secret: bytesMax(1024),
  algorithm: z.enum(["SHA1", "SHA256", "SHA512"]),
  digits: uintField(),
  period: uintField(),
  issuer: typedText(200).nullable(),
  account: typedText(400).nullable(),
});
/** A one-time-code seed by RFC 6238; `period` in seconds. */
export type Totp = z.output<typeof totp>;

export const customField = strict({
  name: nameText(),
  type: z.enum(fieldTypes),
  value: bytesMax(limits.fieldBytes),
});
export type CustomField = z.output<typeof customField>;

export const attachment = strict({
  blob: idField<BlobId>(),
  name: nameText(),
  size: uintField().max(limits.attachmentBytes),
  hash: hashField(),
  key: bytesField(32),
});
export type Attachment = z.output<typeof attachment>;

/** Name of a field, with the name of the entry where it is a list by name. */
const fieldPath = () => typedText(limits.nameChars + 20);

/** A value that came with an import; versions of our own are in the chain. */
export const historyValue = strict({ field: fieldPath(), value: bytesMax(limits.fieldBytes), at: timeField() });
export type HistoryValue = z.output<typeof historyValue>;

/** A value that came late against another. Its id is derived (`conflict-id.ts`). */
export const conflict = strict({
  field: fieldPath(),
  value: bytesMax(limits.secretBytes),
  version: uintField(),
  user: idField<UserId>(),
  device: deviceField(),
  at: timeField(),
});
export type Conflict = z.output<typeof conflict>;
