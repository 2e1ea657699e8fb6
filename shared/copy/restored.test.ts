/** Every type of entry that can be brought back has words of its own. */
import { expect, it } from "vitest";
import { entryTypes } from "../protocol/team-log/entry-types.ts";
import { words } from "./words.ts";

it("names every type of entry, and says what it does not know", () => {
  expect(Object.keys(words.restored.entries).sort()).toEqual(Object.keys(entryTypes).sort());
  expect([words.restored.entry("vault-create", 1), words.restored.entry("of-tomorrow", 2)]).toEqual([
    "1 new vault",
    "2 other changes",
  ]);
});

it.each([
  [["AWS", "GitHub"], 0, "Ops: AWS, GitHub"],
  [["AWS"], 3, "Ops: AWS, 3 more"],
  [[], 1, "Ops: 1 item"],
])("lists %j and %i more", (titles, more, said) => {
  expect(words.restored.items("Ops", titles, more)).toBe(said);
});
