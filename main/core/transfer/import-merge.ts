/**
 * A file's entry against the item that an earlier import made of it, field by field: what only the file changed is taken,
 * what only we changed stays, and where both changed ours stays and theirs is kept in the item's history. Pure. Which
 * fields a file can bring stands in `shared/model/item-fields.ts`.
 *
 * Which side is newer follows from each side's own past: our versions in the chain, and the older values that the file
 * brings along. Nothing depends on clocks.
 */
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { equalValues, valueText } from "../../../shared/model/field-merge.ts";
import { itemFields } from "../../../shared/model/item-fields.ts";
import type { CustomField, HistoryValue } from "../../../shared/model/item-parts.ts";
import type { ItemBody } from "../../../shared/model/items.ts";
import type { FieldRule } from "../../../shared/model/kinds/field-rule.ts";
import { bytesEqual, utf8Bytes } from "../../../shared/text.ts";

export type ImportMerge = {
  /** Our states so far, oldest first; the first is what the first import made. Without the present one. */
  ourPast: ItemBody[];
  ours: ItemBody;
  theirs: ItemBody;
  /** When the file's entry was last changed; for values that go to the history. */
  theirTime: EpochMs;
  /** The present: when a password of the file becomes ours. */
  now: EpochMs;
};

/** One value of an item: how it is read and put, and under which name history keeps it. */
type Place = {
  name: string;
  rule: FieldRule;
  pick(body: ItemBody): unknown;
  put(body: ItemBody, value: unknown): void;
};

/** Our item so that it holds all of the file's entry; null: it does already. */
export function mergeImport({ ourPast, ours, theirs, theirTime, now }: ImportMerge): ItemBody | null {
  const merged: ItemBody = { overview: { ...ours.overview }, secret: { ...ours.secret } };
  const history = [...theirs.secret.history];
  let taken = 0;
  for (const { name, rule, pick, put } of placesOf(ours, theirs)) {
    const [mine, other] = [pick(ours), pick(theirs)];
    if (equalValues(mine, other)) continue;
    const wasOurs = ourPast.some((body) => equalValues(pick(body), other));
    const base = ourPast[0];
    const weLeftIt = base !== undefined && equalValues(pick(base), mine);
    if (weLeftIt || (!wasOurs && isInTheirPast(theirs, name, { rule, mine }))) {
      put(merged, other);
      taken += 1;
    } else if (!wasOurs) {
      const value = historyBytes(rule, other);
      if (value.length > 0 && value.length <= limits.fieldBytes) history.push({ field: name, value, at: theirTime });
    }
  }
  if (merged.secret.password !== ours.secret.password) merged.secret.passwordChangedAt = now;
  const added = history.filter((one) => !ours.secret.history.some((had) => isSameHistory(had, one)));
  if (added.length > 0)
    merged.secret.history = [...ours.secret.history, ...added].sort((left, right) => right.at - left.at);
  return taken + added.length === 0 ? null : merged;
}

/** Every value that a file can bring; custom fields one by one. */
function placesOf(ours: ItemBody, theirs: ItemBody): Place[] {
  const parts = ["overview", "secret"] as const;
  return parts.flatMap((part) =>
    Object.entries(itemFields[part]).flatMap(([field, rule]): Place[] => {
      if (!rule.imported) return [];
      if (field === "fields") return fieldNames(ours, theirs).map((name) => customField(name, rule));
      const pick = (body: ItemBody) => (body[part] as Record<string, unknown>)[field];
      const put = (body: ItemBody, value: unknown) => Object.assign(body[part], { [field]: value });
      return [{ name: historyNames[field] ?? field, rule, pick, put }];
    }),
  );
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

/** A value kept once is kept, whenever it came: the time is of the file and may differ between two exports. */
function isSameHistory(left: HistoryValue, right: HistoryValue): boolean {
  return left.field === right.field && bytesEqual(left.value, right.value);
}

function fieldNames(...bodies: ItemBody[]): string[] {
  return [...new Set(bodies.flatMap(({ secret }) => secret.fields.map(({ name }) => name)))];
}

function isInTheirPast(theirs: ItemBody, name: string, { rule, mine }: { rule: FieldRule; mine: unknown }): boolean {
  if (mine === null) return false;
  const bytes = historyBytes(rule, mine);
  return theirs.secret.history.some(({ field, value }) => field === name && bytesEqual(value, bytes));
}

/** A value as history holds it; nothing where there is none. */
export function historyBytes(rule: FieldRule, value: unknown): Uint8Array {
  if (rule.holds === "time" && typeof value === "number") return utf8Bytes(new Date(value).toISOString());
  const text = Array.isArray(value) && rule.textOf === undefined ? value.join("\n") : valueText(rule, value);
  return typeof text === "string" ? utf8Bytes(text) : text;
}
