/** What one kind of item alone has, in the editor: texts by field, as `shared/model/kinds` says how each is typed. Pure. */
import type { ItemChanges } from "../../../shared/contract/item-changes.ts";
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { FieldForm, FieldRule } from "../../../shared/model/kinds/field-rule.ts";
import { type DetailField, type ItemKind, kindRules, type OfferedField } from "../../../shared/model/kinds/kinds.ts";
import { utf8Bytes } from "../../../shared/text.ts";

/** Null: not touched and not read; absent: empty. Codes stand one on each line. */
export type KindDraft = Partial<Record<DetailField, string | null>>;
export type KindField = FieldRule & { form: FieldForm; field: DetailField };

/** The fields that this kind alone has, in reading order. */
export function kindFields(kind: ItemKind): KindField[] {
  const rules: Readonly<Record<string, FieldRule & { form: FieldForm }>> = kindRules[kind].fields;
  return Object.entries(rules).map(([field, rule]) => ({ ...rule, field: field as DetailField }));
}

/** Whether people look for this field in such an item. */
export function isOffered(kind: ItemKind, field: OfferedField): boolean {
  return kindRules[kind].offers[field];
}

/** Where a field's value is read: one address, or one for each code. */
export function addressesOf(detail: ItemDetail, { field, form }: KindField): string[] {
  const isIts = (address: string): boolean =>
    form === "codes" ? address.startsWith("code:") : address === `detail:${field}`;
  return detail.fields.map((one) => one.field).filter(isIts);
}

/** As the item has it; `read` holds the values that were read, by address. */
export function kindDraftOf(detail: ItemDetail | null, read: Record<string, string>): KindDraft {
  if (detail === null) return {};
  const draft: KindDraft = {};
  for (const one of kindFields(detail.kind)) {
    const [address] = addressesOf(detail, one);
    if (one.form === "login") draft[one.field] = detail.codesOf?.item ?? "";
    else if (address !== undefined) draft[one.field] = read[address] ?? null;
  }
  return draft;
}

/** What stands in a field; null where it was neither touched nor read. */
export function textOf(draft: KindDraft, field: DetailField): string | null {
  const text = draft[field];
  return text === undefined ? "" : text;
}

/** Codes as they are pasted: each line one, each once. */
export function codesIn(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== "");
}

/** A number as it is stored: without the spaces and dashes that it is read with. */
export function digitsOf(text: string): string {
  return /^[\d\s-]+$/.test(text) ? text.replace(/[\s-]/g, "") : text;
}

const orNull = (text: string): string | null => (text === "" ? null : text);

const stored: Record<FieldForm, (text: string) => unknown> = {
  line: orNull,
  lines: orNull,
  digits: (text) => orNull(digitsOf(text)),
  codes: (text) => codesIn(text).map((value) => ({ value })),
  login: orNull,
};

/** What differs, as `item.save` takes it; null where nothing does. */
export function kindChanges(kind: ItemKind, now: KindDraft, first: KindDraft): ItemChanges["detail"] | null {
  const changes: Partial<Record<DetailField, unknown>> = {};
  for (const { field, form } of kindFields(kind)) {
    const [text, before] = [textOf(now, field), textOf(first, field)];
    if (text === before || text === null) continue;
    const value = stored[form](text);
    const isSame = before !== null && JSON.stringify(stored[form](before)) === JSON.stringify(value);
    if (!isSame) changes[field] = value;
  }
  return Object.keys(changes).length === 0 ? null : (changes as ItemChanges["detail"]);
}

/** The fields that were touched, as they were typed, to be kept. */
export function kindTyped(kind: ItemKind, now: KindDraft, first: KindDraft): KindDraft {
  const touched = kindFields(kind).filter(({ field }) => textOf(now, field) !== textOf(first, field));
  return Object.fromEntries(touched.map(({ field }) => [field, textOf(now, field)]));
}

/** So many characters are too many for a field. Of codes, those of the longest line. */
export function kindExcess({ form, holds, longest }: KindField, text: string | null): number {
  if (text === null) return 0;
  if (form === "codes")
    return Math.max(0, ...codesIn(text).map((code) => utf8Bytes(code).length - limits.recoveryCodeBytes));
  const most = holds === "bytes" ? limits.passwordBytes / 4 : (longest ?? Number.POSITIVE_INFINITY);
  return Math.max(0, text.length - most);
}

/** So many codes are too many. */
export function codesExcess({ form }: KindField, text: string | null): number {
  return form === "codes" && text !== null ? Math.max(0, codesIn(text).length - limits.recoveryCodesPerItem) : 0;
}

/** Whether anything of it does not fit. */
export function isKindTooLong(kind: ItemKind, draft: KindDraft): boolean {
  return kindFields(kind).some((one) => {
    const text = textOf(draft, one.field);
    return kindExcess(one, text) > 0 || codesExcess(one, text) > 0;
  });
}
