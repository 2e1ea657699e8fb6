/**
 * Canonical bytes, read from left to right [protocol: Encoding]: the pieces that every value is made of, each in its only
 * form. What does not fit throws `refused`; nobody outside this folder sees that.
 */
import { utf8Text } from "../text.ts";
import { limits } from "./limits.ts";

/** Where a reader stands, and how many bytes of memory it may still spend. */
export type Source = { readonly bytes: Uint8Array; at: number; left: number };

export const refused = new Error("not the canonical bytes of this place");

/** Major types of CBOR as canonical bytes use them; 7 is for true, false and null. */
export const major = { number: 0, bytes: 2, text: 3, list: 4, map: 5, simple: 7 } as const;
export const simple = { no: 0xf4, yes: 0xf5, nothing: 0xf6 } as const;

/**
 * What values take in memory at most, roughly, in bytes beside their content: a place in a list or map, and what stands
 * there. A byte string of its own is dear, whatever it holds.
 */
export const costOf = { place: 8, text: 32, bytes: 240, list: 48, map: 32 } as const;

/** A reader at the first byte, which may spend what so many bytes may cost. */
export function sourceOf(bytes: Uint8Array): Source {
  return { bytes, at: 0, left: limits.costFree + limits.costPerByte * bytes.length };
}

/** Counts what is about to be built. */
export function spend(source: Source, cost: number): void {
  source.left -= cost;
  if (source.left < 0) throw refused;
}

/** The number after a head of this major type, in its shortest form. */
export function argument(source: Source, type: number): number {
  const head = source.bytes[source.at++] ?? 0xff;
  if (head >> 5 !== type) throw refused;
  const short = head & 31;
  if (short < 24) return short;
  if (short > 27) throw refused;
  const count = 1 << (short - 24);
  if (source.at + count > source.bytes.length) throw refused;
  let value = 0;
  for (let left = count; left > 0; left--) value = value * 256 + (source.bytes[source.at++] as number);
  const least = short === 24 ? 24 : 256 ** (count / 2);
  if (value < least || value > Number.MAX_SAFE_INTEGER) throw refused;
  return value;
}

/** How many members a list has: at most `most`, and never more than there are bytes left. */
export function listLength(source: Source, most: number): number {
  const length = argument(source, major.list);
  if (length > most || length > source.bytes.length - source.at) throw refused;
  return length;
}

/** The next so many bytes, not copied. */
export function taken(source: Source, length: number): Uint8Array {
  if (length > source.bytes.length - source.at) throw refused;
  source.at += length;
  return source.bytes.subarray(source.at - length, source.at);
}

/** A byte string where it lies: the caller may look at it and no more. */
export function bytesInPlace(source: Source): Uint8Array {
  return taken(source, argument(source, major.bytes));
}

/** A text, which is UTF-8; letter by letter where it is short, because the platform's decoder costs more than it does. */
export function text(source: Source): string {
  const length = argument(source, major.text);
  spend(source, costOf.place + costOf.text + 2 * length);
  const bytes = taken(source, length);
  let ascii = "";
  for (const byte of bytes) {
    if (byte > 127 || ascii.length >= 32) break;
    ascii += String.fromCharCode(byte);
  }
  const read = ascii.length === bytes.length ? ascii : utf8Text(bytes);
  if (read === null) throw refused;
  return read;
}
