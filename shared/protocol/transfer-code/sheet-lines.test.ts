import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSheetLines, writeSheetLines } from "./sheet-lines.ts";

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
