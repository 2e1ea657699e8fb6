/**
 * The counterpart of `schema-reader.ts`: a writer made once from a schema, which turns a value that fits it into its
 * canonical bytes in one pass. Whatever it does not take (a value that does not fit, a schema with a part that is not
 * known here) goes the long way, which names what is wrong.
 */
import type { z } from "zod";
import { type Check, checksOf, type Definition, definitionOf, keysOf, literalsOf } from "./schema-parts.ts";

/** Canonical bytes of a value, or undefined: ask the schema. */
export type SchemaWriter = (value: unknown) => Uint8Array | undefined;

type Target = { bytes: Uint8Array; at: number };
type Part = (target: Target, value: never) => void;

const refused = new Error("not a value of this schema");
const utf8 = new TextEncoder();

/** The writer of a schema, or null where the schema has a part that is not known here. */
export function schemaWriter(schema: z.ZodType): SchemaWriter | null {
  const part = partOf(schema);
  if (part === null) return null;
  return (value) => {
    const target = { bytes: new Uint8Array(512), at: 0 };
    try {
      part(target, value as never);
      return target.bytes.slice(0, target.at);
    } catch {
      return undefined;
    } finally {
      // What was written may be secret; only the caller's copy stays.
      target.bytes.fill(0, 0, target.at);
    }
  };
}

function partOf(schema: unknown): Part | null {
  const def = definitionOf(schema);
  const write = parts[def.type]?.(def) ?? null;
  const checks = checksOf(def);
  return write === null || checks === null ? null : withChecks(write, checks);
}

function withChecks(write: Part, checks: readonly Check[]): Part {
  if (checks.length === 0) return write;
  return (target, value) => {
    for (const check of checks) if (!check(value)) throw refused;
    write(target, value);
  };
}

/** By the schema's type, what writes it; null where the schema says more than is understood here. */
const parts: Record<string, (def: Definition) => Part | null> = {
  object: objectPart,
  array: ({ element }) => {
    const part = partOf(element);
    return (
      part &&
      ((target, value) => {
        const list: unknown = value;
        if (!Array.isArray(list)) throw refused;
        writeHead(target, 4, list.length);
        for (const member of list) part(target, member as never);
      })
    );
  },
  nullable: ({ innerType }) => {
    const part = partOf(innerType);
    return part && ((target, value) => (value === null ? writeByte(target, 0xf6) : part(target, value)));
  },
  literal: (def) => onlyOf(literalsOf(def)),
  enum: ({ entries }) => onlyOf(Object.values(entries as Record<string, string>)),
  string: () => writeText,
  number: () => writeNumber,
  boolean: () => (target, value) => {
    if (typeof value !== "boolean") throw refused;
    writeByte(target, value ? 0xf5 : 0xf4);
  },
  custom:
    ({ fn }) =>
    (target, value) => {
      if ((fn as (value: unknown) => unknown)(value) !== true) throw refused;
      writeBytes(target, value);
    },
  // A codec: memory's form must fit its schema, then the wire's form is written.
  pipe: ({ in: wire, out: memory, reverseTransform }) => {
    const part = partOf(wire);
    const fits = definitionOf(memory);
    const checks = checksOf(fits);
    if (part === null || typeof reverseTransform !== "function" || fits.type !== "string" || checks === null)
      return null;
    return withChecks((target, value) => {
      if (typeof value !== "string") throw refused;
      part(target, reverseTransform(value) as never);
    }, checks);
  },
};

function onlyOf(fitting: readonly (string | number)[] | null): Part | null {
  if (fitting === null) return null;
  const values = new Set<unknown>(fitting);
  return (target, value) => {
    if (!values.has(value)) throw refused;
    if (typeof value === "number") writeNumber(target, value);
    else writeText(target, value);
  };
}

/** A map is written with exactly the keys of the schema, in canonical order: by length, then by bytes. */
function objectPart(def: Definition): Part | null {
  const keys = keysOf(def);
  if (keys === null) return null;
  const rows: { name: string; part: Part }[] = [];
  for (const name of keys) {
    const part = partOf((def.shape as Record<string, unknown>)[name]);
    if (part === null) return null;
    rows.push({ name, part });
  }
  return (target, value) => {
    const map = value as unknown;
    if (typeof map !== "object" || map === null || Object.keys(map).length !== rows.length) throw refused;
    writeHead(target, 5, rows.length);
    for (const { name, part } of rows) {
      if (!Object.hasOwn(map, name)) throw refused;
      writeText(target, name as never);
      part(target, (map as Record<string, unknown>)[name] as never);
    }
  };
}

/** Makes the target large enough for so many more bytes. */
function reserve(target: Target, count: number): void {
  const needed = target.at + count;
  if (needed <= target.bytes.length) return;
  const larger = new Uint8Array(Math.max(needed, target.bytes.length * 4));
  larger.set(target.bytes.subarray(0, target.at));
  target.bytes.fill(0, 0, target.at);
  target.bytes = larger;
}

function writeByte(target: Target, byte: number): void {
  reserve(target, 1);
  target.bytes[target.at++] = byte;
}

/** A head of this major type with its number, in the shortest form. */
function writeHead(target: Target, major: number, value: number): void {
  const lead = major << 5;
  if (value < 24) {
    writeByte(target, lead | value);
    return;
  }
  const exponent = value < 2 ** 8 ? 0 : value < 2 ** 16 ? 1 : value < 2 ** 32 ? 2 : 3;
  writeByte(target, lead | (24 + exponent));
  const count = 1 << exponent;
  reserve(target, count);
  let rest = value;
  for (let at = target.at + count - 1; at >= target.at; at--) {
    target.bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  target.at += count;
}

function writeNumber(target: Target, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw refused;
  writeHead(target, 0, value as number);
}

function writeBytes(target: Target, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw refused;
  writeHead(target, 2, value.length);
  reserve(target, value.length);
  target.bytes.set(value, target.at);
  target.at += value.length;
}

function writeText(target: Target, value: unknown): void {
  if (typeof value !== "string" || !value.isWellFormed()) throw refused;
  if (value.length > 64 || !isAscii(value)) writeUtf8(target, utf8.encode(value));
  else {
    writeHead(target, 3, value.length);
    reserve(target, value.length);
    for (let at = 0; at < value.length; at++) target.bytes[target.at++] = value.charCodeAt(at);
  }
}

function writeUtf8(target: Target, bytes: Uint8Array): void {
  writeHead(target, 3, bytes.length);
  reserve(target, bytes.length);
  target.bytes.set(bytes, target.at);
  target.at += bytes.length;
  bytes.fill(0);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
