import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Marks, markRange, noMarks, rangeTo, toggleMark } from "./marks.ts";

const list = Array.from({ length: 30 }, (_, at) => `item-${at}`);
const place = fc.nat({ max: list.length - 1 });
const upTo = (marks: Marks, at: number): Marks => {
  const { first, last } = rangeTo(marks, at);
  return markRange(marks, list.slice(first, last + 1));
};

describe("marks", () => {
  it("toggled twice are as before, whatever was marked", () => {
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 1 }), place, (marked, at) => {
        const marks: Marks = { ids: new Set(marked.map((one) => list[one] as string)), from: 0 };
        const item = list[at] as string;
        const once = toggleMark(marks, { item, at }, null);
        expect(once.ids.has(item)).toBe(!marks.ids.has(item));
        // The last one that goes takes the mode with it: what is toggled next is alone.
        if (once.ids.size > 0) expect(toggleMark(once, { item, at }, null).ids).toEqual(marks.ids);
      }),
    );
  });

  it("take the selected row along with the first mark", () => {
    const marks = toggleMark(noMarks, { item: "b", at: 1 }, "a");
    expect([...marks.ids].toSorted()).toEqual(["a", "b"]);
    expect(marks.from).toBe(1);
  });

  it("of a range hold both ends and all between, both ways, and follow the last place alone", () => {
    fc.assert(
      fc.property(place, fc.array(place, { minLength: 1, maxLength: 8 }), (from, steps) => {
        let marks: Marks = { ids: new Set(), from };
        for (const at of steps) marks = upTo(marks, at);
        const at = steps.at(-1) as number;
        const [first, last] = [Math.min(from, at), Math.max(from, at)];
        expect([...marks.ids]).toEqual(list.slice(first, last + 1));
        expect(marks.from).toBe(from);
      }),
    );
  });
});
