/** Whom the dialog offers where the last manager leaves: nobody whom the team log would refuse. */
import { describe, expect, it } from "vitest";
import { successorsIn } from "./successors.ts";

type Person = Parameters<typeof successorsIn>[1][number];
const person = (user: string, change: Partial<Person> = {}): Person => ({
  ...{ user, state: "active", self: false, role: "member", devices: 1, end: null },
  ...change,
});
const access = [
  { user: "ada", permission: "manage" as const },
  { user: "bob", permission: "use" as const },
];
const offered = (members: Person[], of = access): string[] =>
  successorsIn({ access: of }, members).map(({ user }) => user);

describe("who is offered to go on managing a vault", () => {
  it.each<[string, Partial<Person>]>([
    ["whose role ends", { end: 1 }],
    ["who was removed", { state: "removed" }],
    ["whose role has ended", { state: "ended" }],
    ["who is an auditor", { role: "auditor" }],
    ["without a computer", { devices: 0 }],
  ])("is nobody %s", (_what, change) => {
    expect(offered([person("ada", { self: true }), person("cleo"), person("bob", change)])).toEqual(["cleo"]);
  });

  it("is first who reads it already, and never whoever leaves", () => {
    expect(offered([person("cleo"), person("bob"), person("ada", { self: true })])).toEqual(["bob", "cleo"]);
  });

  it("is last whose keys changed, who can be given nothing", () => {
    const changed = person("bob", { compared: "changed" });
    expect(offered([person("ada", { self: true }), changed, person("cleo")])).toEqual(["cleo", "bob"]);
  });

  it("may be somebody whose role ends where the leaver's own role or right ends too", () => {
    const others = [person("bob", { end: 2 })];
    expect(offered([person("ada", { self: true, end: 1 }), ...others])).toEqual(["bob"]);
    const ending = [{ user: "ada", permission: "manage" as const, end: 1 }];
    expect(offered([person("ada", { self: true }), ...others], ending)).toEqual(["bob"]);
    expect(offered([person("ada", { self: true }), ...others])).toEqual([]);
  });
});
