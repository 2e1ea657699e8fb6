/** Where the groups of a file go before anybody has chosen: never to where somebody else reads. */
import { describe, expect, it } from "vitest";
import type { ImportPreview } from "../../shared/contract/import-shapes.ts";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { sharedTargets } from "./preview-rows.ts";
import { likelyTargets, type Targets, vaultForEach } from "./targets.ts";

const vault = (id: string, title: string, readers: number): VaultShape => ({
  ...{ vault: id, kind: title === "" ? "personal" : "shared", title, permission: "manage", state: "ready" },
  ...{ count: 0, absent: 0, leave: "no" },
  access: [],
  readers: Array.from({ length: readers }, (_, at) => ({ user: `u${at}`, permission: "edit" as const })),
});
const vaults = [vault("p", "", 1), vault("own", "Work", 1), vault("shared", "Marketing", 3)];
const groups = ["Work", "Marketing", "Clients/Marketing", "New"].map((name) => ({ name, count: 1 }));

describe("groups of a file", () => {
  it("go to a vault of one's own that is called so, else to the personal one", () => {
    expect([...likelyTargets(groups, vaults).values()]).toEqual(["own", "p", "p", "p"].map((id) => ({ vault: id })));
  });

  it("get a vault each, never one that somebody else reads", () => {
    expect([...vaultForEach([...groups.slice(0, 2), ...groups.slice(3)], vaults).values()]).toEqual([
      { vault: "own" },
      { newVault: "Marketing" },
      { newVault: "New" },
    ]);
    expect(vaultForEach(groups, vaults).get("Clients/Marketing")).toEqual({ newVault: "Clients/Marketing" });
  });
});

it("what goes to where others read is counted: new items there, and changed ones wherever they lie", () => {
  const row = { name: "X", kind: "login", username: null, notes: [], fileBytes: 0, vault: null, state: "new" as const };
  const brings = { code: false, websites: 0, tags: 0, fields: 0, files: 0, older: 0 };
  const preview: ImportPreview = {
    ...{ preview: "x", fileName: "", format: "csv", formatVersion: "CSV", groups, notTaken: [] },
    items: [
      { ...row, brings, group: "Work" },
      { ...row, brings, group: "Marketing" },
      { ...row, brings, group: "Marketing" },
      { ...row, brings, group: "Work", state: "changed", vault: "shared" },
      { ...row, brings, group: "Work", state: "same", vault: "shared" },
    ],
  };
  const targets: Targets = new Map([
    ["Work", { vault: "own" }],
    ["Marketing", { vault: "shared" }],
  ]);
  const choice = { targets, left: new Set([1]), titleOf: () => "" };
  expect(sharedTargets(preview, choice, vaults).map((one) => [one.vault.vault, one.items])).toEqual([["shared", 2]]);
});
