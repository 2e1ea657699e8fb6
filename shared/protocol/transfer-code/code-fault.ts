/**
 * What is wrong with a carried code that is not whole, as far as it says so itself: a code is one list and its check bytes, and
 * the list says how long it is. Only heads are looked at, so that a wrong letter inside a part is no wrong length.
 */
import { base32Bytes } from "../../text.ts";

/** `number`: how many characters are too many, or missing where that is known; the place of a strange letter, from 1. */
export type CodeFault = { reason: "short" | "long" | "letter" | "mistyped"; number?: number };

const strangeLetter = /[^0-9a-hjkmnp-tv-z]/;
const major = { number: 0, bytes: 2, text: 3, list: 4 } as const;

/** Of a tidied text whose check bytes do not fit. */
export function findFault(tidied: string, checkBytes: number): CodeFault {
  const strange = tidied.search(strangeLetter);
  if (strange >= 0) return { reason: "letter", number: strange + 1 };
  const end = listEnd(startOf(tidied));
  if (end === "cut") return { reason: "short" };
  if (end === "other") return { reason: "mistyped" };
  const lacking = Math.ceil(((end + checkBytes) * 8) / 5) - tidied.length;
  if (lacking === 0) return { reason: "mistyped" };
  return lacking > 0 ? { reason: "short", number: lacking } : { reason: "long", number: -lacking };
}

/** The bytes that these characters hold whole. */
function startOf(tidied: string): Uint8Array {
  const filled = `${tidied}${"0".repeat((8 - (tidied.length % 8)) % 8)}`;
  return (base32Bytes(filled) ?? new Uint8Array()).subarray(0, Math.floor((tidied.length * 5) / 8));
}

/** Where the list ends with which a code begins; `cut`: behind the last byte; `other`: it does not begin as one of suite 1. */
function listEnd(bytes: Uint8Array): number | "cut" | "other" {
  const [first, suite] = bytes;
  if (first === undefined || first >> 5 !== major.list || (suite !== undefined && suite !== 1)) return "other";
  let at = 1;
  for (let left = first & 31; left > 0; left--) {
    const head = bytes[at];
    if (head === undefined) return "cut";
    const type = head >> 5;
    const [short, next, last] = [head & 31, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    if (short > 25 || (type !== major.number && type !== major.bytes && type !== major.text)) return "other";
    const [behind, length] = short < 24 ? [1, short] : short === 24 ? [2, next] : [3, next * 256 + last];
    at += behind + (type === major.number ? 0 : length);
  }
  return at > bytes.length ? "cut" : at;
}
