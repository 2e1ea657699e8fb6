import { describe, expect, it } from "vitest";
import { folderGraph, longFunctions, orderFolders } from "./folder-order.ts";

const order = (imports: Record<string, string[]>) =>
  orderFolders(
    folderGraph(
      "server",
      Object.entries(imports).map(([file, targets]) => ({ file, targets })),
    ),
  );

describe("the order of folders", () => {
  it("goes from the importing folder to the imported one", () => {
    const found = order({
      "server/b/x.ts": ["server/c/x.ts"],
      "server/a/x.ts": ["server/b/x.ts"],
      "server/c/x.ts": [],
    });
    expect(found).toEqual({ circles: [], order: ["server/a", "server/b", "server/c"] });
  });

  it("finds a circle that no two files close", () => {
    const found = order({ "server/a/one.ts": ["server/b/one.ts"], "server/b/two.ts": ["server/a/two.ts"] });
    expect(found.circles).toEqual([["server/a", "server/b"]]);
  });

  it("finds a circle of three, and one of a folder and its subfolder", () => {
    const three = order({
      "server/a/x.ts": ["server/b/x.ts"],
      "server/b/x.ts": ["server/c/x.ts"],
      "server/c/x.ts": ["server/a/y.ts"],
    });
    expect(three.circles).toEqual([["server/a", "server/b", "server/c"]]);
    const nested = order({ "server/a/x.ts": ["server/a/in/x.ts"], "server/a/in/y.ts": ["server/a/y.ts"] });
    expect(nested.circles).toEqual([["server/a", "server/a/in"]]);
  });

  it("lets files at the top of an area stand above and below its folders", () => {
    const found = order({ "server/app.ts": ["server/a/x.ts"], "server/a/x.ts": ["server/context.ts"] });
    expect(found).toEqual({ circles: [], order: ["server/app.ts", "server/a", "server/context.ts"] });
    expect(order({ "server/app.ts": ["server/a/x.ts"], "server/a/x.ts": ["server/app.ts"] }).circles).toHaveLength(1);
  });
});

describe("long functions", () => {
  const body = (lines: number) => `export function f() {\n${"  g();\n".repeat(lines - 2)}}\n`;

  it("are those of more than sixty lines", () => {
    expect(longFunctions("x.ts", body(60))).toEqual([]);
    expect(longFunctions("x.ts", body(61))).toEqual(["x.ts:1 (61 lines)"]);
  });
});
