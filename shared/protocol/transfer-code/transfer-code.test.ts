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
      expect(writeTransferCode(purpose, fields)).toBe(text);
      expect(readTransferCode(purpose, text)).toEqual({ ok: true, value: fields });
      const form = isSheet(purpose)
        ? /^(([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z*~$=u]\n)*([0-9a-hjkmnp-tv-z]{1,4}-){1,4}[0-9a-hjkmnp-tv-z*~$=u]$/
        : /^([0-9a-hjkmnp-tv-z]{4}-)*[0-9a-hjkmnp-tv-z]{1,4}$/;
      expect(bare(text)).toMatch(form);
    });
  }
});

describe("what is wrong with a code", () => {
  const [join] = vectors as [Vector, ...Vector[]];
  const chars = bare(join.text).replaceAll("-", "");
  const faultOf = (typed: string) => {
    const read = readTransferCode("join", typed);
    return read.ok ? "ok" : read.failure.detail;
  };
  it("is that it stops early, wherever it was cut; by how much, once only check characters lack", () => {
    const ofChecks = 7;
    for (let length = 5; length < chars.length; length++) {
      const fault = faultOf(prefix + chars.slice(0, length));
      if (length < chars.length - ofChecks) expect(fault).toMatchObject({ reason: "short" });
    }
    expect(faultOf(chars.slice(0, -3))).toEqual({ reason: "short", number: 3 });
  });
  it("is that there is nothing, where nothing was typed", () => {
    for (const nothing of ["", "  \n", prefix]) expect(faultOf(nothing)).toEqual({ reason: "text" });
  });
  it("is that there is more behind it, by how much", () => {
    for (let more = 1; more < 40; more++) {
      expect(faultOf(join.text + "7".repeat(more))).toEqual({ reason: "long", number: more });
    }
  });
  it("is the place of a letter that no code has", () => {
    expect(faultOf(`${chars.slice(0, 20)}u${chars.slice(21)}`)).toEqual({ reason: "letter", number: 21 });
  });
  it("is a wrong letter, where the length is right", () => {
    const at = chars.length - 2;
    const wrong = chars[at] === "0" ? "1" : "0";
    expect(faultOf(chars.slice(0, at) + wrong + chars.slice(at + 1))).toEqual({ reason: "mistyped" });
  });
});

describe("what people type", () => {
  for (const { purpose, fields, text } of vectors) {
    const plainText = bare(text).replace(/[-\n]/g, "");
    const forms: [string, string][] = [
      ["in capitals", text.toUpperCase()],
      ["with space around it", ` \n\t${text}\r\n`],
      ["without groups", plainText],
      ["in groups of three", plainText.replace(/.{3}/g, "$& ")],
      ["in lines of sixty", plainText.replace(/.{60}/g, "$&\r\n")],
      ["with spaces around its hyphens", text.replaceAll("-", " - ")],
      ["with spaces that do not break", text.replaceAll("-", "\u00a0")],
      ["with o for 0", plainText.replaceAll("0", "o")],
      ["with O for 0", plainText.replaceAll("0", "O")],
      ["with l for 1", plainText.replaceAll("1", "l")],
      ["with I for 1 and O for 0, in capitals", plainText.replaceAll("1", "I").replaceAll("0", "O").toUpperCase()],
      ["with i for 1 and o for 0", plainText.replaceAll("1", "i").replaceAll("0", "o")],
      ["behind an address in capitals", `LATCHKEY://JOIN/${plainText}`],
    ];
    it.each(forms)(`${purpose}: is read %s`, (_name, form) => {
      expect(readTransferCode(purpose, form)).toEqual({ ok: true, value: fields });
    });

    it(`${purpose}: has as many ways to be typed as are tried here`, () => {
      expect(new Set(forms.map(([, form]) => form)).size).toBe(forms.length);
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
          if (!/^encoding (mistyped|short|long|letter|line)$/.test(code)) throw new Error(`${at}: ${code}`);
        }
      }
    });

    it(`${purpose}: is refused at every truncation`, () => {
      for (let length = 0; length < text.length; length++) {
        // A cut that takes only the last hyphen away is the same text.
        const code = codeOf(purpose, text.slice(0, length));
        if (!code.startsWith("encoding")) throw new Error(`cut to ${length}: ${code}`);
      }
    });

    it.each(["0", "00", "0000", "zzzz", bare(text)])(`${purpose}: is refused with more behind it: %s`, (more) => {
      expect(codeOf(purpose, text + more)).toMatch(/^encoding/);
    });

    it.each(purposes)(`${purpose}: is taken only where it is asked for, and here it is %s`, (asked) => {
      expect(codeOf(asked, text)).toBe(asked === purpose ? "ok" : "encoding purpose");
      const read = readTransferCode(asked, text);
      if (!read.ok) expect(read.failure.detail?.field, "named by its kind").toBe(purpose);
    });
  }

  it.each<[string, string]>([
    ...["", " ", "-", "hello", "u", "0", "0000", "ä0p8", "h40p_8tkf", "https://evil.example/h40p-8tkf", "\u0000"].map(
      (other): [string, string] => [JSON.stringify(other), other],
    ),
    ["the address alone", prefix],
    ["4097 zeros", "0".repeat(4097)],
    ["five million zeros", "0".repeat(5_000_000)],
    ["five million hyphens", "-".repeat(5_000_000)],
  ])("that is no such text is `encoding text`: %s", (_name, other) => {
    expect(codeOf("setup", other)).toMatch(/^encoding (text|letter|mistyped)$/);
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

  it.each<[string, string, Encodable[]]>([
    ["all of its parts", "ok", [1, "setup", origin, key, token]],
    ["nothing", "encoding purpose", []],
    ["a suite alone", "encoding purpose", [1]],
    ["no fields", "encoding purpose", [1, "setup"]],
    ["a field too few", "encoding purpose", [1, "setup", origin, key]],
    ["a field too many", "encoding purpose", [1, "setup", origin, key, token, 0]],
    ["two fields exchanged", "encoding purpose", [1, "setup", origin, token, key]],
    ["an origin that is not NFC", "encoding purpose", [1, "setup", "e\u0301", key, token]],
    ["an origin that is too long", "encoding purpose", [1, "setup", "x".repeat(301), key, token]],
    ["a key that is too short", "encoding purpose", [1, "setup", origin, new Uint8Array(31), token]],
    ["null for a token", "encoding purpose", [1, "setup", origin, key, null]],
    ["another purpose", "encoding purpose", [1, "paper", origin, key, token]],
    ["a suite as a text", "encoding purpose", ["1", "setup", origin, key, token]],
    ["suite 0", "suite 0", [0, "setup", origin, key, token]],
    ["suite 2", "suite 2", [2, "setup", origin, key, token]],
    ["suite 300", "suite 300", [300, "setup", origin, key, token]],
    ["suite 2 and what that may bring", "suite 2", [2, "something later", { a: 1 }]],
  ])("of %s is read as this version writes it or not at all: %s", (_name, code, parts) => {
    expect(of(...parts)).toBe(code);
  });

  it.each<[string, string, (setup: Uint8Array) => Uint8Array]>([
    ["what was written", "ok", (body) => body],
    ["it and a byte more", "encoding purpose", (body) => joinBytes([body, Uint8Array.of(0)])],
    ["a map", "encoding purpose", () => encode({})],
    ["null", "encoding purpose", () => encode(null)],
    ["a text", "encoding purpose", () => encode("setup")],
    ["a byte that begins nothing", "encoding purpose", () => Uint8Array.of(0xff)],
    ["a list without a length", "encoding purpose", () => Uint8Array.of(0x9f, 0x01, 0xff)],
  ])("whose body is %s: %s", (_name, code, tamper) => {
    expect(codeOf("setup", textOf(tamper(bodyOf(setup.text))))).toBe(code);
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
