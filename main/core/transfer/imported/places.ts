/**
 * The values of an item, one by one, that a file can bring and that history can keep: which there are, how each is read and put, and
 * what its older value looks like. Rows of `shared/model/item-fields.ts`, and of the item's kind, say which.
 */
import { valueText } from "../../../../shared/model/field-merge.ts";
import { itemFields } from "../../../../shared/model/item-fields.ts";
import type { CustomField, HistoryValue } from "../../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { FieldRule, FieldRules } from "../../../../shared/model/kinds/field-rule.ts";
import { kindRules } from "../../../../shared/model/kinds/kinds.ts";
import { bytesEqual, dateOf, joinBytes, utf8Bytes } from "../../../../shared/text.ts";

/** One value of an item: how it is read and put, and under which name history keeps it. */
export type Place = {
  name: string;
  rule: FieldRule;
  pick(body: ItemBody): unknown;
  put(body: ItemBody, value: unknown): void;
};

/** Every value that a file can bring, of both; custom fields one by one. */
export function placesOf(ours: ItemBody, theirs: ItemBody): Place[] {
  const parts = ["overview", "secret"] as const;
  const shared = parts.flatMap((part) =>
    Object.entries(itemFields[part]).flatMap(([field, rule]): Place[] => {
      if (!rule.imported) return [];
      if (field === "fields") return fieldNames(ours, theirs).map((name) => customField(name, rule));
      const pick = (body: ItemBody) => (body[part] as Record<string, unknown>)[field];
      const put = (body: ItemBody, value: unknown) => Object.assign(body[part], { [field]: value });
      return [{ name: historyNames[field] ?? field, rule, pick, put }];
    }),
  );
  return ours.overview.kind === theirs.overview.kind ? [...shared, ...detailPlaces(ours)] : shared;
}

/** What the kind has of its own. */
function detailPlaces({ overview }: ItemBody): Place[] {
  const rules: FieldRules = kindRules[overview.kind].fields;
  // An id names an item of the team that the file came from.
  const kept = Object.entries(rules).filter(([, { holds }]) => holds !== "id");
  return kept.map(([field, rule]) => ({
    name: `detail:${field}`,
    rule,
    pick: ({ secret }) => (secret.detail as Record<string, unknown>)[field] ?? null,
    put: ({ secret }, value) => {
      secret.detail = Object.assign({ ...secret.detail }, { [field]: value });
    },
  }));
}

/** Files keep one website; its history has had this name since the first import. */
const historyNames: Record<string, string> = { urls: "url" };

function customField(name: string, rule: FieldRule): Place {
  const find = (body: ItemBody): CustomField | undefined => body.secret.fields.find((field) => field.name === name);
  return {
    name: `field:${name}`,
    rule,
    pick: (body) => find(body) ?? null,
    put: ({ secret }, value) => {
      const rest = secret.fields.filter((field) => field.name !== name);
      const at = secret.fields.findIndex((field) => field.name === name);
      if (value !== null) rest.splice(at < 0 ? rest.length : at, 0, value as CustomField);
      secret.fields = rest;
    },
  };
}

function fieldNames(...bodies: ItemBody[]): string[] {
  return [...new Set(bodies.flatMap(({ secret }) => secret.fields.map(({ name }) => name)))];
}

/** A value as history holds it; nothing where there is none. */
export function historyBytes(rule: FieldRule, value: unknown): Uint8Array {
  if (rule.holds === "time" && typeof value === "number") return utf8Bytes(dateOf(value).toISOString());
  if (Array.isArray(value) && rule.holds === "list") return joinLines(value.map((entry) => textBytes(rule, entry)));
  return textBytes(rule, value);
}

function textBytes(rule: FieldRule, value: unknown): Uint8Array {
  const text = valueText(rule, value);
  return typeof text === "string" ? utf8Bytes(text) : text;
}

function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  return joinBytes(lines.flatMap((line, at) => (at === 0 ? [line] : [utf8Bytes("\n"), line])));
}

/** A value kept once is kept, whenever it came: the time is of the file and may differ between two exports. */
export function isSameHistory(left: HistoryValue, right: HistoryValue): boolean {
  return left.field === right.field && bytesEqual(left.value, right.value);
}
