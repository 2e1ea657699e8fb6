/**
 * Merging and comparing bodies by the rows of their fields [protocol: Merge]: items and records alike. Pure.
 */
import { type Encodable, encode } from "../encoding/canonical.ts";
import { bytesEqual, utf8Bytes, utf8Text } from "../text.ts";
import type { Entries, FieldRule, FieldRules } from "./kinds/field-rule.ts";

export type Values = Record<string, unknown>;
/** The last common state, what stands there now, and what somebody wants instead. A field that `base` lacks equals nothing. */
export type Sides<Value> = { base: Value; current: Value; wanted: Value };
/** Told of a value that lost. */
export type Lose = (field: string, value: Uint8Array) => void;

/** The fields that somebody typed in which two bodies differ; of lists by name, the entries. */
export function changedIn(rules: FieldRules, base: Values, wanted: Values): string[] {
  return Object.entries(rules).flatMap(([field, { merge }]) => {
    const [was, now] = [base[field], wanted[field]];
    if (!isTyped(merge.rule) || equalValues(was, now)) return [];
    if (!("keyOf" in merge)) return [field];
    const [before, after] = [byKey(merge, was), byKey(merge, now)];
    const changed = keysOf(before, after).filter((key) => !equalValues(before.get(key), after.get(key)));
    // Only their order differs.
    return changed.length === 0 ? [field] : [...new Set(changed.map(merge.pathOf))];
  });
}

const isTyped = (rule: FieldRule["merge"]["rule"]): boolean =>
  rule === "value" || rule === "told" || rule === "set" || rule === "by-name" || rule === "by-key";

/** Lays the edit between `base` and `wanted` over `current`, field by field; what loses is told and not taken. */
export function mergeFields(rules: FieldRules, { base, current, wanted }: Sides<Values>, lose: Lose): Values {
  const merged: Values = { ...current };
  const taken = new Set<string>();
  for (const [field, rule] of Object.entries(rules)) {
    if (!isTyped(rule.merge.rule)) continue;
    const values = { base: base[field], current: current[field], wanted: wanted[field] };
    if (equalValues(values.wanted, values.base) || equalValues(values.wanted, values.current)) continue;
    if (equalValues(values.current, values.base)) {
      merged[field] = values.wanted;
      taken.add(field);
    } else if ("keyOf" in rule.merge) merged[field] = mergeEntries(rule, rule.merge, { values, lose });
    else if (rule.merge.rule !== "told") lose(field, lostBytes(rule, values.wanted));
  }
  for (const [field, { merge }] of Object.entries(rules))
    if (merge.rule === "follows" && taken.has(merge.field)) merged[field] = wanted[field];
  return merged;
}

/** A list by key: what either side added is there, what either took away is gone, and only one key twice is a conflict. */
function mergeEntries(
  rule: FieldRule,
  list: Entries,
  { values, lose }: { values: Sides<unknown>; lose: Lose },
): unknown[] {
  const [base, current, wanted] = [
    byKey(list, values.base),
    byKey(list, values.current),
    byKey(list, values.wanted),
  ] as const;
  const merged = new Map(current);
  const same = (left: unknown, right: unknown): boolean =>
    equalValues(left, right) || (list.isKeyAll && left !== undefined && right !== undefined);
  for (const key of keysOf(base, wanted)) {
    const [was, now, after] = [base.get(key), current.get(key), wanted.get(key)];
    if (same(after, was) || same(after, now)) continue;
    const isOther = !same(now, was);
    if (isOther && list.meet === undefined) lose(list.pathOf(key), lostBytes(rule, after));
    else put(merged, key, isOther ? list.meet?.(now as never, after as never) : after);
  }
  const ordered = isReordered([...base.keys()], [...wanted.keys()]) ? inOrder(merged, [...wanted.keys()]) : merged;
  const all = [...ordered.values()];
  return list.tidy === undefined ? all : list.tidy(all as never[]);
}

function put(entries: Map<string, unknown>, key: string, entry: unknown): void {
  if (entry === undefined) entries.delete(key);
  else entries.set(key, entry);
}

function byKey(list: Entries, entries: unknown): Map<string, unknown> {
  return new Map(((entries ?? []) as unknown[]).map((entry) => [list.keyOf(entry as never), entry]));
}

function keysOf(...maps: ReadonlyMap<string, unknown>[]): string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))];
}

/** Whether a person put entries into another order, beyond taking some away and adding others at the end. */
function isReordered(before: string[], after: string[]): boolean {
  const stayed = new Set(after.filter((key) => before.includes(key)));
  const expected = before.filter((key) => stayed.has(key));
  return expected.some((key, at) => after[at] !== key);
}

function inOrder(merged: ReadonlyMap<string, unknown>, order: string[]): Map<string, unknown> {
  const place = new Map(order.map((key, at) => [key, at]));
  const at = (key: string): number => place.get(key) ?? order.length;
  return new Map([...merged].sort(([left], [right]) => at(left) - at(right)));
}

/** A value that lost, as bytes. */
export function lostBytes(rule: FieldRule, held: unknown): Uint8Array {
  const text = valueText(rule, held);
  return typeof text === "string" ? utf8Bytes(text) : text;
}

/** Whether two values of a field are the same, by their canonical bytes. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return false;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return bytesEqual(left, right);
  return bytesEqual(encode(left as Encodable), encode(right as Encodable));
}

/** A value, or one entry of a list, as the text that a conflict or history holds: nothing where it was taken away. */
export function valueText(rule: FieldRule, held: unknown): Uint8Array | string {
  if (held === null || held === undefined) return "";
  const text = rule.textOf === undefined ? held : rule.textOf(held as never);
  if (text instanceof Uint8Array) return text.slice();
  if (typeof text === "object")
    return JSON.stringify(text, (_key, part) => (part instanceof Uint8Array ? (utf8Text(part) ?? [...part]) : part));
  return String(text);
}
