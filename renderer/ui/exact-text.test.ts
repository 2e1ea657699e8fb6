import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { piecesOf } from "./exact-text.tsx";

describe("an exact text", () => {
  it.each([
    ["dana@nordlicht.example", ["dana@", "nordlicht.", "example"]],
    ["https://a-b.example/x", ["https://", "a-", "b.", "example/", "x"]],
    ["plain", ["plain"]],
    ["ends.", ["ends."]],
    ["", []],
    ["ABCD EFGH", ["ABCD ", "EFGH"]],
    [" two  spaces ", [" ", "two  ", "spaces "]],
    ["a.  b", ["a.  ", "b"]],
    ["what?{yes}!no&more", ["what?{yes}!no&more"]],
    ["a-\u0301b", ["a-\u0301b"]],
    ["one\n\ntwo ", ["one", "\n", "\n", "two "]],
  ])("wraps %j only after its signs", (text, pieces) => expect(piecesOf(text)).toEqual(pieces));

  it("is the same text, whatever it is", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => piecesOf(text).join("") === text));
  });

  it("never ends a line before a sign that goes with the one before, and has a line's end by itself", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "?", "}", " ", "\n", "@", ".", "-", "/") });
    const isPiece = (piece: string, next: string | undefined): boolean =>
      piece === "\n" || (!piece.includes("\n") && (next === undefined || next === "\n" || /[@.\-/\s]$/.test(piece)));
    fc.assert(fc.property(text, (one) => piecesOf(one).every((piece, at, all) => isPiece(piece, all[at + 1]))));
  });
});
