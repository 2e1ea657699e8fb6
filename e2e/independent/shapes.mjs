/** Strict schemas: what a place of a message may hold. A shape is a function from what was decoded to what is kept, or it refuses. */
import { decode } from "./cbor.mjs";
import { refuse } from "./refused.mjs";

const letters = "0123456789abcdefghjkmnpqrstvwxyz";

/** Crockford base32 in lower case, most significant bit first, no padding [protocol: Encoding]. */
export function base32(bytes) {
  let [text, held, bits] = ["", 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += letters[(held >> bits) & 31];
      held &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + letters[(held << (5 - bits)) & 31];
}

/** Bytes of letters that stand for five bits each in an alphabet, with what is left over; null for another letter [protocol: Encoding]. */
export function bytesOfFives(text, alphabet) {
  const bytes = [];
  let [held, bits] = [0, 0];
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  return { bytes: Uint8Array.from(bytes), held, bits };
}

/** The bytes of such a text; spare bits are zero [protocol: Encoding]. */
export function fromBase32(text) {
  const read = bytesOfFives(text, letters);
  if (read === null || read.held !== 0 || read.bits >= 5) refuse("encoding");
  return read.bytes;
}

const must = (isSo) => isSo || refuse("encoding");

/** A byte string of these lengths [protocol: Encoding]. */
export const bytes =
  (least, most = least) =>
  (value) => {
    must(value instanceof Uint8Array && value.length >= least && value.length <= most);
    return value;
  };

/** An id, kept as its text [protocol: Encoding]. */
export const id = (value) => base32(bytes(16)(value));

/** A hash, a device or a team, kept as its text [protocol: Encoding]. */
export const hash = (value) => base32(bytes(32)(value));

/** An unsigned integer, or a time [protocol: Encoding]. */
export const whole = (value) => {
  must(typeof value === "number");
  return value;
};

/** An unsigned integer within bounds [protocol: Encoding]. */
export const between = (least, most) => (value) => {
  must(typeof value === "number" && value >= least && value <= most);
  return value;
};

/** True or false [protocol: Encoding]. */
export const flag = (value) => {
  must(typeof value === "boolean");
  return value;
};

/** What a person typed, at most so many UTF-16 units [protocol: Encoding]. */
export const typed = (most) => (value) => {
  must(typeof value === "string" && value.length <= most);
  return value;
};

/** Text of the protocol: NFC [protocol: Encoding]. */
export const text = (most) => (value) => {
  must(typed(most)(value).normalize("NFC") === value);
  return value;
};

/** One of these words [protocol: Encoding]. */
export const one =
  (...words) =>
  (value) => {
    must(words.includes(value));
    return value;
  };

/** `null`, or this [protocol: Encoding]. */
export const maybe = (shape) => (value) => (value === null ? null : shape(value));

/** At most so many of these [protocol: Encoding]. */
export const list =
  (shape, most, least = 0) =>
  (value) => {
    must(Array.isArray(value) && value.length >= least && value.length <= most);
    return value.map(shape);
  };

/** A list that ascends, without a repetition, by what `by` says of each [protocol: Encoding]. */
export const ascending =
  (shape, most, least = 0, by = (value) => value) =>
  (value) => {
    const read = list(shape, most, least)(value);
    for (let at = 1; at < read.length; at++) must(by(read[at - 1]) < by(read[at]));
    return read;
  };

/** A map of exactly these keys; a `suite` that is not 1 is told as such [protocol: Encoding]. */
export const map = (shapes) => (value) => {
  must(value instanceof Map);
  const keys = Object.keys(shapes);
  if (keys.includes("suite") && typeof value.get("suite") === "number" && value.get("suite") !== 1) refuse("suite");
  must(value.size === keys.length && keys.every((key) => value.has(key)));
  return Object.fromEntries(keys.map((key) => [key, shapes[key](value.get(key))]));
};

/** Canonical bytes, not more than so many, of this shape [protocol: Encoding]. */
export function read(shape, received, most) {
  if (received.length > most) refuse("limit");
  return shape(decode(received));
}
