/** What the page is built from, followed to the end: each step may be allowed while their way leads to cryptography, which the page's policy refuses to load. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sources } from "./check-imports.ts";
import { importsOf, resolveImport } from "./imports.ts";
import { root } from "./root.ts";

/** Every file that runs with these, each with the way to it. */
function reachedFrom(starts: string[]): Map<string, string> {
  const ways = new Map(starts.map((file) => [file, file]));
  for (const [file, way] of ways) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const { specifier, isType } of importsOf(file, readFileSync(join(root, file), "utf8"))) {
      if (specifier === null || isType) continue;
      const target = resolveImport(root, file, specifier);
      if ("path" in target && !ways.has(target.path)) ways.set(target.path, `${way} > ${target.path}`);
    }
  }
  return ways;
}

describe("the page", () => {
  it("reaches neither cryptography nor the program", () => {
    const page = sources().filter((file) => file.startsWith("renderer/") && !/\.test\.tsx?$/.test(file));
    const reached = reachedFrom(page);
    expect(reached.size).toBeGreaterThan(page.length);
    const forbidden = [...reached].filter(([file]) => /^(shared\/crypto|main|server)\//.test(file));
    expect(forbidden.map(([, way]) => way)).toEqual([]);
  });

  it("would be seen to reach it", () => {
    expect(reachedFrom(["shared/model/conflict-id.ts"]).has("shared/crypto/hash.ts")).toBe(true);
  });
});
