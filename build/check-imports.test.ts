import { describe, expect, it } from "vitest";
import { findCycles, findFaults } from "./check-imports.ts";
import { resolveImport, specifiers } from "./imports.ts";

describe("import rules", () => {
  it("sees every form of an import, and none in comments", () => {
    const source = [
      'import a from "./a.ts";',
      'import type { B } from "./b.ts";',
      'export * from "./c.ts";',
      'import "./d.css";',
      'const e = await import("./e.ts");',
      'const f = require("./f.cjs");',
      'type G = import("./g.ts").G;',
      '// import h from "./h.ts";',
      '/* import i from "./i.ts"; */',
      'import {\n  j,\n} from "./j.ts";',
      'const url = "https://example.org/import";',
    ].join("\n");
    expect(specifiers(source).sort()).toEqual([
      "./a.ts",
      "./b.ts",
      "./c.ts",
      "./d.css",
      "./e.ts",
      "./f.cjs",
      "./g.ts",
      "./j.ts",
    ]);
  });

  it("judges where a path really leads, not how it is written", () => {
    const faults = (file: string, source: string) => findFaults([file], () => source);
    expect(faults("renderer/items/list.ts", 'import "../../shared/contract/../crypto/hash.ts";')).toHaveLength(1);
    expect(faults("renderer/items/list.ts", 'import "../../shared/contract/shapes.ts";')).toEqual([]);
    expect(faults("shared/model/items.ts", 'import fs from "fs";')).toHaveLength(1);
    expect(faults("shared/model/items.ts", 'import sodium from "libsodium-wrappers-sumo";')).toHaveLength(1);
    expect(faults("shared/crypto/x.ts", 'import sodium from "libsodium-wrappers-sumo";')).toEqual([]);
    expect(faults("main/core/app.ts", `type X = ${"import"}("../node/http.ts").X;`)).toHaveLength(1);
    expect(faults("main/host/core-link.ts", 'import { app } from "electron";')).toHaveLength(1);
    expect(faults("preload/preload.ts", 'import "../shared/contract/commands.ts";')).toHaveLength(1);
    expect(faults("server/app.ts", 'import "../shared/model/items.ts";')).toHaveLength(1);
    expect(faults("nowhere/x.ts", "")).toHaveLength(1);
  });

  it("finds cycles, also through types", () => {
    expect(
      findCycles(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["a"]],
          ["d", ["a"]],
        ]),
      ),
    ).toEqual(["cycle: a -> b -> c -> a"]);
    expect(
      findCycles(
        new Map([
          ["a", ["b", "c"]],
          ["b", ["c"]],
        ]),
      ),
    ).toEqual([]);
  });

  it("refuses files that grew too long", () => {
    expect(findFaults(["shared/x.ts"], () => "\n".repeat(401))).toHaveLength(1);
    expect(findFaults(["shared/x.test.ts"], () => "\n".repeat(401))).toEqual([]);
  });

  it("knows Node's own modules by both names", () => {
    expect(resolveImport("/p", "a/b.ts", "fs")).toEqual({ package: "node:fs" });
    expect(resolveImport("/p", "a/b.ts", "@mantine/core/styles.css")).toEqual({ package: "@mantine/core" });
  });
});
