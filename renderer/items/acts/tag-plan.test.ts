import { describe, expect, it } from "vitest";
import type { Permission, VaultShape } from "../../../shared/contract/shapes.ts";
import { tagsOf } from "../edit/draft.ts";
import { tagPlan } from "./tag-plan.ts";

const vault = (name: string, permission: Permission): VaultShape => ({
  ...{ vault: name, kind: "shared", title: name, permission, state: "ready", count: 0, absent: 0, leave: "no" },
  access: [],
  readers: [],
});
const vaults = [vault("mine", "edit"), vault("theirs", "use")];
const row = (item: string, of: string, ...tags: string[]) => ({ item, vault: of, version: 3, tags });

describe("tagging several items", () => {
  it("changes what may be changed, and counts what may only be viewed", () => {
    const plan = tagPlan([row("a", "mine", "old"), row("b", "theirs"), row("c", "mine")], vaults, ["bank"]);
    expect(plan.saves).toEqual([
      { item: "a", vault: "mine", base: 3, tags: ["old", "bank"] },
      { item: "c", vault: "mine", base: 3, tags: ["bank"] },
    ]);
    expect(plan).toMatchObject({ had: 0, closed: 1 });
  });
  it("saves nothing where the tags are there, also in what may only be viewed", () => {
    expect(tagPlan([row("a", "theirs", "bank")], vaults, ["bank"])).toEqual({ saves: [], had: 1, closed: 0 });
  });
  it("takes a comma for the end of a tag, as the editor does", () => {
    expect(tagsOf(" bank, tax ,, bank")).toEqual(["bank", "tax"]);
  });
});
