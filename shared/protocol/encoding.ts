/**
 * The one canonical encoding: DAG-CBOR of a value with a fixed strict schema (protocol 1). What is received must be
 * exactly what we would have written: size and nesting are judged on the bytes, then decode, schema, and a re-encoding
 * that must equal the received bytes. Any exception is `encoding`; there is no lenient path.
 */
import { decode, encode as encodeCbor } from "@ipld/dag-cbor";
import { z } from "zod";
import { fail, ok, type Result } from "../result.ts";
import { bytesEqual } from "../text.ts";
import { limits } from "./limits.ts";

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
  return encode(z.encode(schema, value) as Encodable);
}

/** Reads bytes that somebody else wrote: `limit` when over `limitBytes`, `suite` for another one, `encoding` for all else. */
export function parseWith<T>(schema: BodySchema<T>, bytes: Uint8Array, limitBytes: number): Result<T> {
  if (bytes.length > limitBytes) return fail("limit", { number: bytes.length });
  if (!isShallow(bytes)) return fail("encoding", { reason: "nesting" });
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

/** Whether a body names a suite at all: then it is another one than ours, which is told by its own name (protocol 1). */
function isNumbered(raw: unknown): boolean {
  return typeof (raw as { suite?: unknown } | null)?.suite === "number";
}

/** Walks the heads of the items alone, so that a hostile nesting never reaches the decoder's recursion. */
function isShallow(bytes: Uint8Array): boolean {
  /** How many items are still open at each depth. */
  const open: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const head = bytes[at++] as number;
    const major = head >> 5;
    const argument = readArgument(bytes, at, head & 31);
    if (argument === null) return false;
    at = argument.next;
    if (major === 2 || major === 3) at += argument.value;
    const children = major === 4 ? argument.value : major === 5 ? argument.value * 2 : major === 6 ? 1 : 0;
    if (children > 0) {
      open.push(children);
      if (open.length > limits.nesting) return false;
      continue;
    }
    while (open.length > 0) {
      const left = (open.pop() as number) - 1;
      if (left > 0) {
        open.push(left);
        break;
      }
    }
  }
  return at === bytes.length && open.length === 0;
}

function readArgument(bytes: Uint8Array, at: number, info: number): { value: number; next: number } | null {
  if (info < 24) return { value: info, next: at };
  if (info > 27) return null;
  const size = 1 << (info - 24);
  if (at + size > bytes.length) return null;
  let value = 0;
  for (let read = 0; read < size; read++) value = value * 256 + (bytes[at + read] as number);
  return { value, next: at + size };
}
