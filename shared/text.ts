/**
 * Text forms of bytes and comparisons of bytes. Base32 is Crockford's alphabet in lower case, most significant bit
 * first, without padding characters; spare bits at the end are zero, so every byte string has exactly one text.
 */

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const values = new Int8Array(128).fill(-1);
for (let at = 0; at < alphabet.length; at++) values[alphabet.charCodeAt(at)] = at;

/** Bytes as base32 text: 26 characters for 16 bytes, 52 for 32. */
export function base32Text(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (let at = 0; at < bytes.length; at++) {
    held = (held << 8) | (bytes[at] as number);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

/** The bytes of strict base32 text (lower case, no aliases, spare bits zero), or null. */
export function base32Bytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let filled = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? (values[code] as number) : -1;
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = held >>> bits;
      held &= (1 << bits) - 1;
    }
  }
  return bits >= 5 || held !== 0 ? null : bytes;
}

/** Bytes as lower-case hex. */
export function hexText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** The bytes of lower- or upper-case hex, or null. */
export function hexBytes(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

/** Whether two byte strings are equal. Not constant in time: for public values; secrets are compared in `crypto`. */
export function bytesEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** Several byte strings as one. A list, not arguments: a hostile file may come in millions of pieces. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text as UTF-8. */
export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 as text, or null where it is none. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

const addressChars = 254;
const localPart = /^[^\s@"(),:;<>[\\\]\p{Cc}]{1,64}$/u;
const domainLabel = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** Whether a mail can be sent there, as far as its form says: one address, without a name, quotes or comments, of a host with a dot. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || text.length > addressChars) return false;
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split(".");
  const isLocal = localPart.test(local) && !local.startsWith(".") && !local.endsWith(".") && !local.includes("..");
  return isLocal && labels.length > 1 && labels.every((label) => domainLabel.test(label));
}

/** The first `most` UTF-16 units, without half a character at the end. */
export function cutText(text: string, most: number): string {
  const cut = text.slice(0, most);
  return isWithin(cut.charCodeAt(cut.length - 1), 0xd800) ? cut.slice(0, -1) : cut;
}

/** The last `most` UTF-16 units, without half a character at the beginning. */
export function cutStart(text: string, most: number): string {
  const cut = text.slice(Math.max(0, text.length - most));
  return isWithin(cut.charCodeAt(0), 0xdc00) ? cut.slice(1) : cut;
}

/** Whether a UTF-16 unit is one of the 1024 halves of characters that begin here. */
const isWithin = (unit: number, from: number): boolean => unit >= from && unit < from + 0x400;

/** The last time that a calendar shows, in milliseconds since 1970. */
export const lastTime = 8_640_000_000_000_000;

/** The date of a time: of one that somebody else said too, who may say any number, the last that there is where it lies beyond. */
export function dateOf(at: number): Date {
  return new Date(Math.min(at, lastTime));
}
