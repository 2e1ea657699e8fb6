import { describe, expect, it } from "vitest";
import { findLost, headingsOf } from "./citations.ts";

const headings = {
  protocol: headingsOf("# Page\n## Cuts\n### Cuts and pins bind\ntext"),
  model: headingsOf("## Items\n"),
};
const lost = (text: string) => findLost("x.ts", text, headings);

describe("citations", () => {
  it("takes names of sections and sub-sections, also over a line's end", () => {
    expect(lost("// [protocol: Cuts] [protocol: Cuts and pins bind] [model: Items]")).toEqual([]);
    expect(lost("/** [protocol: Cuts and\n * pins bind] */")).toEqual([]);
  });

  it("names file and line of a citation that leads nowhere", () => {
    expect(lost("\n// [protocol: Cut]")).toEqual(["x.ts:2 [protocol: Cut]"]);
    expect(lost("// [model: Cuts]")).toEqual(["x.ts:1 [model: Cuts]"]);
    expect(lost("// [protocol: 5]")).toEqual(["x.ts:1 [protocol: 5]"]);
    expect(lost("// [protocol: Page]")).toHaveLength(1);
  });
});
