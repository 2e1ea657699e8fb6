/** Filters of tools: each with a tool that it keeps and one that it leaves away. */
import { expect, it } from "vitest";
import type { ToolRow } from "../../shared/contract/tool-shapes.ts";
import { type FilterName, filteredTools, filterNames, foundTools } from "./tool-filters.ts";

const row = (more: Partial<ToolRow>): ToolRow => ({
  ...{ tool: "t", name: "GitHub", domains: ["github.com"], owner: "ada", deputy: "bob", dataClass: "internal" },
  ...{ signInBy: null, state: "shown", accounts: 0, twin: null },
  ...more,
});
const active = new Map([
  ["ada", "Ada"],
  ["bob", "Bob"],
]);
const cases: Record<FilterName, [kept: Partial<ToolRow>, left: Partial<ToolRow>]> = {
  all: [{}, { state: "archived" }],
  mine: [{ owner: "self" }, {}],
  noOwner: [{ owner: "gone" }, {}],
  noDeputy: [{ deputy: "gone" }, {}],
  strict: [{ dataClass: "strictly-confidential" }, { dataClass: "confidential" }],
  twice: [{ twin: "u" }, {}],
  archived: [{ state: "archived" }, {}],
};
it.each(filterNames)("%s", (name) => {
  const [kept, left] = cases[name].map(row);
  expect(filteredTools([kept as ToolRow, left as ToolRow], "self", active)[name]).toEqual([kept]);
});
it("a deputy who was never named is none", () => {
  expect(filteredTools([row({ deputy: null })], "self", active).noDeputy).toHaveLength(1);
});
it.each([
  ["hub", 1],
  ["github.com", 1],
  ["ada", 1],
  ["bob", 0],
  ["", 1],
])("%s finds %d", (text, count) => {
  expect(foundTools([row({})], text, active)).toHaveLength(count);
});
