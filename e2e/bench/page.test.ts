import { describe, expect, it } from "vitest";
import { tableOf, writtenByPeople } from "./page.ts";
import { stages, stagesFor } from "./rows.ts";

describe("the bench's table", () => {
  it("runs what a stage needs before it, and closes afterwards", () => {
    expect(stagesFor(["pull"])).toEqual(["import", "push", "pull", "close"]);
    expect(stagesFor(null)).toEqual(Object.keys(stages));
  });

  it("shows median, spread and ratio, and whether the budget is held", () => {
    const ours = { checkout: "ours", measured: { unlock: [{ ms: 20 }, { ms: 30 }, { ms: 10 }] } };
    const [, , row] = tableOf([ours], { keepassxc: [100, 100, 100], snapshot: [5, 5, 5] }, ["unlock"]);
    expect(row).toContain("| 20.00 ms | 10.00 to 30.00 |");
    expect(row).toContain("keepassxc-cli 100 ms: 0.20 (0.10 to 0.30)");
    expect(row).toMatch(/\| NO \|$/);
  });

  it("is written anew, and what people wrote below it stays", () => {
    expect(writtenByPeople("# Performance\n\n| a |\n\n## Why\n\nBecause.\n")).toBe("\n## Why\n\nBecause.\n");
    expect(writtenByPeople("# Performance\n")).toBe("");
  });

  it("shows a dash for what another checkout lacks", () => {
    const sides = [
      { checkout: "ours", measured: { reveal: [{ p99Ms: 3 }] } },
      { checkout: "other", measured: {} },
    ];
    const [, , row] = tableOf(sides, {}, ["reveal"]);
    expect(row).toMatch(/\| yes \| - \| - \|$/);
  });
});
