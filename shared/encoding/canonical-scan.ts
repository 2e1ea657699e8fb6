/**
 * Looks into canonical bytes without building anything of them: whether they are one value in its only form, whatever its
 * schema, and what stands at one key of a map. For what has to be known before the schema is: a suite, the type of an
 * entry, the kind of a record.
 */
import { limits } from "./limits.ts";
import { argument, bytesInPlace, listLength, major, refused, type Source, simple, text } from "./source.ts";

/** Whether these bytes are one canonical value, nested at most as deep as any value may be. */
export function isCanonical(bytes: Uint8Array): boolean {
  const source = lookAt(bytes);
  return isRead(() => skipValue(source)) && source.at === bytes.length;
}

/** The number or the text at a key of the map that these bytes are, or at a place of the list; null where there is none. */
export function peek(bytes: Uint8Array, key: string | number): number | string | null {
  return peekAt(lookAt(bytes), key);
}

/** The same for the map or list that begins where `source` stands, which does not move. */
export function peekAt({ bytes, at }: Source, key: string | number): number | string | null {
  const ahead = lookAt(bytes, at);
  let found: number | string | null = null;
  isRead(() => {
    found = (bytes[at] ?? 0) >> 5 === major.map ? valueAt(ahead, key) : memberAt(ahead, key);
  });
  return found;
}

/** What is only looked at is not kept: it costs nothing. */
function lookAt(bytes: Uint8Array, at = 0): Source {
  return { bytes, at, left: Number.POSITIVE_INFINITY };
}

function isRead(read: () => void): boolean {
  try {
    read();
    return true;
  } catch (thrown) {
    if (thrown !== refused) throw thrown;
    return false;
  }
}

function valueAt(source: Source, key: string | number): number | string | null {
  for (let left = argument(source, major.map); left > 0; left--) {
    if (text(source) === key) return plainValue(source);
    skipValue(source, 1);
  }
  return null;
}

function memberAt(source: Source, place: string | number): number | string | null {
  const length = argument(source, major.list);
  for (let at = 0; at < length; at++) {
    if (at === place) return plainValue(source);
    skipValue(source, 1);
  }
  return null;
}

function plainValue(source: Source): number | string | null {
  const type = (source.bytes[source.at] ?? 0xff) >> 5;
  if (type === major.number) return argument(source, major.number);
  return type === major.text ? text(source) : null;
}

function skipValue(source: Source, depth = 0): void {
  const head = source.bytes[source.at] ?? 0xff;
  const type = head >> 5;
  if (type === major.number) argument(source, type);
  else if (type === major.bytes) bytesInPlace(source);
  else if (type === major.text) text(source);
  else if (type === major.simple) skipSimple(source, head);
  else if (depth === limits.nesting) throw refused;
  else if (type === major.list) skipList(source, depth);
  else skipMap(source, depth);
}

function skipSimple(source: Source, head: number): void {
  if (head !== simple.no && head !== simple.yes && head !== simple.nothing) throw refused;
  source.at += 1;
}

function skipList(source: Source, depth: number): void {
  for (let left = listLength(source, Number.POSITIVE_INFINITY); left > 0; left--) skipValue(source, depth + 1);
}

/** Keys stand by length, then by bytes, each once. */
function skipMap(source: Source, depth: number): void {
  let last: Uint8Array | null = null;
  for (let left = argument(source, major.map); left > 0; left--) {
    const from = source.at;
    text(source);
    const key = source.bytes.subarray(from, source.at);
    if (last !== null && !isAfter(last, key)) throw refused;
    last = key;
    skipValue(source, depth + 1);
  }
}

/** With its head before it a key that is longer is also greater: so comparing bytes is enough. */
function isAfter(left: Uint8Array, right: Uint8Array): boolean {
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (right[at] as number) - (left[at] as number);
    if (difference !== 0) return difference > 0;
  }
  return right.length > left.length;
}
