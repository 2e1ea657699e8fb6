/**
 * One KeePass entry as an imported item: standard fields, further addresses, code, everything else as fields of its own,
 * earlier versions as history. What has no place here is said in a remark, never dropped in silence.
 */
import { type ImportRemark, importRemark, uniqueRemarks } from "../../../../shared/model/import-remarks.ts";
import { utf8Bytes, utf8Text } from "../../../../shared/text.ts";
import type { ImportedField, ImportedHistory, ImportedItem } from "../imported/imported-item.ts";
import type { KdbxEntry } from "../kdbx/document.ts";
import { standardFields } from "../kdbx/document-builder.ts";
import { isCodeField, isSeedField, readCode } from "./codes.ts";
import type { References } from "./references.ts";

const furtherUrl = /^KP2A_URL(_?\d+)?$/;
const placeholder = /\{(USERNAME|PASSWORD|TITLE|URL|NOTES|TOTP|TIMEOTP|HMACOTP|S:[^{}]+|T-CONV:[^{}]+|URL:[A-Z]+)\}/i;
/** Values that programs keep for themselves and that mean nothing here. */
const knownPluginKeys = /^(_LAST_MODIFIED|KPXC_.*|KeePassXC-Browser.*|FDO_.*)$/;

type Read = {
  text(name: string): string;
  bytes(name: string): Uint8Array;
  hidden(name: string): boolean;
  remarks: ImportRemark[];
};

/** Reads an entry; `null` where nothing at all stands in it. */
export function itemOfEntry(
  entry: KdbxEntry,
  place: { references: References; group: string; sourceId: string },
): ImportedItem | null {
  const read = readerOf(entry, place.references);
  const codeNames = [...entry.fields.keys()].filter(isCodeField);
  const code = readCode(new Map(codeNames.map((name) => [name, read.text(name)])));
  const notes = read.text("Notes");
  const username = read.text("UserName");
  const password = read.bytes("Password");
  const urls = [read.text("URL").trim(), ...furtherUrls(entry, read)].filter((url) => url !== "");
  const fields = ownFields(entry, read, new Set(code.used));
  const title = read.text("Title");
  const signsIn = username !== "" || password.length > 0 || urls.length > 0 || code.totp !== null;
  const isEmpty = title === "" && !signsIn && notes === "" && fields.length === 0 && entry.attachments.length === 0;
  if (isEmpty) return null;
  return {
    sourceId: place.sourceId,
    group: place.group,
    kind: signsIn || fields.length > 0 ? "login" : "note",
    title: title.trim() === "" ? (hostOf(urls[0]) ?? (username || "Untitled")) : title,
    username: username === "" ? null : username,
    urls: [...new Set(urls)],
    tags: [...new Set(entry.tags)],
    expires: entry.expires,
    modifiedAt: entry.modified ?? entry.created,
    password: password.length === 0 ? null : password,
    passwordChangedAt: password.length === 0 ? null : passwordTime(entry),
    totp: code.totp,
    notes: notes === "" ? null : notes,
    fields,
    files: entry.attachments.flatMap(({ name, file }) => (file?.bytes ? [{ name, bytes: file.bytes }] : [])),
    history: historyOf(entry),
    remarks: uniqueRemarks([...read.remarks, ...code.remarks, ...remarksOf(entry, title)]),
  };
}

/** Fields with references resolved. A protected value never goes into what is opened at unlock (title, user, address). */
function readerOf(entry: KdbxEntry, references: References): Read {
  const remarks: ImportRemark[] = [];
  const shown = new Set([
    "Title",
    "UserName",
    "URL",
    ...[...entry.fields.keys()].filter((name) => furtherUrl.test(name)),
  ]);
  const bytes = (name: string): Uint8Array => {
    const written = entry.fields.get(name);
    const value = references.resolve(entry, name);
    if (written === undefined || value === null) return new Uint8Array(0);
    if (value.unresolved) remarks.push(importRemark("reference-unresolved", { field: name }));
    if (value.hidden && !written.hidden && shown.has(name)) {
      remarks.push(importRemark("reference-protected", { field: name }));
      return written.bytes;
    }
    return value.bytes;
  };
  const text = (name: string): string => {
    const raw = bytes(name);
    const read = utf8Text(raw);
    // Readers put this sign where they could not read: this one, and whoever wrote the file.
    if (read === null || read.includes("\ufffd")) remarks.push(importRemark("text-invalid", { field: name }));
    return read ?? new TextDecoder().decode(raw);
  };
  return {
    text: (name) => {
      const read = text(name);
      if (placeholder.test(read)) remarks.push(importRemark("placeholder-kept", { field: name }));
      return read;
    },
    // Through text, so that a broken value becomes readable and is remarked.
    bytes: (name) => {
      const raw = bytes(name);
      const readable = text(name);
      return utf8Text(raw) === null ? utf8Bytes(readable) : raw;
    },
    hidden: (name) => references.resolve(entry, name)?.hidden ?? false,
    remarks,
  };
}

function furtherUrls(entry: KdbxEntry, read: Read): string[] {
  return [...entry.fields.keys()].filter((name) => furtherUrl.test(name)).map((name) => read.text(name).trim());
}

function ownFields(entry: KdbxEntry, read: Read, used: ReadonlySet<string>): ImportedField[] {
  const fields: ImportedField[] = [];
  for (const name of entry.fields.keys()) {
    if (standardFields.has(name) || used.has(name) || furtherUrl.test(name)) continue;
    const value = read.bytes(name);
    if (value.length === 0 && name.trim() === "") continue;
    const type = read.hidden(name) || isSeedField(name) ? "hidden" : "text";
    fields.push({ name, type, value });
  }
  if (entry.overrideUrl !== "")
    fields.push({ name: "Override URL", type: "text", value: utf8Bytes(entry.overrideUrl) });
  return fields;
}

function remarksOf(entry: KdbxEntry, title: string): ImportRemark[] {
  const remarks: ImportRemark[] = entry.repeated.map((name) => importRemark("field-repeated", { field: name }));
  if (title.trim() === "") remarks.push(importRemark("no-title", {}));
  remarks.push(...attachmentRemarks(entry));
  if (entry.left.fields > 0) remarks.push(importRemark("fields-left", { count: entry.left.fields }));
  const older = entry.history.reduce((sum, { left }) => sum + left.fields, 0);
  if (older > 0) remarks.push(importRemark("older-values-left", { count: older }));
  if (entry.autoTypes > 0) remarks.push(importRemark("auto-type", {}));
  return [...remarks, ...pluginRemarks(entry.pluginKeys)];
}

/** Attached files that are not taken: those that are not kept, and what only earlier versions had. */
function attachmentRemarks(entry: KdbxEntry): ImportRemark[] {
  const left = entry.attachments.filter(({ file }) => !file?.bytes);
  const taken = new Set(entry.attachments.map(({ file }) => file?.bytes));
  const older = entry.history.flatMap(({ attachments }) => attachments).filter(({ file }) => !taken.has(file?.bytes));
  const { attachments: more } = entry.left;
  return [
    ...(more > 0 ? [importRemark("attachments-many", { count: more })] : []),
    ...left.map(({ name }) => importRemark("attachment", { name })),
    ...older.map(({ name }) => importRemark("attachment-older", { name })),
  ];
}

const namesMost = 50;
const namesChars = 1000;

/** A remark on values that plug-ins keep, if they are not those of known programs; a file may hold millions of their names. */
export function pluginRemarks(keys: readonly string[]): ImportRemark[] {
  const foreign = keys.filter((key) => !knownPluginKeys.test(key));
  const names = foreign.slice(0, namesMost).join(", ").slice(0, namesChars);
  return foreign.length > 0 ? [importRemark("plugin-values", { names })] : [];
}

const historyNames: Record<string, string> = {
  Title: "title",
  UserName: "username",
  Password: "password",
  URL: "url",
  Notes: "notes",
  otp: "totp",
  "TOTP Seed": "totp",
};

/** The entry's versions, oldest first, the present one last. */
function versionsOf(entry: KdbxEntry): KdbxEntry[] {
  const time = (version: KdbxEntry) => version.modified ?? version.created ?? 0;
  return [...entry.history.toSorted((left, right) => time(left) - time(right)), entry];
}

/** Every value that a later version no longer has, with the time of the version that had it; newest first. */
function historyOf(entry: KdbxEntry): ImportedHistory[] {
  const versions = versionsOf(entry);
  const history: ImportedHistory[] = [];
  for (const [index, version] of versions.entries()) {
    const later = versions[index + 1];
    if (later === undefined) break;
    for (const [name, value] of version.fields) {
      if (value.bytes.length === 0 || isSame(value.bytes, later.fields.get(name)?.bytes)) continue;
      const field = Object.hasOwn(historyNames, name) ? (historyNames[name] as string) : `field:${name}`;
      history.push({ field, value: value.bytes, at: version.modified ?? version.created ?? 0 });
    }
  }
  return history.reverse();
}

/** When the present password came: the time of the first version from which on it never changed. */
function passwordTime(entry: KdbxEntry): number | null {
  const versions = versionsOf(entry);
  let first = entry;
  for (const version of versions.reverse()) {
    if (!isSame(version.fields.get("Password")?.bytes ?? new Uint8Array(0), entry.fields.get("Password")?.bytes)) break;
    first = version;
  }
  return first.modified ?? first.created;
}

function isSame(left: Uint8Array, right: Uint8Array | undefined): boolean {
  return left.length === right?.length && left.every((byte, index) => byte === right[index]);
}

function hostOf(url: string | undefined): string | null {
  try {
    return url === undefined ? null : new URL(url).hostname || null;
  } catch {
    return null;
  }
}
