/**
 * The one canonical encoding: DAG-CBOR of a value with a fixed strict schema [protocol: Encoding]. What is received must be
 * exactly what we would have written: size is checked on the bytes, all else while they are read by their schema, which
 * builds nothing that it does not know the place of. Any exception is `encoding`; there is no lenient path.
 */
import { encode as encodeCbor } from "@ipld/dag-cbor";
import { z } from "zod";
import { fail, ok, type Result } from "../failures.ts";
import { isCanonical, peek } from "./canonical-scan.ts";
import { definitionOf } from "./schema-parts.ts";
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
  const reader = readerOf(schema);
  if (reader === null) throw new Error("a schema of which nothing can be read: see schema-reader.ts");
  const read = reader(bytes);
  if (read.ok) return ok(read.value as T);
  return isOtherSuite(schema, bytes) ? fail("suite") : fail("encoding", { reason: "schema", field: read.field });
}

/** Whether a body names a suite that is not its schema's: that is told by its own name [protocol: Encoding]. */
function isOtherSuite(schema: z.ZodType, bytes: Uint8Array): boolean {
  const { shape } = definitionOf(schema);
  if (shape === undefined || !("suite" in (shape as object))) return false;
  const suite = peek(bytes, "suite");
  return typeof suite === "number" && suite !== 1 && isCanonical(bytes);
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
