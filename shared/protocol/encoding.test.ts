/** The one encoding: what we write has one form, and nothing else is read (protocol 1). */
import { encode as encodeCbor } from "@ipld/dag-cbor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { verdict } from "../../server/testing/verdicts.ts";
import { bytesEqual } from "../text.ts";
import { type Encodable, encode, parseWith } from "./encoding.ts";
import { strict, textField, uintField } from "./fields.ts";

const anything = z.unknown();
const read = (bytes: Uint8Array) => parseWith(anything, bytes, 1 << 20);
const name = (bytes: Uint8Array) => verdict(read(bytes));

const { value } = fc.letrec<{ value: Encodable }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.maxSafeNat(),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe("the encoding", () => {
  it("gives back what was put in, from the same bytes", () => {
    fc.assert(
      fc.property(value, (one) => {
        const bytes = encode(one);
        const again = read(bytes);
        expect(again.ok && bytesEqual(encode(again.value as Encodable), bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("reads nothing but what it would write, and throws at nothing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 24 }), (bytes) => {
        const parsed = read(bytes);
        if (parsed.ok) expect(bytesEqual(encodeCbor(parsed.value), bytes)).toBe(true);
        else expect(parsed.failure.code).toBe("encoding");
      }),
      { numRuns: 3000 },
    );
  });

  it("writes no float, nothing negative and nothing beyond 2^53-1, however deep", () => {
    for (const wrong of [1.5, -1, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY])
      for (const held of [wrong, [wrong], { deep: [{ er: wrong }] }]) expect(() => encode(held)).toThrow();
    expect(encode(Number.MAX_SAFE_INTEGER)).toHaveLength(9);
  });

  it.each<[string, number[], string]>([
    ["an array without an end", [0x9f, 0xff], "encoding nesting"],
    ["text without an end", [0x7f, 0xff], "encoding nesting"],
    ["a reserved head", [0x1c], "encoding nesting"],
    ["a head that is cut off", [0x1b, 0, 0], "encoding nesting"],
    ["an array that promises more than there is", [0x82, 0x00], "encoding nesting"],
    ["text that promises more than there is", [0x62, 0x61], "encoding nesting"],
    ["text that is no UTF-8", [0x61, 0xff], "encoding not-canonical"],
    ["a number in more bytes than needed", [0x18, 0x01], "encoding cbor"],
    ["undefined", [0xf7], "encoding not-canonical"],
    ["a float that is no number", [0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], "encoding cbor"],
    ["a tag that we do not use", [0xc0, 0x61, 0x61], "encoding cbor"],
    ["one key twice", [0xa2, 0x61, 0x61, 0x01, 0x61, 0x61, 0x02], "encoding cbor"],
    ["keys in another order", [0xa2, 0x61, 0x62, 0x01, 0x61, 0x61, 0x02], "encoding not-canonical"],
    ["a key that is a number", [0xa1, 0x01, 0x01], "encoding cbor"],
  ])("refuses %s", (_what, bytes, expected) => {
    expect(name(Uint8Array.from(bytes))).toBe(expected);
  });

  it("reads 16 levels, and scans a million nested heads without falling over", () => {
    const nested = (depth: number) => Uint8Array.from([...Array(depth).fill(0x81), 0x00]);
    expect([name(nested(16)), name(nested(17))]).toEqual(["taken", "encoding nesting"]);
    expect(name(new Uint8Array(1 << 20).fill(0x81))).toBe("encoding nesting");
    expect(name(new Uint8Array((1 << 20) + 1))).toBe("limit");
  });

  it("takes protocol text in one form, and names another suite by its own name", () => {
    const text = (one: string) => verdict(parseWith(textField(9), encode(one), 99));
    expect([text("\u00e9"), text("e\u0301"), text("0123456789")]).toEqual([
      "taken",
      "encoding schema",
      "encoding schema",
    ]);
    const schema = strict({ suite: z.literal(1), at: uintField() });
    const of = (one: Encodable) => verdict(parseWith(schema, encode(one), 99));
    expect(of({ suite: 1, at: 0 })).toBe("taken");
    expect(of({ suite: 2, at: 0 })).toBe("suite");
    expect(of({ suite: 2, else: 0 })).toBe("suite");
    expect(of({ suite: "2", at: 0 })).toBe("encoding schema");
    expect(of({ at: 0 })).toBe("encoding schema");
    expect(of({ suite: 1, at: "0" })).toBe("encoding schema");
  });
});
