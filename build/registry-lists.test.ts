import { describe, expect, it } from "vitest";
import { findLists, namesIn } from "./registry-lists.ts";

const table = "export const rows = { one, 'two-two': second, three: {}, four } satisfies Record<string, Rule>;";
const registries = [{ name: "rows", names: namesIn(table, "rows"), own: ["shared/rows.ts"] }];
const found = (source: string, file = "shared/x.ts") => findLists(file, source, registries);

describe("names of a registry", () => {
  it("are read from its table", () => {
    expect([...namesIn(table, "rows")]).toEqual(["one", "two-two", "three", "four"]);
    expect([...namesIn('export const rows = ["one", "three"] as const;', "rows")]).toEqual(["one", "three"]);
  });

  it.each([
    ['const list = ["one", "two-two", "three"];'],
    ['const list = new Set(["one", "three", "four", "other"]);'],
    ['type Some = "one" | "two-two" | "four";'],
    ['switch (a) { case "one": b(); break; case "three": case "four": c(); }'],
    ['const is = a === "one" || a === "three" || a === "four";'],
    ['const is = a !== "one" && a !== "three" && a !== "four";'],
    ["const sql = \"select 1 from t where type in ('one', 'three', 'four')\";"],
    ["const sql = `select 1 from t where type IN ('one', 'three', 'four')`;"],
  ])("are repeated by %s", (source) => expect(found(source)[0]).toMatch(/^shared\/x\.ts:1 rows: one /));

  it.each([
    ['const list = ["one", "two-two"];'],
    ['const list = ["one", "two-two", "three", "a", "b", "c", "d"];'],
    ["const table = { one: 1, 'two-two': 2, three: 3, four: 4 };"],
    ['const is = a === "one" || b;'],
  ])("are not repeated by %s", (source) => expect(found(source)).toEqual([]));

  it("may stand in their own file", () => {
    expect(found('type Some = "one" | "two-two" | "four";', "shared/rows.ts")).toEqual([]);
  });
});
