/** Which groups of a device sheet are asked for, and what counts as typed right. */
import { describe, expect, it } from "vitest";
import { asPrinted, linesOf, pickGroups } from "./sheet-groups.ts";

const text = [..."1234567"].map((n) => `a${n}b0-c${n}d0-e${n}f0-g${n}h0-*`).join("\n");

describe("the check of a device sheet", () => {
  it("asks for one place in three different lines, in their order", () => {
    for (let round = 0; round < 200; round++) {
      const asked = pickGroups(linesOf(`${text}\nzz-9`));
      expect(asked).toHaveLength(3);
      expect(new Set(asked.map(({ line }) => line)).size).toBe(3);
      expect(asked.map(({ line }) => line)).toEqual(asked.map(({ line }) => line).sort((a, b) => a - b));
      expect(new Set(asked.map(({ group }) => group)).size).toBe(1);
      for (const { line, group, right } of asked) {
        expect(line).toBeLessThanOrEqual(7);
        expect(right).toBe(linesOf(text)[line - 1]?.[group - 1]);
        expect(right).toMatch(/^[A-H]\d[A-H]0$/);
      }
    }
  });

  it.each([
    ["a1b0", "A1B0"],
    [" A1 b0 ", "A1B0"],
    ["alb0", "A1B0"],
    ["AIBO", "A1B0"],
    ["a1-b0", "A1B0"],
    ["a1b0c", "A1B0"],
    ["", ""],
  ])("takes “%s” as %s", (typed, printed) => expect(asPrinted(typed)).toBe(printed));
});
