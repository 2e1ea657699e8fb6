import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Result } from "../../../../shared/failures.ts";
import { readTable, type Table, tableLimits } from "./read-table.ts";

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const cellsOf = (table: Result<Table>) => (table.ok ? table.value.rows.map(({ cells }) => cells) : table.failure);
const cells = (text: string) => cellsOf(readTable(utf8(text)));

test("a file that is too large is refused before it is decoded", () => {
  const large = new Uint8Array(tableLimits.fileBytes + 1).fill(0x61);
  expect(readTable(large)).toMatchObject({
    failure: { code: "limit", detail: { field: "bytes", number: large.length } },
  });
});

describe("a table is read as it was written", () => {
  test.each([
    ["commas", 'name,pw\nx,"a,b ""c"""\n'],
    ["semicolons", 'name;pw\nx;"a,b ""c"""'],
    ["tabs", 'name\tpw\r\nx\t"a,b ""c"""\r\n'],
    ["bars", 'name|pw\rx|"a,b ""c"""\r'],
    ["the delimiter named first", 'sep=;\r\nname;pw\r\nx;"a,b ""c"""'],
  ])("with %s", (_, text) => {
    expect(cells(text)).toEqual([
      ["name", "pw"],
      ["x", 'a,b "c"'],
    ]);
  });

  test("new lines inside quotes, quotes inside cells, formulas and spaces stay as they are", () => {
    const text = 'a,b\r\n"one\r\ntwo\nthree",pa"ss\r\n=1+1, +49 ,\r\n@SUM(A1),-x\r\n';
    expect(cells(text)).toEqual([
      ["a", "b"],
      ["one\r\ntwo\nthree", 'pa"ss'],
      ["=1+1", " +49 ", ""],
      ["@SUM(A1)", "-x"],
    ]);
  });

  test("rows are numbered as a spreadsheet does, empty ones too", () => {
    const table = readTable(utf8('a,b\n\n"x\ny",1\n,\nz,2\n'));
    expect(table.ok && table.value.rows.map(({ number }) => number)).toEqual([1, 3, 5]);
  });

  const german = "Größe;Straße\nMüller;€ 5\n";
  test.each<[string, Uint8Array, string[]?]>([
    ["UTF-8", utf8(german)],
    ["UTF-8", new Uint8Array([0xef, 0xbb, 0xbf, ...utf8(german)])],
    ["UTF-16", new Uint8Array([0xff, 0xfe, ...Buffer.from(german, "utf16le")])],
    ["UTF-16", new Uint8Array([0xfe, 0xff, ...Buffer.from(german, "utf16le").swap16()])],
    ["UTF-16", new Uint8Array(Buffer.from("name,pw\nx,y\n", "utf16le")), ["x", "y"]],
    ["Windows-1252", new Uint8Array([...Buffer.from(german.replace("€", "\x80"), "latin1")])],
  ])("in %s", (encoding, bytes, row = ["Müller", "€ 5"]) => {
    const table = readTable(bytes);
    expect(table).toMatchObject({ ok: true, value: { encoding } });
    expect(cellsOf(table)).toContainEqual(row);
  });
});

/** Any text but a mark of order at the beginning and zeros, which no program writes. */
const cell = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom('"', '""', ",", ";", "\n", "\r\n", "=1+1", " ", "\t", "'", 'a"b'),
  )
  .filter((text) => !text.includes("\0") && text.isWellFormed());
const tables = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 8 }))
  .chain(([width, rows]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
  );
const names = (width: number) => Array.from({ length: width }, (_, at) => `column ${at}`);
const withNames = (rows: string[][]) => [names(rows[0]?.length ?? 0), ...rows];
const kept = (rows: string[][]) => rows.filter((row) => row.some((one) => one.trim() !== ""));

describe("what another program writes comes back", () => {
  test("quoted where it must be, with any delimiter, end of line and encoding", () => {
    const writer = fc.record({
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      end: fc.constantFrom("\n", "\r\n"),
      always: fc.boolean(),
      encoding: fc.constantFrom<BufferEncoding>("utf8", "utf16le"),
    });
    fc.assert(
      fc.property(tables, writer, (rows, { delimiter, end, always, encoding }) => {
        const quoted = (text: string) =>
          always || /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        const text = withNames(rows)
          .map((row) => row.map(quoted).join(delimiter))
          .join(end);
        const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, encoding));
        expect(cellsOf(readTable(bytes))).toEqual(kept(withNames(rows)));
      }),
      { numRuns: 500 },
    );
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!hasPython)("written by Python's csv module", () => {
    const program =
      "import csv,json,sys\nfor rows in json.load(sys.stdin):\n  out=__import__('io').StringIO()\n  csv.writer(out).writerows(rows)\n  print(json.dumps(out.getvalue()))";
    const all = fc.sample(tables, 200).map(withNames);
    const written = execFileSync("python3", ["-c", program], { input: JSON.stringify(all), encoding: "utf8" });
    for (const [at, line] of written.trim().split("\n").entries())
      expect(cells(JSON.parse(line))).toEqual(kept(all[at] as string[][]));
  });
});

describe("a hostile table is refused by name, soon", () => {
  test.each([
    ["two million commas", `a,b\n${",".repeat(2_000_000)}`, { code: "limit", detail: { field: "cells" } }],
    [
      "two million cells",
      Array(10_001).fill(Array(tableLimits.columns).fill("x").join(",")).join("\n"),
      { code: "limit", detail: { field: "cells" } },
    ],
    ["a quote that never closes", 'a,b\n1,2\n3,"x\n4,5\n', { code: "import", detail: { reason: "quotes", number: 3 } }],
    ["nothing", "", { code: "import", detail: { reason: "no-rows" } }],
    ["only ends of lines", "\n".repeat(1000), { code: "import", detail: { reason: "no-rows" } }],
  ])("%s", (_, text, failure) => {
    expect(cells(text)).toMatchObject(failure);
  });

  test("a cell of a hundred megabytes, a million rows, bytes that are no text", () => {
    expect(readTable(new Uint8Array(100 * 1024 * 1024).fill(120))).toMatchObject({ failure: { code: "limit" } });
    expect(cells("x,y\n".repeat(1_000_000))).toMatchObject({ code: "limit", detail: { field: "rows" } });
    expect(cellsOf(readTable(new Uint8Array([0x41, 0, 0, 0, 0x42, 0])))).toMatchObject({ code: "import" });
  });

  test("random bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const read = readTable(bytes);
        if (!read.ok) expect(["import", "limit"]).toContain(read.failure.code);
      }),
      { numRuns: 2000 },
    );
  });
});
