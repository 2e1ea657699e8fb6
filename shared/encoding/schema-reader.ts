/**
 * The one decoder: a reader made once from a schema, which takes exactly the canonical bytes of a value that fits it, in one
 * pass, and refuses all else [protocol: Encoding]. It builds nothing before its place in the schema is known, no list longer
 * than its place allows, and counts what it builds. A schema with a part that is not known here, or a list without a
 * bound, has no reader.
 */
import type { z } from "zod";
import { peekAt } from "./canonical-scan.ts";
import { type Check, checksOf, type Definition, definitionOf, keysOf, literalsOf, longestOf } from "./schema-parts.ts";
import {
  argument,
  bytesInPlace,
  costOf,
  listLength,
  major,
  refused,
  type Source,
  simple,
  sourceOf,
  spend,
  text,
} from "./source.ts";

/** The value in canonical bytes, or the name of the key at which they do not fit ("" for none). */
export type SchemaReader = (bytes: Uint8Array) => { ok: true; value: unknown } | { ok: false; field: string };

/** `field`: the key that was read last. */
type Place = Source & { field: string };
type Part = (source: Place) => unknown;

/** The reader of a schema, or null where the schema has a part that is not known here. */
export function schemaReader(schema: z.ZodType): SchemaReader | null {
  const part = partOf(schema);
  if (part === null) return null;
  return (bytes) => {
    const source = { ...sourceOf(bytes), field: "" };
    try {
      const value = part(source);
      return source.at === bytes.length ? { ok: true, value } : { ok: false, field: "" };
    } catch {
      return { ok: false, field: source.field };
    }
  };
}

function partOf(schema: unknown): Part | null {
  const def = definitionOf(schema);
  const read = parts[def.type]?.(def) ?? null;
  const checks = checksOf(def);
  return read === null || checks === null ? null : withChecks(read, checks);
}

function partsOf(schemas: readonly unknown[]): Part[] | null {
  const made = schemas.map(partOf);
  return made.every((part) => part !== null) ? made : null;
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
  array: listPart,
  tuple: tuplePart,
  union: unionPart,
  nullable: ({ innerType }) => {
    const part = partOf(innerType);
    return part && ((source) => (source.bytes[source.at] === simple.nothing ? nothing(source) : part(source)));
  },
  null: () => nothing,
  literal: (def) => onlyOf(literalsOf(def)),
  enum: ({ entries }) => onlyOf(Object.values(entries as Record<string, string>)),
  string: () => text,
  number: () => uint,
  boolean: () => yesOrNo,
  custom: bytesPart,
  pipe: codecPart,
};

function uint(source: Source): number {
  spend(source, costOf.place);
  return argument(source, major.number);
}

function yesOrNo(source: Source): boolean {
  spend(source, costOf.place);
  const byte = source.bytes[source.at++];
  if (byte !== simple.no && byte !== simple.yes) throw refused;
  return byte === simple.yes;
}

function nothing(source: Source): null {
  spend(source, costOf.place);
  if (source.bytes[source.at++] !== simple.nothing) throw refused;
  return null;
}

function onlyOf(fitting: readonly (string | number)[] | null): Part | null {
  if (fitting === null) return null;
  const values = new Set<unknown>(fitting);
  return (source) => {
    const isNumber = (source.bytes[source.at] ?? 0) >> 5 === major.number;
    const value = isNumber ? uint(source) : text(source);
    if (!values.has(value)) throw refused;
    return value;
  };
}

/** `z.instanceof(Uint8Array)`: a byte string, of which the caller gets a copy that they may keep and wipe. */
function bytesPart({ fn }: Definition): Part {
  return (source) => {
    const inPlace = bytesInPlace(source);
    spend(source, costOf.place + costOf.bytes + inPlace.length);
    const value = new Uint8Array(inPlace);
    if ((fn as (value: unknown) => unknown)(value) !== true) throw refused;
    return value;
  };
}

/** A codec: bytes on the wire, looked at where they lie, are text in memory, which its second schema must take. */
function codecPart({ in: wire, out: memory, transform }: Definition): Part | null {
  const [onWire, inMemory] = [definitionOf(wire), definitionOf(memory)];
  const [wireChecks, memoryChecks] = [checksOf(onWire), checksOf(inMemory)];
  const isKnown = onWire.type === "custom" && inMemory.type === "string" && typeof transform === "function";
  if (!isKnown || wireChecks === null || memoryChecks === null) return null;
  const look = withChecks(bytesInPlace as Part, wireChecks);
  return withChecks((source) => {
    const bytes = look(source) as Uint8Array;
    spend(source, costOf.place + costOf.text + 2 * bytes.length);
    const value: unknown = transform(bytes);
    if (typeof value !== "string") throw refused;
    return value;
  }, memoryChecks);
}

function listPart(def: Definition): Part | null {
  const part = partOf(def.element);
  const most = longestOf(def);
  if (part === null || most === undefined) return null;
  return (source) => {
    const length = listLength(source, most);
    spend(source, costOf.place + costOf.list);
    const list: unknown[] = [];
    for (let left = length; left > 0; left--) list.push(part(source));
    return list;
  };
}

function tuplePart({ items, rest }: Definition): Part | null {
  const members = partsOf(items as unknown[]);
  if (members === null || rest != null) return null;
  return (source) => {
    if (listLength(source, members.length) !== members.length) throw refused;
    spend(source, costOf.place + costOf.list);
    return members.map((part) => part(source));
  };
}

/** A map has exactly the keys of the schema, in canonical order. */
function objectPart(def: Definition): Part | null {
  const keys = keysOf(def);
  if (keys === null) return null;
  const rows: { name: string; bytes: Uint8Array; part: Part }[] = [];
  for (const name of keys) {
    const part = partOf((def.shape as Record<string, unknown>)[name]);
    if (part === null) return null;
    const bytes = Uint8Array.from([0x60 | name.length, ...[...name].map((letter) => letter.charCodeAt(0))]);
    rows.push({ name, bytes, part });
  }
  return (source) => {
    if (argument(source, major.map) !== rows.length) throw refused;
    spend(source, costOf.place + costOf.map);
    const value: Record<string, unknown> = {};
    for (const row of rows) {
      source.field = row.name;
      for (const byte of row.bytes) if (source.bytes[source.at++] !== byte) throw refused;
      value[row.name] = row.part(source);
    }
    return value;
  };
}

/** Of several maps the one that the value of their common key names; it is looked up before anything is built. */
function unionPart({ discriminator, options }: Definition): Part | null {
  if (typeof discriminator !== "string") return null;
  const byName = new Map<unknown, Part>();
  for (const option of options as unknown[]) {
    const part = partOf(option);
    const { shape } = definitionOf(option);
    const names = literalsOf(definitionOf((shape as Record<string, unknown> | undefined)?.[discriminator]));
    if (part === null || names === null) return null;
    for (const name of names) byName.set(name, part);
  }
  return (source) => {
    const part = byName.get(peekAt(source, discriminator));
    if (part === undefined) throw refused;
    return part(source);
  };
}
