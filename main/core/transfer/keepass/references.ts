/**
 * KeePass field references, `{REF:P@I:<uuid>}`: a value that stands for a field of another entry. Resolved where the
 * target is found; hostile ones (circles, chains that grow without end) end at a bound and stay as they were written.
 */
import { utf8Bytes } from "../../../../shared/text.ts";
import type { KdbxEntry, KdbxValue } from "../kdbx/document.ts";

export type ResolvedValue = {
  bytes: Uint8Array;
  /** Protected itself, or a protected value came in by a reference. */
  hidden: boolean;
  /** A reference that did not resolve is still in it. */
  unresolved: boolean;
};
export type References = { resolve(entry: KdbxEntry, name: string): ResolvedValue | null };

const fieldNames: Record<string, string> = { T: "Title", U: "UserName", P: "Password", A: "URL", N: "Notes" };
const pattern = /\{REF:([TUPANI])@([TUPANIO]):([^{}]{1,1000})\}/gi;
const depthMost = 8;
const resultCharsMost = 65_536;
/** All look-ups of one file together, so that no net of references can keep us busy. */
const lookUpsMost = 500_000;
const decoder = new TextDecoder();

/** Looks references up among these entries. */
export function createReferences(entries: readonly KdbxEntry[]): References {
  const byUuid = new Map(entries.map((entry) => [entry.uuid, entry] as const).reverse());
  const done = new Map<KdbxEntry, Map<string, ResolvedValue>>();
  const open = new Set<KdbxValue>();
  const findByText = textIndex(entries);
  let lookUps = 0;

  const resolve = (entry: KdbxEntry, name: string): ResolvedValue | null => {
    const value = entry.fields.get(name);
    if (value === undefined) return null;
    const known = done.get(entry)?.get(name);
    if (known !== undefined) return known;
    const result = follow(value);
    // What stayed unresolved on the way may only have met the bound of this one chain.
    if (!result.unresolved || open.size === 0) remember(entry, name, result);
    return result;
  };

  const remember = (entry: KdbxEntry, name: string, result: ResolvedValue) => {
    const names = done.get(entry) ?? new Map<string, ResolvedValue>();
    done.set(entry, names.set(name, result));
  };

  const follow = (value: KdbxValue): ResolvedValue => {
    const plain = { bytes: value.bytes, hidden: value.hidden, unresolved: false };
    if (!mayRefer(value.bytes)) return plain;
    const text = decoder.decode(value.bytes);
    if (open.has(value) || open.size >= depthMost) return { ...plain, unresolved: true };
    open.add(value);
    let { hidden } = value;
    let unresolved = false;
    let length = text.length;
    const resolved = text.replace(pattern, (written, wanted: string, by: string, what: string) => {
      const found = length > resultCharsMost ? null : lookUp(wanted.toUpperCase(), by.toUpperCase(), what);
      if (found === null || found.unresolved) {
        unresolved = true;
        return written;
      }
      const replacement = decoder.decode(found.bytes);
      length += replacement.length;
      hidden ||= found.hidden;
      return replacement;
    });
    open.delete(value);
    if (resolved.length > resultCharsMost && resolved !== text) return { ...plain, unresolved: true };
    return { bytes: utf8Bytes(resolved), hidden, unresolved };
  };

  const lookUp = (wanted: string, by: string, what: string): ResolvedValue | null => {
    if (++lookUps > lookUpsMost) return null;
    const target = by === "I" ? byUuid.get(what.trim().toLowerCase()) : findByText(by, what);
    if (target === undefined) return null;
    if (wanted === "I") return { bytes: utf8Bytes(target.uuid.toUpperCase()), hidden: false, unresolved: false };
    return resolve(target, fieldNames[wanted] ?? "") ?? { bytes: new Uint8Array(0), hidden: false, unresolved: false };
  };

  return { resolve };
}

/** By another field than the id: the first entry whose field is exactly that text (`O`: any field of its own). */
function textIndex(entries: readonly KdbxEntry[]): (by: string, what: string) => KdbxEntry | undefined {
  const indexes = new Map<string, Map<string, KdbxEntry>>();
  return (by, what) => {
    const index = indexes.get(by) ?? indexBy(entries, by);
    indexes.set(by, index);
    return index.get(what.trim().toLowerCase());
  };
}

const standardNames = new Set(Object.values(fieldNames));

function indexBy(entries: readonly KdbxEntry[], by: string): Map<string, KdbxEntry> {
  const index = new Map<string, KdbxEntry>();
  for (const entry of entries) {
    for (const [name, value] of entry.fields) {
      const fits = by === "O" ? !standardNames.has(name) : name === fieldNames[by];
      if (!fits || value.bytes.length > 1000) continue;
      const text = decoder.decode(value.bytes).trim().toLowerCase();
      if (!index.has(text)) index.set(text, entry);
    }
  }
  return index;
}

/** Whether `{REF:` in any case stands in the bytes; most values have none, and are then never made text. */
function mayRefer(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x7b); at >= 0 && at + 5 < bytes.length; at = bytes.indexOf(0x7b, at + 1)) {
    const [r, e, f, colon] = bytes.subarray(at + 1, at + 5);
    if (((r ?? 0) | 32) === 0x72 && ((e ?? 0) | 32) === 0x65 && ((f ?? 0) | 32) === 0x66 && colon === 0x3a) return true;
  }
  return false;
}
