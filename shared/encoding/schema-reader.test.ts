/** The reader takes what the schema takes, no more and no less, and gives the same value. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { routes } from "../protocol/routes/routes.ts";
import { encode, encodeWith, parseWith } from "./canonical.ts";
import {
  bytesField,
  bytesMax,
  hashField,
  idField,
  strict,
  suiteField,
  textField,
  typedText,
  uintField,
} from "./fields.ts";
import { type SchemaReader, schemaReader } from "./schema-reader.ts";
import { parseSlowly } from "./test-slow-reader.ts";

const body = strict({
  suite: suiteField(),
  n: uintField(),
  id: idField<string>(),
  hash: hashField().nullable(),
  flag: z.boolean(),
  text: textField(40),
  typed: typedText(60),
  kept: bytesMax(30),
  key: bytesField(4),
  kind: z.enum(["one", "two"]),
  list: z
    .array(strict({ a: uintField(), bb: typedText(9).nullable() }))
    .min(1)
    .max(3),
  pair: z.tuple([uintField(), typedText(5)]),
  who: z.discriminatedUnion("kind", [
    strict({ kind: z.literal("all"), id: z.null() }),
    strict({ kind: z.literal("one"), id: idField() }),
    strict({ kind: z.literal("named"), name: typedText(9), at: uintField().nullable() }),
  ]),
});
const id = fc.uint8Array({ minLength: 16, maxLength: 16 });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
/** Mostly right on the wire, and wrong in every part that can be. */
const anyWire = fc.record({
  suite: fc.constantFrom(1, 1, 1, 2),
  n: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32)),
  id,
  hash: fc.option(hash),
  flag: fc.boolean(),
  text: fc.oneof(fc.string({ maxLength: 41 }), fc.string({ unit: "grapheme", maxLength: 41 })),
  typed: fc.string({ unit: "grapheme", maxLength: 61 }),
  kept: fc.uint8Array({ maxLength: 31 }),
  key: fc.uint8Array({ minLength: 4, maxLength: 5 }),
  kind: fc.constantFrom("one", "two", "six"),
  list: fc.array(fc.record({ a: fc.nat(), bb: fc.option(fc.string({ maxLength: 10 })) }), { maxLength: 4 }),
  pair: fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.nat(), fc.string({ maxLength: 5 })) },
    fc.constantFrom([1], [1, "a", 2], [1, "sixsix"]),
  ),
  who: fc.oneof(
    { weight: 5, arbitrary: fc.constant({ kind: "all", id: null }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("one"), id }) },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant("named"), name: fc.string({ maxLength: 10 }), at: fc.option(fc.nat()) }),
    },
    fc.record({ kind: fc.constantFrom("all", "one", "two"), id: fc.option(id) }),
    fc.record({ id }),
  ),
});

const read = schemaReader(body) as SchemaReader;

/** Both ways give the same value, or none. */
function agree(bytes: Uint8Array): "taken" | "refused" {
  const slow = parseSlowly(body, bytes);
  const fast = read(bytes);
  if (slow.ok) expect(fast).toEqual(slow);
  else expect(fast.ok).toBe(false);
  return slow.ok ? "taken" : "refused";
}

describe("the reader", () => {
  it("gives what the schema gives, for every value that fits and every one that does not", () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(anyWire, (wire) => {
        seen[agree(encode(wire))] += 1;
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(100);
  });

  it("agrees with the schema on bytes that were spoilt anywhere", () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), how: fc.constantFrom("set", "insert", "remove") });
    fc.assert(
      fc.property(anyWire, change, (wire, { at, byte, how }) => {
        const good = encode(wire);
        const place = at % good.length;
        const rest = good.subarray(how === "insert" ? place : place + 1);
        agree(Uint8Array.from([...good.subarray(0, place), ...(how === "remove" ? [] : [byte]), ...rest]));
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, string]>([
    ["a number in a longer form", "a1616e1801"],
    ["a number in the longest form", "a1616e1b0000000000000001"],
    ["a float", "a1616ef93c00"],
    ["a negative number", "a1616e20"],
    ["an indefinite map", "bf616e01ff"],
    ["a tag", "a1616ec101"],
    ["a second key", "a2616e01616f01"],
    ["the key twice", "a2616e01616e01"],
    ["a key in a longer form", "a178016e01"],
    ["bytes behind the value", "a1616e0100"],
    ["nothing at all", ""],
  ])("refuses %s", (_name, hex) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    expect(schemaReader(strict({ n: uintField() }))?.(bytes).ok).toBe(false);
  });

  it("is not made for a schema that says more than it understands", () => {
    expect(schemaReader(z.looseObject({ n: uintField() }))).toBeNull();
    expect(schemaReader(strict({ n: uintField().optional() }))).toBeNull();
    expect(schemaReader(strict({ n: z.string().transform((text) => text.length) }))).toBeNull();
    expect(schemaReader(strict({ n: z.string().regex(/^a/) }))).toBeNull();
    expect(schemaReader(strict({ n: z.string().trim() }))).toBeNull();
    expect(schemaReader(strict({ toString: uintField() }))).toBeNull();
    expect(schemaReader(z.array(uintField()))).toBeNull();
    expect(schemaReader(z.union([uintField(), typedText(4)]))).toBeNull();
    expect(schemaReader(z.unknown())).toBeNull();
  });

  it.each(Object.entries(routes))("is there for request and answer of the route %s", (_name, { request, response }) => {
    expect([schemaReader(request), schemaReader(response)]).not.toContain(null);
  });

  it("gives a copy that its owner may wipe", () => {
    const bytes = encodeWith(strict({ key: bytesField(4) }), { key: Uint8Array.of(1, 2, 3, 4) });
    const one = parseWith(strict({ key: bytesField(4) }), bytes, 100);
    if (one.ok) one.value.key.fill(0);
    expect(bytes).toContain(3);
  });
});
