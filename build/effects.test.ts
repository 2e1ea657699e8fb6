/**
 * An effect gives back nothing, or what ends it. An arrow without braces gives back what its call does, which types hide: that
 * `scrollIntoView` and its like answer with a promise in newer Chromium took the whole page down at the second effect.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sources } from "./check-imports.ts";
import { root } from "./root.ts";

/** What these give is the end of what they began. */
const begins = ["void ", "() => {", "on(", "keeper.put(", "(isOpen ? layers.open(", "(isTyping ? beginTyping("];
const withoutBraces = /use(?:Layout|Insertion)?Effect\(\s*\(\) => (?!\{)([^\n]*)/g;

/** What effects of this source give back without saying so. */
function givenBack(source: string): string[] {
  const given = [...source.matchAll(withoutBraces)].map(([, text]) => text as string);
  return given.filter((text) => !begins.some((begin) => text.startsWith(begin)));
}

describe("effects of the page", () => {
  it("give back nothing but their end", () => {
    const pages = sources().filter((file) => file.startsWith("renderer/"));
    expect(pages.length).toBeGreaterThan(40);
    expect(pages.flatMap((file) => givenBack(readFileSync(join(root, file), "utf8")).map((at) => [file, at]))).toEqual(
      [],
    );
  });

  it.each([
    ["useEffect(() => row.scrollIntoView(), [row]);", 1],
    ["useLayoutEffect(\n  () => virtual.measure(), [virtual]);", 1],
    ["useEffect(() => on(name, listener), [name]);", 0],
    ["useEffect(() => {\n  row.scrollIntoView();\n}, [row]);", 0],
  ])("of %j are %i that give something else", (source, count) => {
    expect(givenBack(source)).toHaveLength(count);
  });
});
