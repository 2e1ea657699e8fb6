import { expect, it } from "vitest";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { successorsIn } from "./successors.ts";

const able: MemberShape = {
  ...{
    user: "ida",
    name: "Ida",
    emails: [],
    role: "member",
    devices: 1,
    state: "active",
    end: null,
    self: false,
    since: 0,
  },
};
const vault = { access: [{ user: "reader", permission: "use" }] } as VaultShape;
const offered = (change: Partial<MemberShape>): boolean => successorsIn(vault, [{ ...able, ...change }]).length === 1;

it.each<[string, Partial<MemberShape>, boolean]>([
  ["a member with a computer", {}, true],
  ["a lead", { role: "lead" }, true],
  ["an admin", { role: "admin" }, true],
  ["an auditor", { role: "auditor" }, false],
  ["oneself", { self: true }, false],
  ["somebody without a computer", { devices: 0 }, false],
  ["somebody who was removed", { state: "removed" }, false],
  ["somebody whose role has ended", { state: "ended", end: 1 }, false],
  ["somebody whose role will end", { end: 4_000_000_000_000 }, false],
])("offers %s: %s", (_who, change, isOffered) => expect(offered(change)).toBe(isOffered));

it("begins with those who read it already", () => {
  const reader = { ...able, user: "reader" };
  expect(successorsIn(vault, [able, reader]).map(({ user }) => user)).toEqual(["reader", "ida"]);
});
