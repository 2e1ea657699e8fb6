/** Which loops over cases are found, and which loops are none. */
import { describe, expect, it } from "vitest";
import { findLoops } from "./one-case-each.ts";

const found = (source: string) => findLoops("a.test.ts", source);
const loop = "for (const [name, one] of cases) expect(name).toBe(one);";
const cases = "const cases: [string, number][] = [['a', 1], ['b', 2]];";

describe("one case for each attack", () => {
  it.each([
    ["expect.soft", 'it("x", () => { expect.soft(1).toBe(1); });', "expect.soft"],
    ["expect.soft outside of a test", "const check = () => expect.soft(1).toBe(1);", "expect.soft"],
    ["a loop over a table of the file", `${cases} it("x", () => { ${loop} });`, "a table"],
    ["a loop over a table of the test", `it("x", async () => { ${cases} ${loop} });`, "a table"],
    [
      "a loop over a list written there",
      'it("x", () => { for (const [a] of [["a"]]) expect(a).toBe("b"); });',
      "a table",
    ],
    [
      "a loop over a list that is fixed",
      'it("x", () => { for (const [a] of [["a"]] as const) expect(a); });',
      "a table",
    ],
    [
      "a loop over the rows of an object",
      'test("x", () => { for (const [a, b] of Object.entries(o)) { if (b) { expect(a).toBe(b); } } });',
      "a table",
    ],
    ["a loop in a test of a table", `${cases} it.each([1])("x", () => { ${loop} });`, "a table"],
    ["a loop in a test that may be left out", `${cases} it.skipIf(no)("x", () => { ${loop} });`, "a table"],
  ])("finds %s", (_name, source, what) => {
    expect(found(source).map((one) => one.replace(/(expect\.soft|a table).*/, "$1"))).toEqual([`a.test.ts:1 ${what}`]);
  });

  it.each([
    ["a comment", "// expect.soft(1)"],
    ["a text", 'const text = "expect.soft(1)";'],
    ["a loop that makes tests", `${cases} for (const [name, one] of cases) it(name, () => expect(one).toBe(1));`],
    ["a table of cases, one test each", `${cases} it.each(cases)("%s", (name, one) => expect(name).toBe(one));`],
    ["a loop over every byte", 'it("x", () => { for (let at = 0; at < 9; at++) expect(at).toBe(1); });'],
    ["a loop over positions", 'it("x", () => { for (const [at, one] of list.entries()) expect(at).toBe(one); });'],
    ["a loop that only prepares", `${cases} it("x", () => { for (const [a, b] of cases) map.set(a, b); });`],
  ])("leaves %s", (_name, source) => {
    expect(found(source)).toEqual([]);
  });

  it("names the line", () => {
    expect(found('\n\nit("x", () => {\n  expect.soft(1);\n});')).toEqual([
      "a.test.ts:4 expect.soft: a case for each instead",
    ]);
  });
});
