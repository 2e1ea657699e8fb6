/**
 * Names of an item's secret fields and their values: `password`, `notes`, `totp`, `field:<name>`, `history:<n>`,
 * `conflict:<n>`; for copying also `username`, `title`, `url:<n>` and `code`.
 */
import type { ItemDetail, SecretField } from "../../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { otpauthLink } from "../../../../shared/model/otpauth.ts";
import { utf8Text } from "../../../../shared/text.ts";

/** The secret fields that an item has, in reading order. */
export function secretFieldsOf({ secret }: ItemBody): SecretField[] {
  return [
    ...(secret.password === null ? [] : [{ field: "password", label: "Password", type: "password" as const }]),
    ...(secret.totp === null ? [] : [{ field: "totp", label: "One-time code", type: "totp" as const }]),
    ...secret.fields.map(({ name, type }) => ({ field: `field:${name}`, label: name, type })),
    ...(secret.notes === null ? [] : [{ field: "notes", label: "Notes", type: "notes" as const }]),
  ];
}

/** Older values that came with an import, newest first. */
export function importedOf({ secret }: ItemBody): ItemDetail["imported"] {
  return secret.history.map(({ field, at }, index) => ({ field, at, reveal: `history:${index}` }));
}

/** Values that lost against another edit and wait for a person. */
export function conflictsOf({ secret }: ItemBody): ItemDetail["conflictList"] {
  return secret.conflicts.map(({ field, user, device, at }, index) => ({
    field,
    user,
    device,
    at,
    reveal: `conflict:${index}`,
  }));
}

/** The value of one field as text. Fails `not-found` where the item has none of that name. */
export function fieldText(body: ItemBody, field: string): Result<string> {
  const { overview, secret } = body;
  const [kind, rest] = cutOnce(field);
  if (field === "password") return bytesText(secret.password, field);
  if (field === "notes") return secret.notes === null ? missing(field) : ok(secret.notes);
  if (field === "totp") return secret.totp === null ? missing(field) : ok(otpauthLink(secret.totp));
  if (field === "username") return overview.username === null ? missing(field) : ok(overview.username);
  if (field === "title") return ok(overview.title);
  if (kind === "field") return bytesText(secret.fields.find(({ name }) => name === rest)?.value ?? null, field);
  const index = /^\d{1,4}$/.test(rest) ? Number(rest) : -1;
  if (kind === "history") return bytesText(secret.history[index]?.value ?? null, field);
  if (kind === "conflict") return bytesText(secret.conflicts[index]?.value ?? null, field);
  if (kind === "url") return overview.urls[index] === undefined ? missing(field) : ok(overview.urls[index].url);
  return missing(field);
}

function cutOnce(field: string): [kind: string, rest: string] {
  const colon = field.indexOf(":");
  return colon < 0 ? [field, ""] : [field.slice(0, colon), field.slice(colon + 1)];
}

function bytesText(bytes: Uint8Array | null, field: string): Result<string> {
  if (bytes === null) return missing(field);
  return ok(utf8Text(bytes) ?? new TextDecoder().decode(bytes));
}

/** The field's kind only: a custom field's name is text of people and never in a failure. */
function missing(field: string): Result<string> {
  return fail("not-found", { field: cutOnce(field)[0] });
}
