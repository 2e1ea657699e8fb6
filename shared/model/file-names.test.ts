/** Names of files that a liar chose. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8Bytes } from "../text.ts";
import { safeFileName } from "./file-names.ts";

describe("a file's name", () => {
  it.each([
    ["contract.pdf", "contract.pdf"],
    ["Größe 2.pdf", "Größe 2.pdf"],
    ["../../.ssh/authorized_keys", "authorized_keys"],
    ["C:\\Windows\\system32\\drivers.txt", "drivers.txt"],
    ["..", "file"],
    ["", "file"],
    ["   ", "file"],
    [".bashrc", "bashrc"],
    ["-rf", "rf"],
    ["CON", "_CON"],
    ["nul.txt", "_nul.txt"],
    ["com1 .log", "_com1 .log"],
    ["LPT¹", "_LPT¹"],
    ["contro", "contro"],
    ["invoice\u202Efdp.exe", "invoicefdp.exe"],
    ["a\u0000b\u001f\u007f\u0085.txt", "ab.txt"],
    ["a\u200Bb\uFEFF.txt", "ab.txt"],
    ["what?.txt", "what_.txt"],
    ["stream.txt:hidden", "stream.txt_hidden"],
    ["trailing. . .", "trailing"],
    ["\ud800half.txt", "half.txt"],
  ])("%j is written as %j", (name, written) => {
    expect(safeFileName(name)).toBe(written);
  });

  it("of any text is short, has no place, no sign that is not seen, is no device, and is the same when it is made safe again", () => {
    const parts = [
      "..",
      "/",
      "\\",
      "con",
      ".",
      " ",
      "\u202e",
      "\u0000",
      "nul",
      "aux.",
      "é",
      "e\u0301",
      "😀",
      ".pdf",
      "a",
    ];
    const names = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(fc.constantFrom(...parts)).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(names, (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toMatch(/[<>:"/\\|?*\p{C}\u2028\u2029]/u);
        expect(safe).not.toMatch(/^[.\s-]|[.\s]$|^$/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
        expect(utf8Bytes(safe).length).toBeLessThanOrEqual(241);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 2000 },
    );
  });

  it("that is too long keeps its end, and is cut between characters", () => {
    expect(safeFileName(`${"ü".repeat(300)}.pdf`)).toBe(`${"ü".repeat(118)}.pdf`);
    expect(safeFileName(`${"😀".repeat(100)}.pdf`).endsWith("😀.pdf")).toBe(true);
  });
});
