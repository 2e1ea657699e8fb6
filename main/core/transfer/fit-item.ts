/**
 * Brings an imported item into our limits. What does not fit its place moves to a field of its own, whole; only what
 * fits nowhere is cut or left out, and then a remark names it: one long value never costs the item.
 */

import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  type ImportRemark,
  type ImportRemarkCode,
  importRemark,
  uniqueRemarks,
} from "../../../shared/model/import-remarks.ts";
import {
  type ImportedField as FieldOfFiles,
  type ItemValues,
  itemFields,
  overviewFields,
  type ShortField,
  secretFields,
} from "../../../shared/model/item-fields.ts";
import { emptyItem, type ItemBody, type Overview } from "../../../shared/model/items.ts";
import type { FieldRule } from "../../../shared/model/kinds/field-rule.ts";
import { cutStart, cutText, utf8Bytes } from "../../../shared/text.ts";
import { encodeBody } from "../vaults/items/item-bytes.ts";
import type { ImportedContent, ImportedField, ImportedHistory, ImportedItem } from "./imported/imported-item.ts";
import { historyBytes } from "./imported/places.ts";

/** `files` go beside the body once the import is carried out. */
export type FittedItem = { body: ItemBody; files: ImportedContent[]; remarks: ImportRemark[] };

/** Where what is too long for its place goes, in this order. */
type Moved = {
  code: `${string}-moved` & ImportRemarkCode;
  /** These names are kept in the item and a second import has to find them again: the same in every language. */
  name: string;
  /** The name where the whole list leaves the overview. */
  whole?: string;
};
const movedTo: Record<ShortField, Moved> = {
  title: { code: "title-moved", name: "Title" },
  username: { code: "username-moved", name: "Username" },
  password: { code: "password-moved", name: "Password" },
  urls: { code: "websites-moved", name: "Further websites", whole: "All websites" },
  tags: { code: "tags-moved", name: "Further tags", whole: "All tags" },
  notes: { code: "notes-moved", name: "Notes" },
};
const shortFields = Object.keys(movedTo) as ShortField[];
const rules: Record<ShortField, FieldRule> = { ...overviewFields, ...secretFields };

/** The item as a body to save, with all remarks. Fails `limit` where even its present values are too much. */
export function fitItem(item: ImportedItem, format: string): Result<FittedItem> {
  if (item.whole !== undefined) return fitOwn(item, item.whole, format);
  const remarks = [...item.remarks];
  const moved: ImportedField[] = [];
  const fitted: ImportedItem = { ...item };
  for (const field of shortFields) {
    const { kept, rest } = fitValue(rules[field], item[field]);
    Object.assign(fitted, { [field]: kept });
    if (rest === null) continue;
    const { code, name } = movedTo[field];
    moved.push({ name, ...rest });
    remarks.push(importRemark(code, { field: name }));
  }
  const { fields, wholes } = fitFields([...item.fields, ...moved], remarks);
  const values: Pick<ItemValues, FieldOfFiles> = {
    ...fitted,
    urls: fitted.urls.map((url) => ({ url, match: "domain" })),
    expires: item.expires as EpochMs | null,
    fields,
  };
  const body = emptyItem(item.kind);
  for (const part of ["overview", "secret"] as const)
    for (const [field, { imported }] of Object.entries(itemFields[part]))
      if (imported) Object.assign(body[part], { [field]: values[field as FieldOfFiles] });
  body.overview.sources = [{ format, id: item.sourceId.slice(0, 200) }];
  body.secret.passwordChangedAt = (values.password === null ? null : item.passwordChangedAt) as EpochMs | null;
  body.secret.history = fitHistory(item.history, remarks);
  const files = fitFiles(item.files, remarks);
  const whole = fitWhole(body, wholes, remarks);
  return whole.ok ? ok({ body, files, remarks: uniqueRemarks(remarks) }) : whole;
}

/** An item of ours fits, but for the older values and the source that are added to it. */
function fitOwn(item: ImportedItem, { overview, secret }: ItemBody, format: string): Result<FittedItem> {
  const remarks = [...item.remarks];
  const history = [...item.history, ...secret.history].sort((left, right) => right.at - left.at);
  const source = { format, id: item.sourceId };
  const others = overview.sources.filter(({ id }) => id !== source.id);
  const body: ItemBody = {
    overview: { ...overview, sources: [source, ...others].slice(0, limits.sourcesPerItem) },
    secret: { ...secret, history: fitHistory(history, remarks) },
  };
  const files = fitFiles(item.files, remarks);
  const whole = fitWhole(body, new Map(), remarks);
  return whole.ok ? ok({ body, files, remarks: uniqueRemarks(remarks) }) : whole;
}

/** Names that an item takes, and no more files than one holds. */
function fitFiles(files: readonly ImportedContent[], remarks: ImportRemark[]): ImportedContent[] {
  const most = limits.attachmentsPerItem;
  const unread = remarks.findIndex(({ code }) => code === "attachments-many");
  const [before] = unread < 0 ? [] : remarks.splice(unread, 1);
  const more = Math.max(0, files.length - most) + (before?.code === "attachments-many" ? before.params.count : 0);
  if (more > 0) remarks.push(importRemark("attachments-many", { count: more }));
  return files.slice(0, most).map(({ name, bytes }) => {
    if (name.length > limits.nameChars)
      remarks.push(importRemark("attachment-name-cut", { name: `…${cutStart(name, 40)}` }));
    // The end of a name says what it is.
    return { name: cutStart(name.toWellFormed(), limits.nameChars) || "file", bytes };
  });
}

type Fitted = { kept: unknown; rest: Pick<ImportedField, "type" | "value"> | null };

/** What of a value fits its row, and what is to be moved: a text whole, of a list what does not fit. */
function fitValue(
  { longest = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY }: FieldRule,
  value: ImportedItem[ShortField],
): Fitted {
  if (Array.isArray(value)) {
    const { kept, rest } = fitList(value, { chars: longest, count: most });
    return { kept, rest: rest.length === 0 ? null : { type: "text", value: lines(rest) } };
  }
  if (value === null || value.length <= longest) return { kept: value, rest: null };
  return typeof value === "string"
    ? { kept: cutText(value, longest), rest: { type: "text", value: utf8Bytes(value) } }
    : { kept: null, rest: { type: "hidden", value } };
}

const lines = (texts: readonly string[]): Uint8Array => utf8Bytes(texts.join("\n"));

function fitList(texts: readonly string[], most: { chars: number; count: number }): { kept: string[]; rest: string[] } {
  const short = texts.filter((text) => text.length <= most.chars);
  const kept = short.slice(0, most.count);
  return { kept, rest: texts.filter((text) => !kept.includes(text)) };
}

type Field = ItemBody["secret"]["fields"][number];
const joinedName = "Further fields";

/** Of which value each field is a part: the name of its first part. */
type Wholes = Map<string, string>;

/** Names short and unique, values in parts that fit, and what is more than fifty fields as one. */
function fitFields(fields: readonly ImportedField[], remarks: ImportRemark[]): { fields: Field[]; wholes: Wholes } {
  const wholes: Wholes = new Map();
  const taken = new Set<string>();
  const fitted: Field[] = [];
  const free = (name: string): string => {
    const plain = name.trim() === "" ? "Field" : cutText(name, limits.nameChars - 20);
    let found = name.trim() === "" || name.length > limits.nameChars ? plain : name;
    for (let number = 2; taken.has(found); number++) found = `${plain} (${number})`;
    taken.add(found);
    return found;
  };
  for (const { name, type, value } of fields) {
    if (name.length > limits.nameChars)
      remarks.push(importRemark("field-name-cut", { field: `${cutText(name, 40)}…` }));
    const parts =
      type === "hidden" && isBeyond(value) ? [] : cutBytes(value.subarray(0, limits.secretBytes), limits.fieldBytes);
    const names = parts.map(() => free(name));
    for (const [at, part] of parts.entries()) {
      fitted.push({ name: names[at] as string, type, value: part });
      wholes.set(names[at] as string, names[0] as string);
    }
    const [first = cutText(name, limits.nameChars)] = names;
    if (isBeyond(value)) remarks.push(importRemark(type === "hidden" ? "value-left" : "value-cut", { field: first }));
  }
  if (fitted.length <= limits.fieldsPerItem) return { fields: fitted, wholes };
  const more = fitted.splice(limits.fieldsPerItem - 4);
  remarks.push(importRemark("fields-joined", { count: more.length, field: joinedName }));
  const parts = cutBytes(joinFields(more), limits.fieldBytes);
  const joined = parts.map((value): Field => ({ name: free(joinedName), type: "hidden", value }));
  return { fields: [...fitted, ...joined], wholes };
}

/** Longer than all that an item holds. */
const isBeyond = (value: Uint8Array): boolean => value.length > limits.secretBytes;

function joinFields(fields: readonly Field[]): Uint8Array {
  const pieces = fields.flatMap(({ name, value }) => [utf8Bytes(`${name}: `), value, utf8Bytes("\n")]);
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Pieces of at most `most` bytes, cut between characters of UTF-8. One piece where all fits. */
function cutBytes(bytes: Uint8Array, most: number): Uint8Array[] {
  if (bytes.length <= most) return [bytes];
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    let end = Math.min(at + most, bytes.length);
    while (end < bytes.length && end > at + 1 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
    pieces.push(bytes.slice(at, end));
    at = end;
  }
  return pieces;
}

function fitHistory(history: readonly ImportedHistory[], remarks: ImportRemark[]): ItemBody["secret"]["history"] {
  const fits = history.filter(({ value }) => value.length <= limits.fieldBytes).slice(0, 1000);
  sayLeftOut(history.length - fits.length, remarks);
  return fits.map(({ field, value, at }) => ({
    field: cutText(field, limits.nameChars + 20),
    value,
    at: at as EpochMs,
  }));
}

function sayLeftOut(count: number, remarks: ImportRemark[]): void {
  if (count > 0) remarks.push(importRemark("older-values-left", { count }));
}

/** The whole item in its two envelopes: lists may leave the overview, then the oldest history goes, then the longest values. */
function fitWhole(body: ItemBody, wholes: Wholes, remarks: ImportRemark[]): Result<true> {
  let leftOut = 0;
  let bytes = encodeBody(body);
  while (!bytes.ok) {
    const { secret } = body;
    const isOverview = bytes.failure.detail?.field === "overview";
    const list = isOverview ? takeList(body) : null;
    if (list !== null) {
      const name = freeName(list.name, secret.fields);
      secret.fields = [...secret.fields, { name, type: "text", value: list.value }];
      remarks.push(importRemark("list-moved", { field: name }));
    } else if (secret.history.length > 0) {
      const kept = Math.floor(secret.history.length / 2);
      leftOut += secret.history.length - kept;
      secret.history = secret.history.slice(0, kept);
    } else if (isOverview || !shortenLongest(secret, wholes, remarks)) break;
    bytes = encodeBody(body);
  }
  if (!bytes.ok) return fail("limit", { field: "item", number: bytes.failure.detail?.number ?? 0 });
  sayLeftOut(leftOut, remarks);
  return ok(true);
}

/** Below this a field is not what makes an item too large. */
const shortBytes = 1024;

/** Shortens the value with the longest field, of equally long ones the last: a text loses its end, a hidden value is of use only whole. */
function shortenLongest(secret: ItemBody["secret"], wholes: Wholes, remarks: ImportRemark[]): boolean {
  const longest = secret.fields.reduce<Field | null>(
    (found, field) => (field.value.length >= (found?.value.length ?? shortBytes) ? field : found),
    null,
  );
  if (longest === null) return false;
  const whole = wholes.get(longest.name) ?? longest.name;
  const isPart = ({ name }: Field) => (wholes.get(name) ?? name) === whole;
  const isText = longest.type === "text";
  const end = secret.fields.findLast(isPart);
  secret.fields = secret.fields.flatMap((field) => {
    if (isText ? field !== end : !isPart(field)) return [field];
    const isRest = !isText || (field !== longest && field.value.length <= shortBytes);
    return isRest ? [] : [{ ...field, value: cutBytes(field.value, field.value.length >> 1)[0] as Uint8Array }];
  });
  remarks.push(importRemark(isText ? "value-cut" : "value-left", { field: whole }));
  return true;
}

/** Takes the first list out of the overview that holds anything; null where none does. */
function takeList({ overview }: ItemBody): { name: string; value: Uint8Array } | null {
  for (const field of shortFields) {
    const { whole } = movedTo[field];
    const held = overview[field as keyof Overview];
    if (whole === undefined || !Array.isArray(held) || held.length === 0) continue;
    Object.assign(overview, { [field]: [] });
    return { name: whole, value: historyBytes(rules[field], held) };
  }
  return null;
}

function freeName(name: string, fields: readonly Field[]): string {
  let free = name;
  for (let number = 2; fields.some((field) => field.name === free); number++) free = `${name} (${number})`;
  return free;
}
