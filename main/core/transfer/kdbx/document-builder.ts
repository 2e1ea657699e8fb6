/**
 * The growing document behind `document-reader.ts`: what an element that opens or closes adds to it, with every count
 * bounded. Knows nothing of XML.
 */
import type { Failure } from "../../../../shared/failures.ts";
import { hexText } from "../../../../shared/text.ts";
import type { KdbxBinary } from "./binaries.ts";
import { bytesOfBase64 } from "./bytes.ts";
import { type KdbxAttachment, type KdbxDocument, type KdbxEntry, type KdbxValue, noBytes, timeOf } from "./document.ts";
import { kdbxLimits } from "./limits.ts";
import { damagedFailure, limitFailure } from "./refusals.ts";

type OpenEntry = Omit<KdbxEntry, "fields"> & {
  fields: Map<string, KdbxValue>;
  endsAt: number | null;
  ends: boolean;
};

/** A document being built; one open path of groups, and one of an entry and its earlier version. */
export type Building = {
  document: KdbxDocument;
  groupPath: number[];
  entryPath: OpenEntry[];
  historyCount: number;
  /** How many parts are kept. */
  parts: number;
  /** Of each open entry's repeated names the last number that was given. */
  repeats: Map<string, number>[];
  pair: { key: string; value: KdbxValue };
  attachment: KdbxAttachment;
  /** Attached files by their number, from the inner header or the XML's own list. */
  binaries: Map<string, KdbxBinary>;
};

/** An empty document; `binaries` are those of the inner header, in order. */
export function startBuilding(binaries: readonly KdbxBinary[]): Building {
  return {
    document: {
      groups: [],
      entries: [],
      recycleBin: null,
      isBinOn: true,
      headerHash: null,
      pluginKeys: [],
      customIcons: 0,
    },
    groupPath: [],
    entryPath: [],
    historyCount: 0,
    parts: binaries.length,
    repeats: [],
    pair: { key: "", value: { bytes: noBytes, hidden: false } },
    attachment: { name: "", file: null },
    binaries: new Map(binaries.map((binary, index) => [String(index), binary])),
  };
}

/** Counts what is about to be kept. */
function keep(b: Building, count = 1): Failure | null {
  b.parts += count;
  return b.parts > kdbxLimits.parts ? limitFailure("parts", b.parts) : null;
}

/** A group opens below the one that is open. */
export function openGroup(b: Building): Failure | null {
  const { groups } = b.document;
  if (groups.length >= kdbxLimits.groups) return limitFailure("groups", groups.length);
  if (b.groupPath.length >= kdbxLimits.groupDepth) return limitFailure("group-depth", b.groupPath.length);
  if (b.groupPath.length === 0 && groups.length > 0) return damagedFailure("second-root");
  groups.push({ uuid: "", parent: b.groupPath.at(-1) ?? null, name: "", notes: "" });
  b.groupPath.push(groups.length - 1);
  return keep(b);
}

/** An entry opens, or an earlier version of the one that is open. */
export function openEntry(b: Building): Failure | null {
  const outer = b.entryPath.at(-1);
  const { entries } = b.document;
  if (b.entryPath.length > 1) return damagedFailure("history-in-history");
  if (outer === undefined && entries.length >= kdbxLimits.entries) return limitFailure("entries", entries.length);
  if (outer !== undefined && ++b.historyCount > kdbxLimits.historyEntries) {
    return limitFailure("history", b.historyCount);
  }
  const entry: OpenEntry = {
    uuid: "",
    group: b.groupPath.at(-1) ?? 0,
    fields: new Map(),
    repeated: [],
    tags: [],
    overrideUrl: "",
    created: null,
    modified: null,
    expires: null,
    endsAt: null,
    ends: false,
    attachments: [],
    history: [],
    pluginKeys: [],
    autoTypes: 0,
    left: { fields: 0, attachments: 0 },
  };
  (outer === undefined ? entries : outer.history).push(entry);
  b.entryPath.push(entry);
  b.repeats.push(new Map());
  return keep(b);
}

/** The open entry (or earlier version) ends. */
export function closeEntry(b: Building): null {
  const entry = b.entryPath.pop();
  b.repeats.pop();
  if (entry?.ends) entry.expires = entry.endsAt;
  return null;
}

/** Programs sort fields by name: the standard ones may stand behind a thousand others. */
export const standardFields: ReadonlySet<string> = new Set(["Title", "UserName", "Password", "URL", "Notes"]);

/** A name with its value ends. */
export function closePair(b: Building): Failure | null {
  const entry = b.entryPath.at(-1);
  const repeats = b.repeats.at(-1);
  if (entry === undefined || repeats === undefined) return null;
  const { key, value } = b.pair;
  const isNeeded = standardFields.has(key) && !entry.fields.has(key);
  if (entry.fields.size >= kdbxLimits.fieldsPerEntry && !isNeeded) {
    entry.left.fields++;
    return null;
  }
  const free = freeName(key, entry.fields, repeats);
  if (free !== key) entry.repeated.push(free);
  entry.fields.set(free, value);
  return keep(b);
}

/** A name that is not taken: itself, else with the next number. `repeats` remembers numbers, so that none is tried twice. */
export function freeName(name: string, taken: { has(name: string): boolean }, repeats: Map<string, number>): string {
  let number = repeats.get(name) ?? 1;
  let free = number === 1 ? name : `${name} (${number})`;
  while (taken.has(free)) free = `${name} (${++number})`;
  repeats.set(name, number);
  return free;
}

/** A named attached file ends. */
export function closeAttachment(b: Building): Failure | null {
  const entry = b.entryPath.at(-1);
  if (entry === undefined) return null;
  if (entry.attachments.length >= kdbxLimits.attachmentsPerEntry) {
    entry.left.attachments++;
    return null;
  }
  entry.attachments.push(b.attachment);
  return keep(b);
}

/** A file in the XML's own list. */
export function addBinary(b: Building, id: string, binary: KdbxBinary): Failure | null {
  b.binaries.set(id, binary);
  return keep(b);
}

const uuidOf = (text: string): string => {
  const bytes = bytesOfBase64(text);
  return bytes?.length === 16 && bytes.some((byte) => byte !== 0) ? hexText(bytes) : "";
};

/** The text of a known element of the file's head. */
export function setMetaText(b: Building, name: string, text: string): null {
  if (name === "HeaderHash") b.document.headerHash = bytesOfBase64(text);
  if (name === "RecycleBinEnabled") b.document.isBinOn = text.trim().toLowerCase() !== "false";
  if (name === "RecycleBinUUID") b.document.recycleBin = uuidOf(text) || null;
  return null;
}

/** The text of a known element of the open group. */
export function setGroupText(b: Building, name: string, text: string): null {
  const group = b.document.groups[b.groupPath.at(-1) ?? -1];
  if (group === undefined) return null;
  if (name === "UUID") group.uuid = uuidOf(text);
  if (name === "Name") group.name = text;
  if (name === "Notes") group.notes = text;
  return null;
}

/** The text of a known element of the open entry or of its times. */
export function setEntryText(b: Building, name: string, text: string): Failure | null {
  const entry = b.entryPath.at(-1);
  if (entry === undefined) return null;
  if (name === "Tags") return setTags(b, entry, text);
  if (name === "UUID") entry.uuid = uuidOf(text);
  if (name === "OverrideURL") entry.overrideUrl = text.trim();
  if (name === "CreationTime") entry.created = timeOf(text, bytesOfBase64);
  if (name === "LastModificationTime") entry.modified = timeOf(text, bytesOfBase64);
  if (name === "ExpiryTime") entry.endsAt = timeOf(text, bytesOfBase64);
  if (name === "Expires") entry.ends = text.trim().toLowerCase() === "true";
  return null;
}

/** More than are told apart stay one text; all of them count. */
function setTags(b: Building, entry: OpenEntry, text: string): Failure | null {
  const tags = text.split(/[,;\t\n]/, kdbxLimits.tagsPerEntry);
  const rest = text.slice(tags.reduce((sum, tag) => sum + tag.length + 1, 0));
  entry.tags = [...tags, rest].map((tag) => tag.trim()).filter((tag) => tag !== "");
  let more = 0;
  for (let at = 0; at < rest.length; at++) if (",;\t\n".includes(rest[at] as string)) more++;
  return keep(b, entry.tags.length + more);
}

/** The name of a plug-in's own value, of the open entry or of the file. */
export function addPluginKey(b: Building, name: string): Failure | null {
  (b.entryPath.at(-1)?.pluginKeys ?? b.document.pluginKeys).push(name);
  return keep(b);
}
