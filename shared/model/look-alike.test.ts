/** Which names may be taken for each other. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookOf } from "./look-alike.ts";

describe("a name that may be taken for Dana Okonkwo", () => {
  it.each([
    "Dana Okonkwo",
    "dana okonkwo",
    "Dana  Okonkwo ",
    "Okonkwo, Dana",
    "Dаnа Оkоnkwо",
    "Dana Ok0nkw0",
    "Dana\u200b Okon\u00adkwo",
    "\u202eDana Okonkwo",
    "Ｄａｎａ Okonkwo",
    "Dána Ókonkwo",
    "Dαnα Οkοnkwο",
    "Dana Okonkvvo",
  ])("%j", (name) => {
    expect(lookOf(name)).toBe(lookOf("Dana Okonkwo"));
  });

  it.each(["Diana Okonkwo", "Dana Okonkwo-Weber", "Dana", "🚀", "Дана Оконкво", ""])("is not %j", (name) => {
    expect(lookOf(name)).not.toBe(lookOf("Dana Okonkwo"));
  });

  it("has a capital i for a small L, a one for an i, and rn for m", () => {
    expect(lookOf("Ian Lim")).toBe(lookOf("lan Llm"));
    expect(lookOf("Tim")).toBe(lookOf("T1rn"));
  });

  it("is told apart where it is of signs alone", () => {
    expect(lookOf("🚀")).not.toBe(lookOf("🛰️"));
  });

  it.each(["↚", "⊬", "≠ ≠"])("is alike itself in every form where it is of signs alone: %s", (name) => {
    expect(lookOf(name.normalize("NFC"))).toBe(lookOf(name.normalize("NFD")));
  });

  it("is alike itself in every form, with spaces around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(lookOf(name.normalize("NFC"))).toBe(lookOf(name.normalize("NFD")));
        expect(lookOf(` ${name} `)).toBe(lookOf(name));
      }),
    );
  });
});
