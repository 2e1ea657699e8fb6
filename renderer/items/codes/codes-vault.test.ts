import { expect, it } from "vitest";
import type { VaultShape } from "../../../shared/contract/shapes.ts";
import { codesVault } from "./codes-vault.ts";

type Readers = Record<string, "use" | "edit" | "manage">;
const vault = (name: string, readers: Readers, more: Partial<VaultShape> = {}): VaultShape => ({
  ...{ vault: name, kind: "shared", title: name, permission: "edit", state: "ready", count: 0, absent: 0 },
  ...{ access: [], leave: "no", readers: Object.entries(readers).map(([user, permission]) => ({ user, permission })) },
  ...more,
});
const ads = vault("ads", { dana: "manage", ivo: "manage", eve: "use" });
const both = { dana: "edit", ivo: "manage" } as const;

it.each<[string, VaultShape[], string | null]>([
  [
    "the one that all managers open and nobody else",
    [ads, vault("mine", { dana: "manage" }), vault("two", both)],
    "two",
  ],
  ["never one that somebody else opens", [ads, vault("three", { ...both, eve: "use" })], null],
  ["one of a single manager, where there is none of all", [ads, vault("mine", { dana: "manage" })], "mine"],
  ["never the vault of the login itself", [vault("ads", both)], null],
  ["none in which its person may not write", [ads, vault("two", both, { permission: "use" })], null],
  ["none that waits for its key", [ads, vault("two", both, { state: "key-pending" })], null],
  ["nothing where the login is nowhere", [vault("two", both)], null],
])("recovery codes begin in %s", (_, vaults, expected) => expect(codesVault(vaults, "ads")).toBe(expected));
