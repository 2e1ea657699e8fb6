import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretGroups, secretRuns } from "./secret-text.tsx";

describe("colours of a secret", () => {
  it("cuts letters, digits and symbols apart and loses nothing", () => {
    const secret = "vK7#tq-Rz92&mWx!4Lp";
    const runs = secretRuns(secret);
    expect(runs.map(({ text }) => text).join("")).toBe(secret);
    expect(runs.slice(0, 4)).toEqual([
      { kind: "letter", text: "vK" },
      { kind: "digit", text: "7" },
      { kind: "symbol", text: "#" },
      { kind: "letter", text: "tq" },
    ]);
  });
  it("gives every space a place of its own", () => {
    expect(secretRuns("a  b")).toEqual([
      { kind: "letter", text: "a" },
      { kind: "space", text: " " },
      { kind: "space", text: " " },
      { kind: "letter", text: "b" },
    ]);
  });
  it("keeps whole characters together", () => {
    expect(secretRuns("e\u0301👩‍👩‍👧1")).toEqual([
      { kind: "letter", text: "e\u0301" },
      { kind: "symbol", text: "👩‍👩‍👧" },
      { kind: "digit", text: "1" },
    ]);
    expect(secretRuns("")).toEqual([]);
  });
});

describe("groups of a long secret", () => {
  it("leaves a short one whole", () => expect(secretGroups("a".repeat(32))).toEqual(["a".repeat(32)]));
  it("cuts a long one in eights without losing a character", () => {
    const secret = "x".repeat(37);
    expect(secretGroups(secret).map((group) => group.length)).toEqual([8, 8, 8, 8, 5]);
    expect(secretGroups(secret).join("")).toBe(secret);
  });
  it("loses nothing, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (piece) => secretGroups(piece).join("") === piece),
    );
  });
});
