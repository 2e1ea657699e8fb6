/**
 * What a person typed (`item.save`), as a new state of the item. Checks the texts themselves; sizes of the whole are
 * checked where it becomes bytes.
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { EpochMs, UserId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { SecondFactor, Totp } from "../../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { parseTypedSeed } from "../../../../shared/model/otpauth.ts";
import { bytesEqual, utf8Bytes } from "../../../../shared/text.ts";

export type ItemChanges = CommandParsed<"item.save">["changes"];

/** Lays typed changes over a body. Failures: `invalid-input` with the field, `otp-uri`, `limit`. */
export function applyChanges(
  body: ItemBody,
  changes: ItemChanges,
  by: { user: UserId; at: EpochMs },
): Result<ItemBody> {
  const broken = brokenText(changes);
  if (broken !== null) return fail("invalid-input", { field: broken, reason: "text" }, "after-act");
  const secret = { ...body.secret };
  const overview = { ...body.overview };
  if (changes.title !== undefined) overview.title = changes.title;
  if (changes.username !== undefined) overview.username = orNull(changes.username);
  if (changes.urls !== undefined) {
    overview.urls = changes.urls.map((url) => (typeof url === "string" ? { url, match: "domain" as const } : url));
  }
  if (changes.tags !== undefined) overview.tags = [...new Set(changes.tags)];
  if (changes.expires !== undefined) overview.expires = changes.expires as EpochMs | null;
  if (changes.notes !== undefined) secret.notes = orNull(changes.notes);
  if (changes.password !== undefined) {
    const typed = orNull(changes.password);
    const password = typed === null ? null : utf8Bytes(typed);
    if (!isSame(password, secret.password)) {
      secret.password = password;
      secret.passwordChangedAt = password === null ? null : by.at;
    }
  }
  if (changes.totp !== undefined) {
    const totp = typedTotp(changes.totp);
    if (!totp.ok) return totp;
    secret.totp = totp.value;
    overview.secondFactor = totp.value === null ? withoutSeed(overview.secondFactor) : seedHere(by);
  }
  if (changes.fields !== undefined) {
    const fields = typedFields(changes.fields);
    if (!fields.ok) return fields;
    secret.fields = fields.value;
  }
  return ok({ overview, secret });
}

function orNull(text: string | null): string | null {
  return text === "" ? null : text;
}

function isSame(left: Uint8Array | null, right: Uint8Array | null): boolean {
  return left === right || (left !== null && right !== null && bytesEqual(left, right));
}

function typedTotp(typed: string | null): Result<Totp | null> {
  return typed === null || typed.trim() === "" ? ok(null) : parseTypedSeed(typed);
}

/** The seed is really here: the one state that the app knows by itself. */
function seedHere(by: { user: UserId; at: EpochMs }): SecondFactor {
  return {
    state: "totp-here",
    by: by.user,
    at: by.at,
    how: "computed",
    until: null,
    reason: null,
    approver: null,
    tool: null,
  };
}

function withoutSeed(before: SecondFactor | null): SecondFactor | null {
  return before?.state === "totp-here" ? null : before;
}

function typedFields(typed: NonNullable<ItemChanges["fields"]>): Result<ItemBody["secret"]["fields"]> {
  const names = new Set(typed.map(({ name }) => name));
  if (names.size < typed.length) return fail("invalid-input", { field: "fields", reason: "name-twice" }, "after-act");
  const fields = typed.map(({ name, type, value }) => ({ name, type, value: utf8Bytes(value) }));
  const large = fields.find(({ value }) => value.length > limits.fieldBytes);
  return large === undefined ? ok(fields) : fail("limit", { field: "fields", number: large.value.length }, "after-act");
}

/** The first field whose text holds half a character, which no encoding can keep. */
function brokenText(changes: ItemChanges): string | null {
  return Object.entries(changes).find(([, typed]) => !isWellFormed(typed))?.[0] ?? null;
}

function isWellFormed(typed: unknown): boolean {
  if (typeof typed === "string") return typed.isWellFormed();
  return typeof typed !== "object" || typed === null || Object.values(typed).every(isWellFormed);
}
