/** The closing line's counts and reasons, from a real run over a few made-up tests. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "./root.ts";

// Inside the project, so that the made-up tests find Vitest.
const folder = mkdtempSync(join(root, "node_modules/.closing-line-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(tests: Record<string, string>): { output: string; counts: string } {
  for (const [name, source] of Object.entries(tests)) writeFileSync(join(folder, name), source);
  const config = `export default { test: { include: ["*.test.js"], reporters: [${JSON.stringify(join(root, "build/closing-line.ts"))}] } };`;
  writeFileSync(join(folder, "vitest.config.js"), config);
  const told = join(folder, "counts");
  const done = spawnSync(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", folder], {
    env: { PATH: process.env.PATH, LATCHKEY_TEST_COUNTS: told },
    encoding: "utf8",
  });
  return { output: done.stdout, counts: readFileSync(told, "utf8") };
}

describe("the closing line", () => {
  it("counts what passed, failed, was skipped, and what broke outside any test; tells why", () => {
    const { output, counts } = run({
      "a.test.js": `import { expect, it } from "vitest";
        it("passes", () => {});
        it("fails", () => expect(1).toBe(2));
        it.skip("is off", () => {});
        let calls = 0;
        it("passes the second time", { retry: 1 }, () => expect(++calls).toBe(2));
        it("needs a part", (context) => context.skip("no Chromium here"));`,
      "c.test.js": `import { afterAll, describe, it } from "vitest";
        describe("a suite", () => { afterAll(() => { throw new Error("left behind"); }); it("passes too", () => {}); });`,
      "b.test.js": `import { it } from "vitest"; throw new Error("broken file"); it("never runs", () => {});`,
    });
    expect(counts).toBe("3 passed, 3 failed, 2 skipped");
    expect(output).toMatch(/failed: a.test.js > fails \(.*expected 1 to be 2.* at .*a.test.js:3\)/);
    expect(output).toMatch(/failed: b.test.js \(broken file at .*b.test.js:1\)/);
    expect(output).toMatch(/failed: c.test.js \(left behind at .*c.test.js:2\)/);
    expect(output).toMatch(/repeated: a.test.js > passes the second time \(.*expected 1 to be 2.*\)/);
    expect(output).toContain("skipped: a.test.js > is off (marked in its file)");
    expect(output).toContain("skipped: a.test.js > needs a part (no Chromium here)");
  });
});
