/**
 * Values of an item by name, for showing one of them by an act: `password`, `notes`, `totp`, `username`, `title`, `urls`,
 * `detail:<field>`, `field:<name>`, `url:<n>`, `code:<n>`, `history:<n>`, `conflict:<id>`.
 */
import { utf8Text } from "../text.ts";
import { conflictId } from "./conflict-id.ts";
import { valueText } from "./field-merge.ts";
import { overviewFields, secretFields } from "./item-fields.ts";
import type { ItemBody, ItemSecret } from "./items.ts";
import type { FieldRule, FieldRules } from "./kinds/field-rule.ts";
import { type ItemKind, kindRules } from "./kinds/kinds.ts";

/** What is asked for by a name and a place, one row each; places in lists that never shift while somebody looks. */
const places: Record<string, (body: ItemBody, rest: string) => Uint8Array | string | null> = {
  field: ({ secret }, name) => secret.fields.find((field) => field.name === name)?.value ?? null,
  history: ({ secret }, place) => at(secret.history, place)?.value ?? null,
  conflict: ({ secret }, id) => secret.conflicts.find((one) => conflictId(one) === id)?.value ?? null,
  url: ({ overview }, place) => at(overview.urls, place)?.url ?? null,
  code: ({ secret }, place) => ("codes" in secret.detail ? (at(secret.detail.codes, place)?.value ?? null) : null),
  detail: ({ overview, secret }, field) =>
    shown(kindRules[overview.kind].fields, secret.detail as Record<string, unknown>, field),
};

/** The value of one field as text; null where the item has none of that name. */
export function fieldValue(body: ItemBody, name: string): string | null {
  const [kind, rest] = cutOnce(name);
  const found =
    rest === null
      ? (shown(overviewFields, body.overview, name) ?? shown(secretFields, body.secret, name))
      : Object.hasOwn(places, kind)
        ? (places[kind]?.(body, rest) ?? null)
        : null;
  return found instanceof Uint8Array ? (utf8Text(found) ?? new TextDecoder().decode(found)) : found;
}

const isShown: Partial<Record<FieldRule["holds"], true>> = { text: true, bytes: true, seed: true };

function shown(rules: FieldRules, values: Record<string, unknown>, field: string): Uint8Array | string | null {
  const rule = ruleOf(rules, field);
  if (rule === undefined || !isReadable(rule)) return null;
  const held = values[field] ?? null;
  return held === null ? null : valueText(rule, held);
}

/** Whether a field holds one value that people read and type as a text, by its row. */
export function takesText(kind: ItemKind, field: string): boolean {
  const [name, rest] = cutOnce(field);
  if (rest !== null && name !== "detail") return name === "field";
  const rules: FieldRules[] = rest === null ? [overviewFields, secretFields] : [kindRules[kind].fields];
  const rule = rules.map((one) => ruleOf(one, rest ?? name)).find((one) => one !== undefined);
  return rule?.settable !== false && rule !== undefined && isReadable(rule);
}

const ruleOf = (rules: FieldRules, field: string): FieldRule | undefined =>
  Object.hasOwn(rules, field) ? rules[field] : undefined;

/** A structure is shown where its row says how: the websites, one a line. */
const isReadable = ({ holds, textOf }: FieldRule): boolean =>
  isShown[holds] === true || (holds === "structure" && textOf !== undefined);

/** A name before and after its first colon. */
export function cutOnce(name: string): [kind: string, rest: string | null] {
  const colon = name.indexOf(":");
  return colon < 0 ? [name, null] : [name.slice(0, colon), name.slice(colon + 1)];
}

function at<Entry>(list: readonly Entry[], place: string): Entry | undefined {
  return /^\d{1,4}$/.test(place) ? list[Number(place)] : undefined;
}

/** Overwrites every byte string of a secret once it was used. Texts (notes) are beyond reach of any program here. */
export function wipeSecret(secret: ItemSecret): void {
  for (const field of Object.keys(secretFields) as (keyof typeof secretFields)[])
    if (secretFields[field].secret) wipe(secret[field]);
}

function wipe(held: unknown): void {
  if (held instanceof Uint8Array) held.fill(0);
  else if (typeof held === "object" && held !== null) for (const part of Object.values(held)) wipe(part);
}
