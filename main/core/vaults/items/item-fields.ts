/** What the page is told of an item's secret fields: their names and types, never their values (`shared/model/item-values.ts`). */
import type { FileShape, ItemDetail, SecretField } from "../../../../shared/contract/shapes.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { conflictId } from "../../../../shared/model/conflict-id.ts";
import { type SecretValue, secretFields } from "../../../../shared/model/item-fields.ts";
import { cutOnce, fieldValue, takesText } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { FieldRule } from "../../../../shared/model/kinds/field-rule.ts";
import { kindRules } from "../../../../shared/model/kinds/kinds.ts";

/** The secret fields that an item has, in reading order. */
export function secretFieldsOf(body: ItemBody): SecretField[] {
  return (Object.keys(secretFields) as (keyof typeof secretFields)[]).flatMap((field) => {
    if (field === "fields") return body.secret.fields.map(({ name, type }) => ({ field: `field:${name}`, type }));
    if (field === "detail") return detailOf(body);
    return isSecretValue(field) && body.secret[field] !== null ? [{ field, type: field }] : [];
  });
}

function isSecretValue(field: keyof typeof secretFields): field is SecretValue {
  const { secret, merge }: FieldRule = secretFields[field];
  return secret && merge.rule === "value";
}

/** What its kind alone has; of a list of codes each one by its place. */
function detailOf({ overview, secret }: ItemBody): SecretField[] {
  const values = secret.detail as Record<string, unknown>;
  return Object.entries<FieldRule>(kindRules[overview.kind].fields).flatMap(([field, rule]): SecretField[] => {
    const held = values[field];
    if (Array.isArray(held)) return held.map((_, place) => ({ field: `code:${place}`, type: "hidden" }));
    if (held === null || rule.holds === "id") return [];
    return [{ field: `detail:${field}`, type: rule.secret ? "hidden" : "text" }];
  });
}

/** Its files, by name and size. */
export function filesOf({ secret }: ItemBody): FileShape[] {
  return secret.attachments.map(({ blob, name, size }) => ({ file: blob, name, size }));
}

/** Older values that came with an import, newest first. */
export function importedOf({ secret }: ItemBody): ItemDetail["imported"] {
  return secret.history.map(({ field, at }, index) => ({ field, at, reveal: `history:${index}` }));
}

/** Values that lost against another edit and wait for a person; each is revealed as `conflict:<id>`. `sent`: the item as the chain has it. */
export function conflictsOf({ overview, secret }: ItemBody, sent: ItemBody | null = null): ItemDetail["conflictList"] {
  const known = new Set(sent?.secret.conflicts.map(conflictId));
  const isUnsent = (id: string): boolean => sent !== null && !known.has(id as ReturnType<typeof conflictId>);
  return secret.conflicts.map((one) => ({
    ...(isUnsent(conflictId(one)) ? { unsent: true as const } : {}),
    conflict: conflictId(one),
    field: one.field,
    user: one.user,
    device: one.device,
    at: one.at,
    takesText: takesText(overview.kind, one.field),
  }));
}

/** The value of one field as text. Fails `not-found` where the item has none of that name. */
export function fieldText(body: ItemBody, field: string): Result<string> {
  const value = fieldValue(body, field);
  // The field's kind only: a custom field's name is text of people and never in a failure.
  return value === null ? fail("not-found", { field: cutOnce(field)[0] }) : ok(value);
}
