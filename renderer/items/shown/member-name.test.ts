import { expect, it } from "vitest";
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { shortName } from "./member-name.ts";

const members = [
  { user: "a", name: "Ivo Marković" },
  { user: "b", name: "Maria Silva" },
  { user: "c", name: "Maria Braun" },
] as MemberShape[];

it.each([
  ["a", "Ivo"],
  ["b", "Maria Silva"],
  ["c", "Maria Braun"],
])("calls %s by what is no other person's name: %s", (user, name) => expect(shortName(user, members)).toBe(name));

it("calls somebody who is not here any more as everywhere", () =>
  expect(shortName("gone", members)).toBe("A former member"));
