import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mistypedLine, readSheetLines, writeSheetLines } from "./sheet-lines.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const typed = (text: string): string => writeSheetLines(text).replace(/[-\n]/g, "");
const faultOf = (text: string): unknown => {
  const read = readSheetLines(text);
  return read.ok ? read.value : [read.failure.code, read.failure.detail?.reason, read.failure.detail?.number];
};
const texts = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 120 });

describe("lines of a sheet", () => {
  it("end with the symbol that Crockford's check gives: the number modulo 37", () => {
    expect(writeSheetLines("1")).toBe("1-1");
    expect(writeSheetLines("10")).toBe("10-*");
    expect([11, 12, 13, 14].map((last) => writeSheetLines(`1${alphabet[last - 10]}`))).toEqual([
      "11-~",
      "12-$",
      "13-=",
      "14-u",
    ]);
    expect(writeSheetLines("15")).toBe("15-0");
    expect(writeSheetLines("0123456789abcdefghj")).toBe(
      `0123-4567-89ab-cdef-${symbolOf("0123456789abcdef")}\nghj-${symbolOf("ghj")}`,
    );
  });

  it("come back as the text that they were written for", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(faultOf(typed(text))).toBe(text);
      }),
    );
  });

  it("name the line of any one wrong character, and of two neighbours that were swapped", () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.constantFrom(...alphabet), (text, where, other) => {
        const whole = typed(text);
        const at = where % whole.length;
        const line = Math.floor(at / 17) + 1;
        fc.pre(whole[at] !== other);
        expect(faultOf(whole.slice(0, at) + other + whole.slice(at + 1))).toEqual(["encoding", "line", line]);
        const [one, two] = [whole[at] as string, whole[at + 1]];
        const isLast = at % 17 >= 15 || at + 2 >= whole.length;
        if (two === undefined || one === two || isLast) return;
        expect(faultOf(whole.slice(0, at) + two + one + whole.slice(at + 2))).toEqual(["encoding", "line", line]);
      }),
    );
  });

  it("need their symbols, and at least one character before each", () => {
    expect(faultOf("0")).toEqual(["encoding", "line", 1]);
    expect(faultOf(`${typed("0123456789abcdef")}0`)).toEqual(["encoding", "line", 2]);
    expect(faultOf("?0")).toEqual(["encoding", "line", 1]);
    expect(faultOf("u0")).toEqual(["encoding", "line", 1]);
    expect(faultOf("")).toBe("");
  });
});

/** By whole numbers, not digit by digit as the code does. */
function symbolOf(line: string): string {
  const value = [...line].reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
  return `${alphabet}*~$=u`[Number(value % 37n)] as string;
}

describe("a sheet that is being typed", () => {
  const whole = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 64, maxLength: 64 });

  it("has no fault at any place in it, in capitals, with spaces, and with letters for the digits that they look like", () => {
    fc.assert(
      fc.property(whole, fc.nat(80), (text, length) => {
        const sheet = writeSheetLines(text).toUpperCase().replaceAll("0", "O").replaceAll("1", "l");
        expect(mistypedLine(sheet.slice(0, length))).toBe(null);
        expect(mistypedLine(sheet.replaceAll("-", " ").slice(0, length))).toBe(null);
      }),
    );
  });

  it("names a line with one wrong character as soon as it ends, and not before", () => {
    fc.assert(
      fc.property(whole, fc.nat(63), fc.constantFrom(...alphabet), (text, at, other) => {
        fc.pre(text[at] !== other);
        const lines = writeSheetLines(text).split("\n");
        const number = Math.floor(at / 16);
        const line = lines[number]?.replaceAll("-", "") as string;
        const place = at % 16;
        lines[number] = `${line.slice(0, place)}${other}${line.slice(place + 1)}`;
        const before = lines.slice(0, number + 1).join("\n");
        expect(mistypedLine(before.slice(0, -1))).toBe(null);
        expect(mistypedLine(before)).toBe(number + 1);
        expect(mistypedLine(lines.join("\n"))).toBe(number + 1);
      }),
    );
  });
});
