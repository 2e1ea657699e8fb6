import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hexBytes, hexText, joinBytes } from "../text.ts";
import { type BodySchema, type Encodable, encode, encodeWith, parseWith } from "./canonical.ts";
import { isCanonical } from "./canonical-scan.ts";
import { bytesField, bytesMax, hashField, idField, strict, textField, typedText, uintField } from "./fields.ts";
import { limits } from "./limits.ts";
import { parseSlowly } from "./test-slow-reader.ts";

const most = 1 << 20;
/** One of every part that a body can hold. */
const body = strict({
  n: uintField(),
  id: idField<string>(),
  hash: hashField(),
  flag: z.boolean(),
  text: typedText(200),
  kept: bytesMax(300),
  key: bytesField(4),
  kind: z.enum(["one", "two"]),
  maybe: uintField().nullable(),
  list: z.array(strict({ a: uintField(), bb: typedText(40).nullable() })).max(30),
});
type Body = z.output<typeof body>;

const base32Of = (chars: number, last: string) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(..."0123456789abcdefghjkmnpqrstvwxyz"), { minLength: chars - 1, maxLength: chars - 1 }),
      fc.constantFrom(...last),
    )
    .map(([start, end]) => start.join("") + end);
// 26 letters carry 130 bits, of which an id uses 128; 52 carry 260, of which a hash uses 256: the spare ones are zero.
const anyId = base32Of(26, "048cgmrw");
const anyHash = base32Of(52, "0g") as fc.Arbitrary<Body["hash"]>;
const anyUint = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(300),
  fc.constantFrom(23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32),
);
const anyText = fc.string({ unit: "grapheme", maxLength: 20 });
const anyBody: fc.Arbitrary<Body> = fc.record({
  n: anyUint,
  id: anyId,
  hash: anyHash,
  flag: fc.boolean(),
  text: anyText,
  kept: fc.uint8Array({ maxLength: 300 }),
  key: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  kind: fc.constantFrom("one", "two"),
  maybe: fc.option(anyUint),
  list: fc.array(fc.record({ a: anyUint, bb: fc.option(anyText) }), { maxLength: 30 }),
});

const code = (schema: BodySchema<unknown>, bytes: Uint8Array, limit = most): string => {
  const read = parseWith(schema, bytes, limit);
  return read.ok ? "ok" : read.failure.code;
};
const hex = (text: string): Uint8Array => hexBytes(text.replaceAll(" ", "")) as Uint8Array;

/** Whatever stands in bytes: so that only the encoding itself can be the reason of a refusal. The definition agrees. */
const whole = (bytes: Uint8Array): "ok" | "encoding" => {
  const isTaken = isCanonical(bytes);
  expect(parseSlowly(z.unknown() as BodySchema<unknown>, bytes).ok).toBe(isTaken);
  return isTaken ? "ok" : "encoding";
};

describe("a body by its schema", () => {
  it("comes back as it was, from bytes that are its only ones", () => {
    fc.assert(
      fc.property(anyBody, (value) => {
        const bytes = encodeWith(body, value);
        const read = parseWith(body, bytes, most);
        expect(read).toEqual({ ok: true, value });
        expect(encodeWith(body, { ...value })).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order in which keys were set", () => {
    fc.assert(
      fc.property(anyBody, (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse()) as Body;
        expect(encodeWith(body, turned)).toEqual(encodeWith(body, value));
      }),
      { numRuns: 30 },
    );
  });

  it("is refused at every truncation and with anything behind it", () => {
    fc.assert(
      fc.property(anyBody, fc.uint8Array({ minLength: 1, maxLength: 20 }), (value, more) => {
        const bytes = encodeWith(body, value);
        for (let length = 0; length < bytes.length; length++) {
          if (code(body, bytes.subarray(0, length)) !== "encoding") throw new Error(`taken when cut to ${length}`);
        }
        expect(code(body, joinBytes([bytes, more]))).toBe("encoding");
      }),
      { numRuns: 40 },
    );
  });

  it("with one bit turned is refused, or is another value with exactly these bytes", () => {
    fc.assert(
      fc.property(anyBody, (value) => {
        const bytes = encodeWith(body, value);
        for (let bit = 0; bit < bytes.length * 8; bit++) {
          const turned = bytes.slice();
          turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
          const read = parseWith(body, turned, most);
          if (!read.ok && read.failure.code !== "encoding") throw new Error(`bit ${bit}: ${read.failure.code}`);
          if (read.ok && hexText(encodeWith(body, read.value)) !== hexText(turned)) throw new Error(`bit ${bit} taken`);
        }
      }),
      { numRuns: 8 },
    );
  });

  const [sampled] = fc.sample(anyBody, { numRuns: 1, seed: 7 }) as [Body];
  const raw = z.encode(body, sampled) as Record<string, Encodable>;
  const keys = Object.keys(raw);

  it("is taken with what is there, and with nothing where that may be", () => {
    expect(code(body, encode(raw))).toBe("ok");
    expect(code(body, encode({ ...raw, maybe: null }))).toBe("ok");
    expect(code(body, encode({ ...raw, n: null }))).toBe("encoding");
  });

  it.each(keys)("is refused without its key %s", (key) => {
    const { [key]: _left, ...less } = raw;
    expect(code(body, encode(less))).toBe("encoding");
  });

  const otherTypes: Encodable[] = [{}, [[]], [1]];
  it.each(keys.flatMap((key) => otherTypes.map((other) => [key, other] as const)))(
    "is refused with another type at %s: %j",
    (key, other) => {
      expect(code(body, encode({ ...raw, [key]: other }))).toBe("encoding");
    },
  );

  it.each(["x", "", "N", "constructor", "toString", "__proto__"])(
    "is refused with the key “%s” more or alone",
    (key) => {
      const of = (rest: Record<string, Encodable>) => Object.defineProperty(rest, key, { value: 1, enumerable: true });
      expect(code(body, encode(of({ ...raw })))).toBe("encoding");
      expect(code(body, encode(of({})))).toBe("encoding");
    },
  );

  it("is refused before it is read where it is over the limit", () => {
    const bytes = encodeWith(typedText(200), "as long as this");
    expect(code(typedText(200), bytes, bytes.length)).toBe("ok");
    expect(parseWith(typedText(200), bytes, bytes.length - 1)).toMatchObject({
      failure: { code: "limit", detail: { number: bytes.length } },
    });
    expect(code(typedText(200), hex("ff"), 0)).toBe("limit");
  });
});

/** What is canonical, and forms that other decoders take for the same value. */
const forms: { name: string; canonical: string; refused: string[] }[] = [
  { name: "0", canonical: "00", refused: ["1800", "190000", "1a00000000", "1b0000000000000000"] },
  { name: "23", canonical: "17", refused: ["1817", "190017"] },
  { name: "24", canonical: "1818", refused: ["190018", "1a00000018", "1b0000000000000018"] },
  { name: "255", canonical: "18ff", refused: ["1900ff"] },
  { name: "256", canonical: "190100", refused: ["1a00000100"] },
  { name: "65536", canonical: "1a00010000", refused: ["1b0000000000010000"] },
  { name: "2^53-1", canonical: "1b001fffffffffffff", refused: ["1b0020000000000000", "1bffffffffffffffff"] },
  { name: "bytes of 1", canonical: "4101", refused: ["580101", "59000101", "5a0000000101", "5b000000000000000101"] },
  { name: "indefinite bytes", canonical: "420102", refused: ["5f41014102ff", "5fff"] },
  { name: "text of 1", canonical: "6161", refused: ["780161", "79000161", "7a0000000161", "7f6161ff"] },
  { name: "list of 1", canonical: "8101", refused: ["980101", "99000101", "9a0000000101", "9f01ff"] },
  { name: "map of 1", canonical: "a1616101", refused: ["b801616101", "b90001616101", "bf616101ff"] },
  {
    name: "keys by length, then bytes",
    canonical: "a3616101616202626161 03",
    refused: ["a3616202616101626161 03", "a36261610361610161 6202", "a361610162616103616202"],
  },
  { name: "keys once", canonical: "a1616101", refused: ["a2616101616101", "a2616101616102"] },
  {
    name: "keys are text",
    canonical: "a1613101",
    refused: ["a10101", "a1413101", "a1f501", "a1f601", "a18001", "a1a001"],
  },
  {
    name: "true, false, null",
    canonical: "83f5f4f6",
    refused: ["83f5f4f7", "f7", "81f7", "a16161f7", "f815", "f8ff", "e0", "f0", "f3", "ff"],
  },
  { name: "1 is no float", canonical: "01", refused: ["f93c00", "fa3f800000", "fb3ff0000000000000"] },
  {
    name: "0 is no float, nor below zero",
    canonical: "00",
    refused: ["f90000", "fb0000000000000000", "fb8000000000000000"],
  },
  {
    name: "no fraction, infinity, or not-a-number",
    canonical: "01",
    refused: [
      "fb3ff8000000000000",
      "f97e00",
      "f97c00",
      "fb7ff0000000000000",
      "fbfff0000000000000",
      "fb7ff8000000000000",
    ],
  },
  {
    name: "no tag, of any number",
    canonical: "01",
    refused: ["c001", "c249010000000000000000", "d82a01", "d9d9f701", `d82a58250001711220${"00".repeat(32)}`],
  },
  {
    name: "UTF-8",
    canonical: "62c3a4",
    refused: ["61ff", "61c3", "62c080", "63eda080", "66eda0bdedb880", "64f4908080", "62c0af"],
  },
  { name: "one value", canonical: "01", refused: ["", "0101", "01f6", "0100"] },
  {
    name: "nothing reserved",
    canonical: "00",
    refused: ["1c", "1d00", "1e", "1f", "3c", "5c", "7d", "9e", "bd", "fc", "fe"],
  },
  {
    name: "no length beyond the bytes",
    canonical: "40",
    refused: [
      "41",
      "5a7fffffff",
      "5bffffffffffffffff",
      "7bffffffffffffffff",
      "9bffffffffffffffff",
      "bb7fffffffffffffff",
      "9affffffff",
    ],
  },
];

describe("what is not canonical is refused, whatever the schema", () => {
  it.each(forms.map(({ name, canonical }) => [name, canonical] as const))("%s: %s is", (_name, canonical) => {
    expect(whole(hex(canonical))).toBe("ok");
  });

  it.each(forms.flatMap(({ name, refused }) => refused.map((other) => [name, other] as const)))(
    "%s: “%s” is not",
    (_name, other) => {
      expect(whole(hex(other))).toBe("encoding");
    },
  );

  it.each([
    ["1b001fffffffffffff", "ok"],
    ["20", "encoding"],
    ["3818", "encoding"],
    ["3b001ffffffffffffe", "encoding"],
    ["3bffffffffffffffff", "encoding"],
  ])("numbers below zero, by the schema of every number: %s is %s", (bytes, expected) => {
    expect(code(uintField(), hex(bytes))).toBe(expected);
  });

  const nests = { lists: "81", maps: "a16161" };
  const nested = [
    [16, "00", "ok"],
    [15, "80", "ok"],
    [15, "a0", "ok"],
    [16, "80", "encoding"],
    [16, "a0", "encoding"],
    [16, "8100", "encoding"],
    [16, "a1616100", "encoding"],
    [17, "00", "encoding"],
    [500_000, "00", "encoding"],
  ] as const;
  it.each(Object.entries(nests).flatMap(([name, level]) => nested.map((one) => [name, ...one, level] as const)))(
    "nesting: %s of %i levels around %s are %s",
    (_name, levels, inner, expected, level) => {
      expect(whole(hex(level.repeat(levels) + inner))).toBe(expected);
    },
  );

  it("nesting: half a million tags reach no recursion, and width is no depth", () => {
    expect(whole(hex("c0".repeat(500_000)))).toBe("encoding");
    // Width is not depth, and a level that was closed does not count again.
    expect(whole(encode(Array.from({ length: 2000 }, () => [[1], { a: [] }])))).toBe("ok");
    expect(limits.nesting).toBe(16);
  });

  it("text: of the protocol only as NFC, of people exactly as typed", () => {
    const [composed, apart] = ["é", "e\u0301"];
    expect(code(textField(10), encode(composed))).toBe("ok");
    expect(code(textField(10), encode(apart))).toBe("encoding");
    expect(parseWith(typedText(10), encode(apart), most)).toEqual({ ok: true, value: apart });
    expect(parseWith(typedText(10), encode("\ufeffa\u0000"), most)).toEqual({ ok: true, value: "\ufeffa\u0000" });
    expect(code(typedText(2), encode("abc"))).toBe("encoding");
  });

  it("random bytes never throw, and are taken where the definition takes them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        whole(bytes);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("what this program writes", () => {
  it.each([1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, undefined])("is never %s", (bad) => {
    expect(() => encode(bad as never)).toThrow();
    expect(() => encode([bad] as never)).toThrow();
    expect(() => encode({ a: bad } as never)).toThrow();
  });

  it("never breaks its schema", () => {
    expect(() => encodeWith(strict({ a: uintField() }), { a: 1, b: 2 } as never)).toThrow();
    expect(() => encodeWith(typedText(10), "\ud800")).toThrow();
    expect(() => encodeWith(idField(), "not-base32-of-16-bytes-xxx" as never)).toThrow();
  });
});

describe("another suite", () => {
  const schema = strict({ suite: z.literal(1), at: uintField() });
  const verdict = (one: Encodable): string => {
    const read = parseWith(schema, encode(one), 99);
    return read.ok ? "taken" : read.failure.code;
  };

  it.each<[Encodable, string]>([
    [{ suite: 1, at: 0 }, "taken"],
    [{ suite: 2, at: 0 }, "suite"],
    [{ suite: 2, else: 0 }, "suite"],
    [{ suite: "2", at: 0 }, "encoding"],
    [{ at: 0 }, "encoding"],
  ])("is called by its name, and only where one is named: %j is %s", (one, expected) => {
    expect(verdict(one)).toBe(expected);
  });
});
