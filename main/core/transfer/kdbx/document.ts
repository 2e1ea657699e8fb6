/**
 * What a KDBX document holds once its XML is read: groups and entries as flat lists, so that no depth can hurt. Values
 * are UTF-8 bytes, which can be wiped; `hidden` where the file protects them.
 */

import type { KdbxBinary } from "./binaries.ts";

export type KdbxValue = { bytes: Uint8Array; hidden: boolean };

/** The bytes of every empty value: one array for all, because files may hold millions. */
export const noBytes = new Uint8Array(0);

export type KdbxAttachment = { name: string; file: KdbxBinary | null };

export type KdbxEntry = {
  /** 32 hex digits, or empty where the file gives none. */
  uuid: string;
  /** Index into `KdbxDocument.groups`. */
  group: number;
  fields: ReadonlyMap<string, KdbxValue>;
  /** Names given to fields whose own name had come before. */
  repeated: string[];
  tags: string[];
  overrideUrl: string;
  /** Milliseconds since 1970, UTC. */
  created: number | null;
  modified: number | null;
  /** Null where the entry does not expire. */
  expires: number | null;
  /** `file` is null where the file names a content that it does not have. */
  attachments: KdbxAttachment[];
  /** Earlier versions in the file's order (oldest first as programs write it). */
  history: KdbxEntry[];
  /** Names of plug-ins' own values. */
  pluginKeys: string[];
  autoTypes: number;
  /** How many fields and attached files of it were too many to be kept. */
  left: { fields: number; attachments: number };
};

export type KdbxGroup = {
  uuid: string;
  /** Index of the parent, null for the root. */
  parent: number | null;
  name: string;
  notes: string;
};

export type KdbxDocument = {
  groups: KdbxGroup[];
  entries: KdbxEntry[];
  /** The recycle bin's group, null where there is none. */
  recycleBin: string | null;
  /** Switched off, the file has no bin: a group that was one before is a group like any other. */
  isBinOn: boolean;
  headerHash: Uint8Array | null;
  pluginKeys: string[];
  customIcons: number;
};

const secondsTo1970 = 62_135_596_800;
const latestMs = 253_402_300_799_999;

/** A time of version 3 (ISO 8601) or 4 (seconds since the year 1, 8 bytes); null for anything else or before 1970. */
export function timeOf(text: string, base64: (text: string) => Uint8Array | null): number | null {
  const trimmed = text.trim();
  let ms: number;
  if (/^\d{4}-\d\d-\d\dT/.test(trimmed)) ms = Date.parse(trimmed);
  else {
    const bytes = base64(trimmed);
    if (bytes === null || bytes.length !== 8) return null;
    const seconds = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true);
    ms = (Number(seconds) - secondsTo1970) * 1000;
  }
  return Number.isSafeInteger(ms) && ms >= 0 && ms <= latestMs ? ms : null;
}

/** Overwrites every value of an entry and of its earlier versions. Nothing of it may be used afterwards. */
export function wipeEntry(entry: KdbxEntry): void {
  for (const version of [entry, ...entry.history]) for (const value of version.fields.values()) value.bytes.fill(0);
}
