/** The fast writer gives the same bytes as the schema and the package's encoder, or nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { routes } from "../protocol/routes/routes.ts";
import { encodeSlowly, encodeWith } from "./canonical.ts";
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
import { schemaWriter } from "./schema-writer.ts";

const body = strict({
  suite: suiteField(),
  n: uintField(),
  id: idField<string>(),
  hash: hashField().nullable(),
  flag: z.boolean(),
  text: textField(40),
  typed: typedText(300),
  kept: bytesMax(700),
  key: bytesField(4),
  kind: z.enum(["one", "two"]),
  list: z.array(strict({ a: uintField(), bb: typedText(9).nullable() })).max(3),
});
const write = schemaWriter(body) as (value: unknown) => Uint8Array | undefined;
const edges = [0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, -1, 1.5, 2 ** 53];
const letters = "0123456789abcdefghjkmnpqrstvwxyz";
const base32 = (length: number) =>
  fc.array(fc.constantFrom(...letters), { minLength: length, maxLength: length }).map((all) => `${all.join("")}0`);
/** Mostly right in memory, and wrong in every part that can be. */
const anyValue = fc.record({
  suite: fc.constantFrom(1, 1, 1, 1, 2),
  n: fc.oneof(fc.maxSafeNat(), fc.constantFrom(...edges)),
  id: fc.oneof({ weight: 9, arbitrary: base32(25) }, { weight: 1, arbitrary: base32(24) }),
  hash: fc.option(base32(51)),
  flag: fc.boolean(),
  text: fc.string({ maxLength: 41 }),
  typed: fc.oneof(fc.string({ unit: "grapheme", maxLength: 301 }), fc.constantFrom("\ud800", "", "\ufeffa")),
  kept: fc.uint8Array({ maxLength: 701 }),
  key: fc.oneof({ weight: 9, arbitrary: fc.uint8Array({ minLength: 4, maxLength: 4 }) }, fc.constant("text")),
  kind: fc.constantFrom("one", "two", "two", "six"),
  list: fc.array(fc.record({ a: fc.nat(), bb: fc.option(fc.string({ maxLength: 9 })) }), { maxLength: 4 }),
});

function slow(value: unknown): Uint8Array | undefined {
  try {
    return Uint8Array.from(encodeSlowly(body as never, value));
  } catch {
    return undefined;
  }
}

describe("the fast writer", () => {
  it("gives the same bytes as the schema for every value that fits, and none for one that does not", () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(anyValue, (value) => {
        const expected = slow(value);
        expect(write(value)).toEqual(expected);
        seen[expected === undefined ? "refused" : "taken"] += 1;
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(100);
  });

  const small = strict({ n: uintField() });
  it("writes the keys of the schema", () => {
    expect(schemaWriter(small)?.({ n: 1 })).toEqual(encodeWith(small as never, { n: 1 }));
  });

  it.each([[{ n: 1, m: 2 }], [{}], [{ m: 1 }], [{ n: undefined }], [null], [1], [[1]]])(
    "writes no key that the schema does not have, and misses none: %j",
    (value) => {
      expect(schemaWriter(small)?.(value)).toBeUndefined();
      expect(() => encodeWith(small as never, value as never)).toThrow();
    },
  );

  it.each(Object.entries(routes))("is there for request and answer of the route %s", (_name, { request, response }) => {
    expect([schemaWriter(request), schemaWriter(response)]).not.toContain(null);
  });
});
