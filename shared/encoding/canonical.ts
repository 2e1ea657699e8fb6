/**
 * The one canonical encoding: DAG-CBOR of a value with a fixed strict schema [protocol: Encoding]. What is received must be
 * exactly what we would have written: size is checked on the bytes, nesting while they are read, then schema, and a
 * re-encoding that must equal the received bytes. Any exception is `encoding`; there is no lenient path.
 */
import { encode as encodeCbor } from "@ipld/dag-cbor";
import { z } from "zod";
import { fail, ok, type Result } from "../failures.ts";
import { bytesEqual, utf8Text } from "../text.ts";
import { limits } from "./limits.ts";
import { type SchemaReader, schemaReader } from "./schema-reader.ts";
import { type SchemaWriter, schemaWriter } from "./schema-writer.ts";

/** What canonical bytes can hold: no floats, no undefined. */
export type Encodable =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly Encodable[]
  | { readonly [key: string]: Encodable };

/** A schema whose output is the value in memory and whose input is the value on the wire. */
export type BodySchema<T> = z.ZodType<T, unknown>;

/** Canonical bytes of a value that this program made; throws where it holds a float or undefined (a bug). */
export function encode(value: Encodable): Uint8Array {
  checkNumbers(value);
  return encodeCbor(value);
}

function checkNumbers(value: Encodable): void {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || value < 0) throw new Error("canonical numbers are integers from 0 to 2^53-1");
  } else if (Array.isArray(value)) for (const part of value) checkNumbers(part);
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const part of Object.values(value)) checkNumbers(part);
  }
}

/** Canonical bytes of a body in memory, by its schema. Throws where the value does not fit it (a bug). */
export function encodeWith<T>(schema: BodySchema<T>, value: T): Uint8Array {
  return writerOf(schema)?.(value) ?? encodeSlowly(schema, value);
}

/** The long way, which defines the bytes and throws where the value does not fit. */
export function encodeSlowly<T>(schema: BodySchema<T>, value: T): Uint8Array {
  return encode(z.encode(schema, value) as Encodable);
}

/** Reads bytes that somebody else wrote: `limit` when over `limitBytes`, `suite` for another one, `encoding` for all else. */
export function parseWith<T>(schema: BodySchema<T>, bytes: Uint8Array, limitBytes: number): Result<T> {
  if (bytes.length > limitBytes) return fail("limit", { number: bytes.length });
  const quick = readerOf(schema)?.(bytes);
  return quick === undefined ? parseSlowly(schema, bytes) : ok(quick as T);
}

/** Readers and writers, each made from its schema at the first use. */
const readers = new WeakMap<object, { made: SchemaReader | null }>();
const writers = new WeakMap<object, { made: SchemaWriter | null }>();

function readerOf(schema: z.ZodType): SchemaReader | null {
  return madeOnce(readers, schema, schemaReader);
}

function writerOf(schema: z.ZodType): SchemaWriter | null {
  return madeOnce(writers, schema, schemaWriter);
}

function madeOnce<Made>(
  all: WeakMap<object, { made: Made }>,
  schema: z.ZodType,
  make: (schema: z.ZodType) => Made,
): Made {
  const found = all.get(schema) ?? { made: make(schema) };
  all.set(schema, found);
  return found.made;
}

/** The long way, which defines what is taken and names what is wrong. */
export function parseSlowly<T>(schema: BodySchema<T>, bytes: Uint8Array): Result<T> {
  try {
    const raw: unknown = decode(bytes);
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      const paths = parsed.error.issues.map(({ path }) => path.join("."));
      return paths.includes("suite") && isNumbered(raw)
        ? fail("suite")
        : fail("encoding", { reason: "schema", field: paths[0] ?? "" });
    }
    const again = encodeCbor(z.encode(schema, parsed.data));
    return bytesEqual(again, bytes) ? ok(parsed.data) : fail("encoding", { reason: "not-canonical" });
  } catch {
    return fail("encoding", { reason: "cbor" });
  }
}

/**
 * The text under a key of a body whose schema is not known yet; null where there is none. Says nothing about the rest: the
 * body is to be parsed with the schema that is chosen by it.
 */
export function peekText(bytes: Uint8Array, key: string, limitBytes: number): string | null {
  if (bytes.length > limitBytes) return null;
  try {
    const text = (decode(bytes) as Record<string, unknown> | null)?.[key];
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}

/** Whether a body names a suite at all: then it is another one than ours, which is told by its own name [protocol: Encoding]. */
function isNumbered(raw: unknown): boolean {
  return typeof (raw as { suite?: unknown } | null)?.suite === "number";
}

/**
 * One value with nothing behind it; throws for everything that an `Encodable` cannot be (tags, floats, negative and large
 * numbers, undefined, indefinite lengths) and for what is nested too deep. Not the package's decoder, which drops a byte
 * order mark at the beginning of a text that somebody typed; whether a form is the shortest is checked by re-encoding.
 */
function decode(bytes: Uint8Array): unknown {
  let at = 0;
  const argument = (info: number): number => {
    if (info < 24) return info;
    if (info > 27) throw new Error("reserved or indefinite");
    let value = 0;
    for (let left = 1 << (info - 24); left > 0; left--) value = value * 256 + byte();
    if (value > Number.MAX_SAFE_INTEGER) throw new Error("number");
    return value;
  };
  const byte = (): number => {
    if (at === bytes.length) throw new Error("cut short");
    return bytes[at++] as number;
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new Error("cut short");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const text = (length: number): string => {
    const taken = take(length);
    const read = shortAscii(taken) ?? utf8Text(taken);
    if (read === null) throw new Error("text");
    return read;
  };
  const key = (): string => {
    const head = byte();
    if (head >> 5 !== 3) throw new Error("key");
    return text(argument(head & 31));
  };
  const item = (depth: number): unknown => {
    const head = byte();
    const major = head >> 5;
    if (major === 7) return simple(head);
    const value = argument(head & 31);
    if (major === 0) return value;
    // A copy that the caller may keep and wipe; `slice` of a Node buffer would be none.
    if (major === 2) return new Uint8Array(take(value));
    if (major === 3) return text(value);
    if ((major !== 4 && major !== 5) || depth === limits.nesting) throw new Error("tag, negative or nesting");
    const list: unknown[] = [];
    // A key is only a key: without a prototype there is none that could be set by its name.
    const map: Record<string, unknown> = Object.create(null);
    for (let left = value; left > 0; left--) {
      if (major === 4) list.push(item(depth + 1));
      else map[key()] = item(depth + 1);
    }
    return major === 4 ? list : map;
  };
  const value = item(0);
  if (at !== bytes.length) throw new Error("trailing bytes");
  return value;
}

/** Keys and most values: letter by letter, because the platform's decoder costs more than it does for so few. */
function shortAscii(bytes: Uint8Array): string | null {
  if (bytes.length > 32) return null;
  let text = "";
  for (const byte of bytes) {
    if (byte > 127) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

function simple(head: number): boolean | null {
  if (head === 0xf4 || head === 0xf5) return head === 0xf5;
  if (head === 0xf6) return null;
  throw new Error("float, undefined or unknown");
}
