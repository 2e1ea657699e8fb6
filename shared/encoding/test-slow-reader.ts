/**
 * The long way to the same verdicts, which defines what is taken: decode into whatever the bytes hold, ask the schema, and
 * encode again. For tests only: it builds before it asks, and 2 MiB can cost it hundreds.
 */
import { encode as encodeCbor } from "@ipld/dag-cbor";
import { z } from "zod";
import { fail, ok, type Result } from "../failures.ts";
import { bytesEqual, utf8Text } from "../text.ts";
import type { BodySchema } from "./canonical.ts";
import { limits } from "./limits.ts";

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

/** Whether a body names a suite at all: then it is another one than ours, which is told by its own name [protocol: Encoding]. */
function isNumbered(raw: unknown): boolean {
  return typeof (raw as { suite?: unknown } | null)?.suite === "number";
}

/**
 * One value with nothing behind it; throws for everything that an `Encodable` cannot be (tags, floats, negative and large
 * numbers, undefined, indefinite lengths) and for what is nested too deep. Not the package's decoder, which drops a byte
 * order mark at the beginning of a text that somebody typed; whether a form is the shortest is checked by re-encoding.
 */
export function decode(bytes: Uint8Array): unknown {
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
