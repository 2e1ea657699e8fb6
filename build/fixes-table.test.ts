import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixes } from "./fixes-table.ts";
import { root } from "./root.ts";
import { taken } from "./take-back.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");

describe("the table of the shell's fixes", () => {
  it.each(fixes.map((fix) => [fix.name, fix] as const))("can take back: %s", (_name, { changes, cases, testFile }) => {
    for (const change of changes) expect(taken(read(change.file), change)).not.toBe(read(change.file));
    expect(existsSync(join(root, testFile))).toBe(true);
    expect(cases.length).toBeGreaterThan(0);
  });

  it("names each fix once", () => {
    expect(new Set(fixes.map(({ name }) => name)).size).toBe(fixes.length);
  });

  it("takes nothing back where the text is missing or stands twice", () => {
    const change = { file: "x", text: "a", without: "" };
    expect(() => taken("b", change)).toThrow("0 times");
    expect(() => taken("a a", change)).toThrow("2 times");
    expect(taken("b a $&", { ...change, without: "$&" })).toBe("b $& $&");
  });
});
