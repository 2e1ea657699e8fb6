import { describe, expect, it } from "vitest";
import { hues } from "./theme.ts";
import { initials, tintOf } from "./tint.ts";

describe("letters of avatars and marks", () => {
  it.each([
    ["Ivo Marković", "IM"],
    ["Maximiliane von Schönborn-Buchheim", "MS"],
    ["Cher", "C"],
    ["  ", "–"],
    ["ödön király", "ÖK"],
  ])("of the person %s are %s", (name, letters) => expect(initials(name, "person")).toBe(letters));
  it.each([
    ["GitHub", "Gh"],
    ["LinkedIn Company Page", "Li"],
    ["Mailchimp", "Ma"],
    ["AWS, root", "Aw"],
    ["1Password", "1p"],
    ["X", "X"],
    ["(empty entry)", "Em"],
    ["@nordlicht", "No"],
    ["!!!", "–"],
  ])("of the thing %s are %s", (name, letters) => expect(initials(name, "thing")).toBe(letters));
});

describe("tints", () => {
  it("are the same for the same id and use all hues", () => {
    expect(tintOf("0a1b")).toBe(tintOf("0a1b"));
    const seen = new Set(Array.from({ length: 400 }, (_, at) => tintOf(`id${at}`)));
    expect(seen.size).toBe(hues.length);
  });
});
