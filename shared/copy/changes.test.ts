/** Whoever did it and is not known any more is somebody. */
import { expect, it } from "vitest";
import { words } from "./words.ts";

it("begins with a name, or with somebody", () => {
  const { given, taken, archived, role, computerGone, computerOf, recoveredOf } = words.changes;
  const said = (by: string) => [
    given(by, "Ops", "use"),
    taken(by, "Ops"),
    archived(by, "Ops"),
    role(by, "Lead"),
    computerGone(by),
    computerOf(by),
    recoveredOf(by),
  ];
  for (const text of said("")) expect(text).toMatch(/^Somebody /);
  for (const text of said("Mia")) expect(text).toMatch(/^Mia /);
});
