/** The word that says how the window looks: kept over a restart, and whatever else lies there counts as none. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { ok } from "../../shared/failures.ts";
import { appearanceFile } from "./appearance-file.ts";

describe("how the window looks", () => {
  it("is as the system has it until something is chosen, and then as chosen", () => {
    const dataDir = join(scratchDir(), "new");
    expect(appearanceFile(dataDir).get()).toBe("system");
    for (const chosen of ["dark", "light", "system"] as const) {
      expect(appearanceFile(dataDir).set(chosen)).toEqual(ok(true));
      expect(appearanceFile(dataDir).get()).toBe(chosen);
    }
    expect(readFileSync(join(dataDir, "appearance"), "utf8")).toBe("system\n");
  });

  it.each([
    ["nothing", ""],
    ["another word", "purple"],
    ["markup", `dark"><script>`],
    ["a word that goes on", `dark${" ".repeat(20)}x`],
    ["very much", "dark".repeat(1_000_000)],
  ])("is as the system has it where the file holds %s", (_, text) => {
    const dataDir = scratchDir();
    writeFileSync(join(dataDir, "appearance"), text);
    expect(["system", "dark"]).toContain(appearanceFile(dataDir).get());
    if (!text.startsWith("dark ")) expect(appearanceFile(dataDir).get()).toBe("system");
  });

  it("is refused where the disk refuses it", () => {
    const dataDir = scratchDir();
    mkdirSync(join(dataDir, "appearance"));
    expect(appearanceFile(dataDir).get()).toBe("system");
    expect(appearanceFile(dataDir).set("dark")).toMatchObject({ failure: { code: "storage-full" } });
  });
});
