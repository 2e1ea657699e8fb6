/** Who can open a vault, and why: the sheet and an item tell the same of everybody. */
import { expect, it } from "vitest";
import type { AccessShape, GroupShape, MemberShape, ReaderShape, VaultShape } from "../../shared/contract/shapes.ts";
import { openersIn, readersIn } from "./reader.ts";

const member = (user: string, name: string, role: MemberShape["role"]) => ({ user, name, role }) as MemberShape;
const around = {
  members: [member("a", "Ada", "admin"), member("b", "Bob", "member"), member("c", "Cleo", "lead")],
  groups: [{ group: "g", name: "Support", members: ["b", "c"] } as GroupShape],
  self: "a",
};
const access: AccessShape[] = [
  { user: "a", permission: "manage" },
  { user: "c", permission: "use" },
  { group: "g", permission: "edit" },
];
const readers: ReaderShape[] = [
  { user: "b", permission: "edit", groups: ["g"], keyPending: true },
  { user: "c", permission: "edit", groups: ["g"], end: 5 },
  { user: "a", permission: "manage" },
];
const vault = { kind: "shared", access, readers } as VaultShape;

it("names everybody once, with role, vault and groups, the greatest right, its end and a key that is pending", () => {
  const told = openersIn(vault, "Ops", around).map(({ name, why, reader }) => [
    ...[name, why, reader.permission],
    ...[reader.end ?? reader.keyPending ?? null],
  ]);
  expect(told).toEqual([
    ["Cleo", "Lead, via vault Ops. In Support, so can edit", "edit", 5],
    ["You", "Admin, via vault Ops", "manage", null],
    ["Bob", "Member. In Support", "edit", true],
  ]);
});

it("is the list of people of the sheet, which names groups beside them", () => {
  const people = readersIn(vault, around).filter(({ kind }) => kind === "person");
  expect(people.map(({ id }) => id)).toEqual(openersIn(vault, "Ops", around).map(({ reader }) => reader.user));
  expect(readersIn(vault, around)).toHaveLength(people.length + 1);
});
