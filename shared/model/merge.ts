/**
 * Three-way merge of an item by field [protocol: Merge]. Different fields: both kept. Same field: the value in the chain
 * stays current and the late one goes into the sealed conflicts, so that an old offline edit never undoes a rotation, and
 * no value that anybody typed is lost. Pure; which field is merged how stands in `item-fields.ts` and `kinds`.
 */
import { type Encodable, encode } from "../encoding/canonical.ts";
import type { DeviceId, EpochMs, UserId } from "../encoding/ids.ts";
import { bytesEqual, utf8Bytes } from "../text.ts";
import { itemFields, valueText } from "./item-fields.ts";
import type { Conflict } from "./item-parts.ts";
import type { ItemBody, ItemSecret, Overview } from "./items.ts";
import type { Entries, FieldRule, FieldRules } from "./kinds/field-rule.ts";
import { type ItemKind, kindRules } from "./kinds/kinds.ts";

/** Who comes late with an edit, and against which version. */
export type Late = { user: UserId; device: DeviceId; at: EpochMs; version: number };

type Values = Record<string, unknown>;
type Sides<Value> = { base: Value; current: Value; wanted: Value };
/** Told of a value that lost. */
type Lose = (field: string, value: Uint8Array) => void;

/**
 * Lays the edit between `base` and `wanted` over `current`. Where the chain changed the same field to another value
 * meanwhile, `current` keeps it and the wanted value becomes a conflict by `late`. Nothing of `base` goes into the
 * answer, so that the caller may wipe it.
 */
export function mergeItem({ late, ...sides }: Sides<ItemBody> & { late: Late }): ItemBody {
  const lost: Conflict[] = [];
  const lose: Lose = (field, value) => lost.push({ field, value, ...late });
  const overview = mergeFields(itemFields.overview, partOf(sides, "overview"), lose) as Overview;
  const secret = mergeFields(itemFields.secret, partOf(sides, "secret"), lose) as ItemSecret;
  secret.detail = mergeDetail(sides, lose);
  const isKept = (one: Conflict) => secret.conflicts.some(sameLoss(one));
  secret.conflicts = [...secret.conflicts, ...lost.filter((one) => !isKept(one))];
  return { overview, secret };
}

/** The same of overviews alone, for the list, and how many values lost. */
export function mergeOverview(sides: Sides<Overview>): { overview: Overview; lost: number } {
  let lost = 0;
  const overview = mergeFields(itemFields.overview, sides as Sides<Values>, () => {
    lost += 1;
  });
  return { overview: overview as Overview, lost };
}

/**
 * The fields in which two states of an item differ: `title`, `detail:number`, `field:<name>`; nothing that is computed.
 * Empty: there is nothing to save.
 */
export function changedFields(base: ItemBody, wanted: ItemBody): string[] {
  const detail = kindRules[wanted.overview.kind].fields;
  return [
    ...changedIn(itemFields.overview, base.overview, wanted.overview),
    ...changedIn(itemFields.secret, base.secret, wanted.secret),
    ...changedIn(detail, detailAs(wanted.overview.kind, base), wanted.secret.detail).map(inDetail),
  ];
}

function detailAs(kind: ItemKind, { overview, secret }: ItemBody): Values {
  return (overview.kind === kind ? secret.detail : kindRules[kind].empty()) as Values;
}

function changedIn(rules: FieldRules, base: Values, wanted: Values): string[] {
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
  rule === "value" || rule === "set" || rule === "by-name" || rule === "by-key";
const inDetail = (field: string): string => `detail:${field}`;

function partOf<Part extends keyof ItemBody>({ base, current, wanted }: Sides<ItemBody>, part: Part): Sides<Values> {
  return { base: base[part], current: current[part], wanted: wanted[part] };
}

function mergeFields(rules: FieldRules, { base, current, wanted }: Sides<Values>, lose: Lose): Values {
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
    else lose(field, lostBytes(rule, values.wanted));
  }
  for (const [field, { merge }] of Object.entries(rules))
    if (merge.rule === "follows" && taken.has(merge.field)) merged[field] = wanted[field];
  return merged;
}

function mergeDetail({ base, current, wanted }: Sides<ItemBody>, lose: Lose): ItemSecret["detail"] {
  const { kind } = current.overview;
  if (wanted.overview.kind !== kind || base.overview.kind !== kind) {
    loseDetail(wanted, changedFields(base, wanted), lose);
    return current.secret.detail;
  }
  const details = { base: base.secret.detail, current: current.secret.detail, wanted: wanted.secret.detail };
  return mergeFields(kindRules[kind].fields, details, (field, value) => lose(inDetail(field), value)) as never;
}

/** A kind is made once and never changes; where somebody changed it all the same, what was typed for the other is kept. */
function loseDetail({ overview, secret }: ItemBody, changed: string[], lose: Lose): void {
  for (const [field, rule] of Object.entries<FieldRule>(kindRules[overview.kind].fields)) {
    const held = (secret.detail as Values)[field];
    if (!changed.includes(inDetail(field))) continue;
    for (const one of Array.isArray(held) ? held : [held]) lose(inDetail(field), lostBytes(rule, one));
  }
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
    if (!same(now, was)) lose(list.pathOf(key), lostBytes(rule, after));
    else if (after === undefined) merged.delete(key);
    else merged.set(key, after);
  }
  const ordered = isReordered([...base.keys()], [...wanted.keys()]) ? inOrder(merged, [...wanted.keys()]) : merged;
  const all = [...ordered.values()];
  return list.tidy === undefined ? all : list.tidy(all as never[]);
}

function byKey(list: Entries, entries: unknown): Map<string, unknown> {
  return new Map((entries as unknown[]).map((entry) => [list.keyOf(entry as never), entry]));
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

function lostBytes(rule: FieldRule, held: unknown): Uint8Array {
  const text = valueText(rule, held);
  return typeof text === "string" ? utf8Bytes(text) : text;
}

/** The same value that lost by the same computer, whichever version it met. */
function sameLoss(one: Conflict): (had: Conflict) => boolean {
  return (had) => had.field === one.field && had.device === one.device && bytesEqual(had.value, one.value);
}

/** Whether two values of a field are the same, by their canonical bytes. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return false;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return bytesEqual(left, right);
  return bytesEqual(encode(left as Encodable), encode(right as Encodable));
}
