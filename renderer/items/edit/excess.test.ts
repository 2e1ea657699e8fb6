import { describe, expect, it } from "vitest";
import { draftOf } from "./draft.ts";
import { excessOf, excessOfTags, isTooLong } from "./excess.ts";

const draft = { ...draftOf(null, {}), title: "Scales" };

describe("what is too long for an item", () => {
  it("is counted, by characters or by the bytes of a long text", () => {
    expect(excessOf("title", "x".repeat(200))).toBe(0);
    expect(excessOf("title", "x".repeat(260))).toBe(60);
    expect(excessOf("notes", "x".repeat(65_536))).toBe(0);
    expect(excessOf("notes", "x".repeat(71_656))).toBe(6120);
    expect(excessOf("notes", "ä".repeat(32_768))).toBe(0);
    expect(excessOf("notes", "ä".repeat(32_769))).toBe(2);
    expect(excessOfTags(`a, ${"x".repeat(103)}`)).toBe(3);
    expect(excessOf("password", null)).toBe(0);
  });
  it("is found wherever in the editor it stands", () => {
    const long = "x".repeat(70_000);
    const field = { key: 0, from: null, name: "PIN", type: "text" as const, value: "1" };
    const url = { url: long, match: "domain" as const };
    expect(isTooLong({ ...draft, fields: [field] })).toBe(false);
    for (const change of [
      ...[{ title: long }, { username: long }, { password: long }, { notes: long }, { tags: long }, { urls: [url] }],
      ...[{ fields: [{ ...field, name: long }] }, { fields: [{ ...field, value: long }] }],
    ])
      expect(isTooLong({ ...draft, ...change })).toBe(true);
  });
});
