import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { hash } from "../../crypto/hash.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { type Encodable, encode } from "../../encoding/canonical.ts";
import type { Hash, ProfileId, TeamId } from "../../encoding/ids.ts";
import { base32Bytes, base32Text, joinBytes } from "../../text.ts";
import {
  readTransferCode,
  type TransferFields,
  type TransferPurpose,
  transferName,
  writeTransferCode,
} from "./transfer-code.ts";

beforeAll(cryptoReady);

type Vector = { purpose: TransferPurpose; fields: TransferFields<TransferPurpose>; text: string };
const vectors = readVectors<Vector[]>("transfer-code");
const purposes = ["join", "setup", "device-sheet", "paper"] as const;
const isSheet = (purpose: TransferPurpose): boolean => purpose === "device-sheet" || purpose === "paper";
const prefix = "latchkey://join/";
const bare = (text: string): string => text.replace(prefix, "");
const codeOf = (purpose: TransferPurpose, text: string): string => {
  const read = readTransferCode(purpose, text);
  return read.ok ? "ok" : `${read.failure.code} ${read.failure.detail?.reason ?? read.failure.detail?.number}`;
};
/** A text of these bytes with check bytes that fit, as anybody can make one. */
const textOf = (body: Uint8Array): string => base32Text(joinBytes([body, hash("text", body).subarray(0, 4)]));
const bodyOf = (text: string): Uint8Array => (base32Bytes(bare(text).replaceAll("-", "")) as Uint8Array).slice(0, -4);

describe("vectors", () => {
  it("hold every purpose that exists", () => {
    expect(vectors.map(({ purpose }) => purpose)).toEqual(purposes);
  });
  for (const { purpose, fields, text } of vectors) {
    it(`${purpose}: is written so and read so`, () => {
      expect.soft(writeTransferCode(purpose, fields)).toBe(text);
      expect.soft(readTransferCode(purpose, text)).toEqual({ ok: true, value: fields });
      const form = isSheet(purpose)
        ? /^(([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z*~$=u]\n)*([0-9a-hjkmnp-tv-z]{1,4}-){1,4}[0-9a-hjkmnp-tv-z*~$=u]$/
        : /^([0-9a-hjkmnp-tv-z]{4}-)*[0-9a-hjkmnp-tv-z]{1,4}$/;
      expect.soft(bare(text)).toMatch(form);
    });
  }
});

describe("what people type", () => {
  for (const { purpose, fields, text } of vectors) {
    it(`${purpose}: is read with other groups, spaces, line breaks, capitals, and letters that look alike`, () => {
      const plain = bare(text).replace(/[-\n]/g, "");
      const forms = [
        text.toUpperCase(),
        ` \n\t${text}\r\n`,
        plain,
        plain.replace(/.{3}/g, "$& "),
        plain.replace(/.{60}/g, "$&\r\n"),
        text.replaceAll("-", " - "),
        text.replaceAll("-", "\u00a0"),
        plain.replaceAll("0", "o"),
        plain.replaceAll("0", "O"),
        plain.replaceAll("1", "l"),
        plain.replaceAll("1", "I").replaceAll("0", "O").toUpperCase(),
        plain.replaceAll("1", "i").replaceAll("0", "o"),
        `LATCHKEY://JOIN/${plain}`,
      ];
      for (const form of forms) expect.soft(readTransferCode(purpose, form), form).toEqual({ ok: true, value: fields });
      expect.soft(new Set(forms).size).toBe(forms.length);
    });

    it(`${purpose}: is refused with any one letter wrong, missing or twice, and with two neighbours swapped`, () => {
      const plain = bare(text).replace(/[-\n]/g, "");
      for (let at = 0; at < plain.length; at++) {
        const [before, letter, after] = [plain.slice(0, at), plain[at] as string, plain.slice(at + 1)];
        const wrong = letter === "z" ? "y" : "z";
        const others = [before + wrong + after, before + after, before + letter + letter + after];
        if (after !== "" && after[0] !== letter) others.push(before + after[0] + letter + after.slice(1));
        for (const other of others) {
          const code = codeOf(purpose, other);
          if (!/^encoding (mistyped|text|line)$/.test(code)) throw new Error(`${at}: ${code}`);
        }
      }
    });

    it(`${purpose}: is refused at every truncation and with more behind it`, () => {
      for (let length = 0; length < text.length; length++) {
        // A cut that takes only the last hyphen away is the same text.
        const code = codeOf(purpose, text.slice(0, length));
        if (!code.startsWith("encoding")) throw new Error(`cut to ${length}: ${code}`);
      }
      for (const more of ["0", "00", "0000", "zzzz", bare(text)])
        expect.soft(codeOf(purpose, text + more)).toMatch(/^encoding/);
    });

    it(`${purpose}: is taken only where it is asked for`, () => {
      for (const asked of purposes) {
        const other = isSheet(asked) === isSheet(purpose) ? /^encoding purpose$/ : /^encoding (line|text|mistyped)$/;
        expect.soft(codeOf(asked, text)).toMatch(asked === purpose ? /^ok$/ : other);
      }
    });
  }

  it("that is no such text is `encoding text`", () => {
    const others = [
      "",
      " ",
      "-",
      "hello",
      "u",
      "0",
      "0000",
      "ä0p8",
      "h40p_8tkf",
      "https://evil.example/h40p-8tkf",
      "\u0000",
    ];
    for (const other of [...others, prefix, "0".repeat(4097), "0".repeat(5_000_000), "-".repeat(5_000_000)])
      expect.soft(codeOf("setup", other), other.slice(0, 40)).toMatch(/^encoding (text|mistyped)$/);
  });

  it("random texts never throw and are never taken", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme", maxLength: 60 }), fc.string({ unit: "binary" })), (typed) => {
        for (const { purpose } of vectors) expect(readTransferCode(purpose, typed).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a text with fitting check bytes", () => {
  const [, setup] = vectors as [Vector, Vector];
  const [origin, key, token] = ["http://x", new Uint8Array(32), new Uint8Array(16)];
  const of = (...parts: Encodable[]): string => codeOf("setup", textOf(encode(parts)));

  it("is read only if it is exactly what this version writes for its purpose", () => {
    expect(of(1, "setup", origin, key, token)).toBe("ok");
    const others: Encodable[][] = [
      [],
      [1],
      [1, "setup"],
      [1, "setup", origin, key],
      [1, "setup", origin, key, token, 0],
      [1, "setup", origin, token, key],
      [1, "setup", "e\u0301", key, token],
      [1, "setup", "x".repeat(301), key, token],
      [1, "setup", origin, new Uint8Array(31), token],
      [1, "setup", origin, key, null],
      [1, "paper", origin, key, token],
      ["1", "setup", origin, key, token],
    ];
    for (const parts of others) expect.soft(of(...parts), JSON.stringify(parts)).toBe("encoding purpose");
    for (const body of [
      encode({}),
      encode(null),
      encode("setup"),
      Uint8Array.of(0xff),
      Uint8Array.of(0x9f, 0x01, 0xff),
    ])
      expect.soft(codeOf("setup", textOf(body))).toBe("encoding purpose");
    const body = bodyOf(setup.text);
    expect(codeOf("setup", textOf(body))).toBe("ok");
    expect(codeOf("setup", textOf(joinBytes([body, Uint8Array.of(0)])))).toBe("encoding purpose");
  });

  it("of another suite is named so", () => {
    for (const suite of [0, 2, 300]) expect.soft(of(suite, "setup", origin, key, token)).toBe(`suite ${suite}`);
    expect(of(2, "something later", { a: 1 })).toBe("suite 2");
  });

  it("over the limit is refused", () => {
    expect(codeOf("setup", textOf(new Uint8Array(1100)))).toMatch(/^encoding/);
    expect(codeOf("setup", textOf(encode([1, "setup", new Uint8Array(2000)])))).toMatch(/^encoding/);
  });
});

describe("every value", () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const hashes = bytes(32).map((value) => base32Text(value) as Hash);
  const name = fc.string({ unit: "grapheme", maxLength: 40 }).map(transferName);
  const origin = fc.webUrl().map((url) => url.normalize("NFC").slice(0, 200).toWellFormed());

  it("comes back through a text", () => {
    const joins = fc.record({
      origin,
      team: hashes as unknown as fc.Arbitrary<TeamId>,
      seed: bytes(16),
      invite: hashes,
      serverKeys: hashes,
      teamName: name,
      inviterName: name,
    });
    fc.assert(
      fc.property(joins, (fields) => {
        expect(readTransferCode("join", writeTransferCode("join", fields))).toEqual({ ok: true, value: fields });
      }),
      { numRuns: 60 },
    );
    const sheets = fc.record({ profile: bytes(16).map((id) => base32Text(id) as ProfileId), deviceSecret: bytes(32) });
    fc.assert(
      fc.property(sheets, (fields) => {
        expect(readTransferCode("device-sheet", writeTransferCode("device-sheet", fields))).toEqual({
          ok: true,
          value: fields,
        });
      }),
      { numRuns: 60 },
    );
  });

  it("names are cut to 64 bytes, between letters, as NFC", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (name) => {
        const short = transferName(name);
        expect(new TextEncoder().encode(short).length).toBeLessThanOrEqual(64);
        expect(short.isWellFormed() && name.normalize("NFC").toWellFormed().startsWith(short)).toBe(true);
        expect(() =>
          writeTransferCode("join", { ...(vectors[0] as Vector).fields, teamName: short } as never),
        ).not.toThrow();
      }),
    );
    expect(transferName("ä".repeat(40))).toBe("ä".repeat(32));
    expect(transferName("e\u0301")).toBe("é");
  });
});
