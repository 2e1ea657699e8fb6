import { describe, expect, it } from "vitest";
import { placeOfName } from "./name-ahead.ts";

describe("letters on a name among others", () => {
  const names = ["All items", "Personal", "Kasse", "Möbelhaus", "Neue Kasse"];
  it.each([
    ["ka", 2],
    ["MO", 3],
    ["p", 1],
    ["neue k", 4],
    ["i", 0],
    ["x", null],
  ])("%s leads to place %s: a beginning goes before a word further on", (typed, place) =>
    expect(placeOfName(names, typed)).toBe(place),
  );
});
