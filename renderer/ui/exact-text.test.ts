import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { piecesOf } from "./exact-text.tsx";

describe("an exact text", () => {
  it.each([
    ["dana@nordlicht.example", ["dana@", "nordlicht.", "example"]],
    ["https://a-b.example/x", ["https://", "a-", "b.", "example/", "x"]],
    ["plain", ["plain"]],
    ["ends.", ["ends."]],
    ["", [""]],
  ])("wraps %s only after its signs", (text, pieces) => expect(piecesOf(text)).toEqual(pieces));

  it("is the same text, whatever it is", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => piecesOf(text).join("") === text));
  });
});
