import { expect, it } from "vitest";
import { countsAt } from "./register-trend.ts";

it.each([
  ["nothing", [], [0, 5], [0, 0]],
  ["one that stays, from its own instant on", [{ from: 3, to: null }], [2, 3, 4], [0, 1, 1]],
  ["one that ends, without its last instant", [{ from: 3, to: 5 }], [3, 4, 5, 6], [1, 1, 0, 0]],
  ["one whose end is before its beginning, by another clock", [{ from: 5, to: 3 }], [2, 3, 4, 5, 6], [0, 0, 0, 0, 0]],
  [
    "several, at times without an order",
    [
      { from: 1, to: 4 },
      { from: 2, to: null },
    ],
    [9, 1, 3],
    [1, 1, 2],
  ],
])("of %s", (_name, lives, times, counts) => {
  expect(countsAt(lives, times)).toEqual(counts);
});
