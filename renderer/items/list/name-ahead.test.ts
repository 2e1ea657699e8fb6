import { describe, expect, it } from "vitest";
import { createWord, placeOfName, wordMs } from "./name-ahead.ts";

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

describe("the word that is being typed on names", () => {
  const typing = () => {
    const clock = { ms: 0 };
    const word = createWord<string>(() => clock.ms);
    word.put("mar", "Marketing");
    return { clock, word };
  };

  it("goes on at the name that it led to, for a moment", () => {
    const { clock, word } = typing();
    word.cameTo("Marketing");
    expect([word.goesOn("Marketing"), word.goesOn("Personal"), word.text()]).toEqual([true, false, "mar"]);
    clock.ms = wordMs;
    expect(word.goesOn("Marketing")).toBe(false);
  });

  it("ends as the focus goes elsewhere, also where it is back within that moment", () => {
    const { word } = typing();
    word.cameTo("the search");
    word.cameTo("Marketing");
    expect([word.goesOn("Marketing"), word.where()]).toEqual([false, undefined]);
  });
});
