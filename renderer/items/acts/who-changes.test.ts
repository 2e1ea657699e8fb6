import { describe, expect, it } from "vitest";
import type { AccessShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { whoChanges } from "./who-changes.ts";

const vault = (...users: string[]): VaultShape => ({
  ...{ vault: "v", kind: "shared", title: "V", permission: "manage", state: "ready", count: 0, absent: 0, leave: "no" },
  access: [],
  readers: users.map((user) => ({ user, permission: "use" })),
});
const names = (list: AccessShape[]) => list.map(({ user }) => user);

describe("who can open an item after a move", () => {
  it("names those who gain, lose and keep access", () => {
    const changes = whoChanges([vault("ada", "bob", "cy")], vault("ada", "dan"));
    expect(names(changes.gain)).toEqual(["dan"]);
    expect(names(changes.lose)).toEqual(["bob", "cy"]);
    expect(names(changes.keep)).toEqual(["ada"]);
  });
  it("from several vaults, gains who could not open all of them and loses who could open one", () => {
    const changes = whoChanges([vault("ada", "bob"), vault("ada", "cy")], vault("ada", "bob"));
    expect(names(changes.gain)).toEqual(["bob"]);
    expect(names(changes.lose)).toEqual(["cy"]);
    expect(names(changes.keep)).toEqual(["ada"]);
  });
  it("between vaults with the same people changes nothing", () => {
    expect(whoChanges([vault("ada", "bob")], vault("bob", "ada"))).toMatchObject({ gain: [], lose: [] });
  });
});
