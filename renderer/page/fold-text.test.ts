import { describe, expect, it } from "vitest";
import { isFound } from "./fold-text.ts";

describe("searching a short list", () => {
  it.each([
    ["so", "Søren Ankersen", true],
    ["zsofia", "Zsófia Kovács", true],
    ["łuk", "Łukasz Wójcik", true],
    ["wojcik luk", "Łukasz Wójcik", true],
    ["STRASSE", "Straße", true],
    ["", "anything", true],
    ["  ", "anything", true],
    ["xy", "Søren", false],
  ])("%s in %s: %s", (typed, text, found) => expect(isFound(typed, text)).toBe(found));
  it("looks at all texts", () => expect(isFound("dana example", "Dana", "d@nordlicht.example")).toBe(true));
});
