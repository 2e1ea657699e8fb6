/**
 * A second, faster way to the same answer: a reader made once from a schema, which takes exactly the canonical bytes of a
 * value that fits it, in one pass. It only ever says yes, with the value that the schema gives; for everything else, and
 * for a schema with a part that it does not know, it says nothing and `parseWith` goes the long way and names the failure.
 */
import type { z } from "zod";
import { utf8Text } from "../text.ts";
import { type Check, checksOf, type Definition, definitionOf, isPlainName, longestOf } from "./schema-parts.ts";

/** The value in canonical bytes, or undefined: ask the schema. */
export type SchemaReader = (bytes: Uint8Array) => unknown;

type Source = { readonly bytes: Uint8Array; at: number };
type Part = (source: Source) => unknown;
const refused = new Error("not the canonical bytes of this schema");

/** The reader of a schema, or null where the schema has a part that is not known here. */
export function schemaReader(schema: z.ZodType): SchemaReader | null {
  const part = partOf(schema);
  if (part === null) return null;
  return (bytes) => {
    const source = { bytes, at: 0 };
    try {
      const value = part(source);
      return source.at === bytes.length ? value : undefined;
    } catch {
      return undefined;
    }
  };
}

function partOf(schema: unknown): Part | null {
  const def = definitionOf(schema);
  const read = parts[def.type]?.(def) ?? null;
  const checks = checksOf(def);
  return read === null || checks === null ? null : withChecks(read, checks);
}

function withChecks(read: Part, checks: readonly Check[]): Part {
  if (checks.length === 0) return read;
  return (source) => {
    const value = read(source) as never;
    for (const check of checks) if (!check(value)) throw refused;
    return value;
  };
}

/** By the schema's type, what reads it; null where the schema says more than is understood here. */
const parts: Record<string, (def: Definition) => Part | null> = {
  object: objectPart,
  array: (def) => {
    const part = partOf(def.element);
    // Refused before its members are built, not after.
    const most = longestOf(def);
    return part && ((source) => Array.from({ length: listLength(source, most) }, () => part(source)));
  },
  nullable: ({ innerType }) => {
    const part = partOf(innerType);
    return (
      part &&
      ((source) => {
        if (source.bytes[source.at] !== 0xf6) return part(source);
        source.at += 1;
        return null;
      })
    );
  },
  literal: ({ values }) => onlyOf(new Set(values as unknown[])),
  enum: ({ entries }) => onlyOf(new Set(Object.values(entries as object))),
  string: () => text,
  number: () => uint,
  boolean: () => (source) => {
    const byte = source.bytes[source.at++];
    if (byte !== 0xf4 && byte !== 0xf5) throw refused;
    return byte === 0xf5;
  },
  // `z.instanceof(Uint8Array)`: what is read is a byte string, and the schema's own question decides.
  custom:
    ({ fn }) =>
    (source) => {
      const value = byteString(source);
      if ((fn as (value: unknown) => unknown)(value) !== true) throw refused;
      return value;
    },
  // A codec: the wire's form is read, then turned into memory's, which its second schema must take.
  pipe: ({ in: wire, out: memory, transform }) => {
    const part = partOf(wire);
    const fits = definitionOf(memory);
    const checks = checksOf(fits);
    if (part === null || typeof transform !== "function" || fits.type !== "string" || checks === null) return null;
    return withChecks((source) => {
      const value: unknown = transform(part(source));
      if (typeof value !== "string") throw refused;
      return value;
    }, checks);
  },
};

function onlyOf(values: ReadonlySet<unknown>): Part | null {
  for (const value of values) if (typeof value !== "string" && typeof value !== "number") return null;
  return (source) => {
    const major = (source.bytes[source.at] ?? 0) >> 5;
    const value = major === 0 ? uint(source) : text(source);
    if (!values.has(value)) throw refused;
    return value;
  };
}

/** A map has exactly the keys of the schema, in canonical order: by length, then by bytes. */
function objectPart({ shape, catchall }: Definition): Part | null {
  const names = Object.keys(shape as object);
  if (definitionOf(catchall).type !== "never" || !names.every(isPlainName)) return null;
  const keys = names.sort((left, right) => left.length - right.length || (left < right ? -1 : 1));
  const rows: { name: string; bytes: Uint8Array; part: Part }[] = [];
  for (const name of keys) {
    const part = partOf((shape as Record<string, unknown>)[name]);
    if (part === null) return null;
    const bytes = Uint8Array.from([0x60 | name.length, ...[...name].map((letter) => letter.charCodeAt(0))]);
    rows.push({ name, bytes, part });
  }
  return (source) => {
    if (argument(source, 5) !== rows.length) throw refused;
    const value: Record<string, unknown> = {};
    for (const row of rows) {
      for (const byte of row.bytes) if (source.bytes[source.at++] !== byte) throw refused;
      value[row.name] = row.part(source);
    }
    return value;
  };
}

/** The number after a head of this major type, in its shortest form. */
function argument(source: Source, major: number): number {
  const head = source.bytes[source.at++] ?? 0xff;
  if (head >> 5 !== major) throw refused;
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

function uint(source: Source): number {
  return argument(source, 0);
}

/** A list has at most as many members as its place allows, and never more than there are bytes left. */
function listLength(source: Source, most: number = Number.POSITIVE_INFINITY): number {
  const length = argument(source, 4);
  if (length > most || length > source.bytes.length - source.at) throw refused;
  return length;
}

function taken(source: Source, length: number): Uint8Array {
  if (length > source.bytes.length - source.at) throw refused;
  source.at += length;
  return source.bytes.subarray(source.at - length, source.at);
}

/** A copy that the caller may keep and wipe. */
function byteString(source: Source): Uint8Array {
  return new Uint8Array(taken(source, argument(source, 2)));
}

function text(source: Source): string {
  const bytes = taken(source, argument(source, 3));
  let ascii = "";
  for (const byte of bytes) {
    if (byte > 127 || ascii.length >= 32) break;
    ascii += String.fromCharCode(byte);
  }
  const read = ascii.length === bytes.length ? ascii : utf8Text(bytes);
  if (read === null) throw refused;
  return read;
}
