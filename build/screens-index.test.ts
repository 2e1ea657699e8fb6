import { describe, expect, it } from "vitest";
import { besideOf, indexOf } from "./screens-index.ts";

const others = new Set([
  "items-light",
  "items-dark",
  "items-small",
  "items-small-dark",
  "people",
  "people-full-900-dark",
  "item-move",
  "invite-dialog",
  "invite-dialog-small",
  "invite-ready",
]);

describe("the page of all screens", () => {
  it.each([
    ["items-full-1440-light", "items-light"],
    ["items-full-1440-dark", "items-dark"],
    ["items-one-900-light", "items-small"],
    ["items-one-900-dark", "items-small-dark"],
    ["people-full-900-dark", "people-full-900-dark"],
    ["people-long-names-1440-light", "people"],
    ["people-full-1440-dark", null],
    ["welcome-empty-1440-light", null],
    ["items-move-long-names-1440-light", "item-move"],
    ["people-invite-full-1440-light", "invite-dialog"],
    ["people-invite-full-900-light", "invite-dialog-small"],
    ["people-invite-ready-full-1440-light", "invite-ready"],
    ["people-invite-ready-full-900-light", "invite-ready"],
  ])("puts %s next to %s", (name, beside) => expect(besideOf(name, others)).toBe(beside));

  it("shows both", () => {
    const page = indexOf([{ name: "items-full-1440-light", beside: "items-light" }], "../design");
    expect(page).toContain('src="items-full-1440-light.png"');
    expect(page).toContain('src="../design/items-light.png"');
  });
});
