/**
 * Brings an imported item into our limits. What does not fit its place moves to a field of its own, whole; only what
 * fits nowhere is left out, and then a remark says so.
 */

import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { type ImportRemark, importRemark } from "../../../shared/model/import-remarks.ts";
import { emptyItem, type ItemBody } from "../../../shared/model/items.ts";
import { utf8Bytes } from "../../../shared/text.ts";
import { encodeBody } from "../vaults/items/item-bytes.ts";
import type { ImportedField, ImportedHistory, ImportedItem } from "./imported/imported-item.ts";

export type FittedItem = { body: ItemBody; remarks: ImportRemark[] };

/**
 * Fields that take what is too long for its place. These names are kept in the item and a second import has to find them
 * again, so they are the same in every language.
 */
const movedTo = {
  "title-moved": "Title",
  "username-moved": "User name",
  "password-moved": "Password",
  "websites-moved": "Further websites",
  "tags-moved": "Further tags",
  "notes-moved": "Notes",
} as const;
type MovedCode = keyof typeof movedTo;

/** The item as a body to save, with all remarks. Fails `limit` where even its present values are too much. */
export function fitItem(item: ImportedItem, format: string): Result<FittedItem> {
  const remarks = [...item.remarks];
  const moved: ImportedField[] = [];
  const move = (code: MovedCode, value: Uint8Array, type: ImportedField["type"] = "text") => {
    const name = movedTo[code];
    moved.push({ name, type, value });
    remarks.push(importRemark(code, { field: name }));
  };
  const text = (code: MovedCode, whole: string, most: number) => {
    if (whole.length <= most) return whole;
    move(code, utf8Bytes(whole));
    return cutText(whole, most);
  };
  const title = text("title-moved", item.title, limits.nameChars);
  const username = item.username && text("username-moved", item.username, limits.usernameChars);
  let password = item.password;
  if (password !== null && password.length > limits.passwordBytes) {
    move("password-moved", password, "hidden");
    password = null;
  }
  const urls = fitList(item.urls, { chars: limits.urlChars, count: limits.urlsPerItem });
  if (urls.rest.length > 0) move("websites-moved", lines(urls.rest));
  const tags = fitList(item.tags, { chars: limits.tagChars, count: limits.tagsPerItem });
  if (tags.rest.length > 0) move("tags-moved", lines(tags.rest));
  const notes = item.notes && text("notes-moved", item.notes, limits.noteBytes);
  const empty = emptyItem(item.kind);
  const body: ItemBody = {
    overview: {
      ...empty.overview,
      title,
      username,
      urls: urls.kept.map((url) => ({ url, match: "domain" })),
      tags: tags.kept,
      expires: item.expires as EpochMs | null,
      sources: [{ format, id: item.sourceId.slice(0, 200) }],
    },
    secret: {
      ...empty.secret,
      password,
      notes,
      totp: item.totp,
      passwordChangedAt: (password === null ? null : item.passwordChangedAt) as EpochMs | null,
      fields: fitFields([...item.fields, ...moved], remarks),
      history: fitHistory(item.history, remarks),
    },
  };
  return fitWhole(body, remarks);
}

/** The first `most` UTF-16 units, never through the middle of a character. */
function cutText(text: string, most: number): string {
  const cut = text.slice(0, most);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

const lines = (texts: readonly string[]): Uint8Array => utf8Bytes(texts.join("\n"));

function fitList(texts: readonly string[], most: { chars: number; count: number }): { kept: string[]; rest: string[] } {
  const short = texts.filter((text) => text.length <= most.chars);
  const kept = short.slice(0, most.count);
  return { kept, rest: texts.filter((text) => !kept.includes(text)) };
}

type Field = ItemBody["secret"]["fields"][number];
const joinedName = "Further fields";

/** Names short and unique, values in parts that fit, and what is more than fifty fields as one. */
function fitFields(fields: readonly ImportedField[], remarks: ImportRemark[]): Field[] {
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
    for (const part of cutBytes(value, limits.fieldBytes)) fitted.push({ name: free(name), type, value: part });
  }
  if (fitted.length <= limits.fieldsPerItem) return fitted;
  const more = fitted.splice(limits.fieldsPerItem - 4);
  remarks.push(importRemark("fields-joined", { count: more.length, field: joinedName }));
  const parts = cutBytes(joinFields(more), limits.fieldBytes);
  return [...fitted, ...parts.map((value): Field => ({ name: free(joinedName), type: "hidden", value }))];
}

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

/** The whole item in its two envelopes: websites and tags may leave the overview, then the oldest history goes. */
function fitWhole(body: ItemBody, remarks: ImportRemark[]): Result<FittedItem> {
  let leftOut = 0;
  for (;;) {
    const bytes = encodeBody(body);
    if (bytes.ok) break;
    const { overview, secret } = body;
    if (bytes.failure.detail?.field === "overview" && overview.urls.length + overview.tags.length > 0) {
      const texts = overview.urls.length > 0 ? overview.urls.map(({ url }) => url) : overview.tags;
      const name = freeName(overview.urls.length > 0 ? "All websites" : "All tags", secret.fields);
      secret.fields = [...secret.fields, { name, type: "text", value: lines(texts) }];
      if (overview.urls.length > 0) overview.urls = [];
      else overview.tags = [];
      remarks.push(importRemark("list-moved", { field: name }));
    } else if (secret.history.length > 0) {
      const kept = Math.floor(secret.history.length / 2);
      leftOut += secret.history.length - kept;
      secret.history = secret.history.slice(0, kept);
    } else return fail("limit", { field: "item", number: bytes.failure.detail?.number ?? 0 });
  }
  sayLeftOut(leftOut, remarks);
  return ok({ body, remarks });
}

function freeName(name: string, fields: readonly Field[]): string {
  let free = name;
  for (let number = 2; fields.some((field) => field.name === free); number++) free = `${name} (${number})`;
  return free;
}
