import { refuse } from "./refused.mjs";

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const deepest = 16;

/** Compares two byte strings, the shorter being the smaller where one begins the other [protocol: Encoding]. */
export function compareBytes(left, right) {
  for (let at = 0; at < Math.min(left.length, right.length); at++)
    if (left[at] !== right[at]) return left[at] - right[at];
  return left.length - right.length;
}

/** Puts byte strings one after the other; what every section writes as `||`, as [protocol: Envelope] does first. */
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function beginning(major, value) {
  const top = major << 5;
  if (value < 24) return Uint8Array.of(top | value);
  if (value < 0x100) return Uint8Array.of(top | 24, value);
  if (value < 0x10000) return Uint8Array.of(top | 25, value >> 8, value & 255);
  const long = value >= 0x100000000;
  const head = new Uint8Array(long ? 9 : 5);
  head[0] = top | (long ? 27 : 26);
  const view = new DataView(head.buffer);
  if (long) view.setBigUint64(1, BigInt(value));
  else view.setUint32(1, value);
  return head;
}

/** The one form of a value: shortest lengths, keys shorter first and then bytewise [protocol: Encoding]. */
export function encode(value) {
  if (value === null) return Uint8Array.of(0xf6);
  if (value === false) return Uint8Array.of(0xf4);
  if (value === true) return Uint8Array.of(0xf5);
  if (typeof value === "number") return beginning(0, value);
  if (value instanceof Uint8Array) return join(beginning(2, value.length), value);
  if (typeof value === "string") {
    const text = utf8.encode(value);
    return join(beginning(3, text.length), text);
  }
  if (Array.isArray(value)) return join(beginning(4, value.length), ...value.map(encode));
  const rows = [...(value instanceof Map ? value : Object.entries(value))].map(([key, held]) => [
    utf8.encode(key),
    held,
  ]);
  rows.sort(([left], [right]) => left.length - right.length || compareBytes(left, right));
  const parts = rows.flatMap(([key, held]) => [beginning(3, key.length), key, encode(held)]);
  return join(beginning(5, rows.length), ...parts);
}

/** Reads canonical bytes, and nothing but them, into numbers, texts, byte strings, arrays and `Map`s [protocol: Encoding]. */
export function decode(bytes) {
  const from = { bytes, at: 0 };
  const value = readValue(from, 1);
  if (from.at !== bytes.length) refuse("encoding");
  return value;
}

function take(from, length) {
  if (from.at + length > from.bytes.length) refuse("encoding");
  from.at += length;
  return from.bytes.subarray(from.at - length, from.at);
}

function readNumber(from, low) {
  if (low < 24) return low;
  if (low > 27) refuse("encoding");
  const length = 1 << (low - 24);
  let value = 0n;
  for (const byte of take(from, length)) value = value * 256n + BigInt(byte);
  const least = [24n, 0x100n, 0x10000n, 0x100000000n][low - 24];
  if (value < least || value > BigInt(Number.MAX_SAFE_INTEGER)) refuse("encoding");
  return Number(value);
}

function readText(from, length) {
  try {
    return strictUtf8.decode(take(from, length));
  } catch {
    return refuse("encoding");
  }
}

function readValue(from, depth) {
  if (depth > deepest) refuse("encoding");
  const [first] = take(from, 1);
  const [major, low] = [first >> 5, first & 31];
  if (major === 7) return readSimple(low);
  const number = readNumber(from, low);
  if (major === 0) return number;
  if (major === 2) return take(from, number).slice();
  if (major === 3) return readText(from, number);
  if (major === 4) {
    if (number > from.bytes.length - from.at) refuse("encoding");
    return Array.from({ length: number }, () => readValue(from, depth + 1));
  }
  return major === 5 ? readMap(from, number, depth) : refuse("encoding");
}

function readSimple(low) {
  if (low === 20) return false;
  if (low === 21) return true;
  return low === 22 ? null : refuse("encoding");
}

function readMap(from, rows, depth) {
  const map = new Map();
  let before = null;
  for (let row = 0; row < rows; row++) {
    const [first] = take(from, 1);
    if (first >> 5 !== 3) refuse("encoding");
    const length = readNumber(from, first & 31);
    const raw = take(from, length);
    from.at -= length;
    const key = readText(from, length);
    const isNext =
      before === null || before.length < length || (before.length === length && compareBytes(before, raw) < 0);
    if (!isNext) refuse("encoding");
    before = raw;
    map.set(key, readValue(from, depth + 1));
  }
  return map;
}
