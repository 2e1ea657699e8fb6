import { describe, expect, it } from "vitest";
import { words } from "./words.ts";

describe("what is told once an act is done", () => {
  const rows = Object.entries(words.notices) as [string, (...names: unknown[]) => string][];
  it.each(rows)("%s names what it was done with, and everything else that is handed to it", (_, said) => {
    const names = ["Mailchimp", "7", "9"].slice(0, said.length);
    for (const name of names) expect(said(...names)).toContain(name);
  });
  it.each(rows)("%s is one line without a stop at its end", (_, said) => {
    expect(said("Mailchimp", 2)).toMatch(/^[^\n]+[^.\n]$/);
  });
  it("calls an item without a title what it is", () => {
    expect(words.notices.saved("")).toBe("Login saved");
  });
});
