import { describe, expect, it } from "vitest";
import { commands, eventNames } from "./commands.ts";
import { heardBy, mayCall, pageKinds } from "./page-kinds.ts";

describe("the pages of the program", () => {
  it("let the app's window call and hear everything", () => {
    expect(Object.keys(commands).filter((name) => !mayCall("main", name))).toEqual([]);
    expect(heardBy("main", eventNames)).toEqual(eventNames);
  });

  it("let quick access call what finds, copies, unlocks and locks, and nothing that shows or changes", () => {
    expect(
      Object.keys(commands)
        .filter((name) => mayCall("quick", name))
        .sort(),
    ).toEqual(Object.keys(pageKinds.quick.commands).sort());
    for (const name of ["item.reveal", "item.get", "item.save", "vault.list", "constructor", ""])
      expect(mayCall("quick", name)).toBe(false);
    expect(heardBy("quick", eventNames)).toEqual(["session.changed", "items.changed", "vault.changed"]);
  });
});
