/** A conflict is settled by its person: by either value or another; what they did not keep stays among the older values. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ConflictId, ItemId } from "../../../../shared/encoding/ids.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

type Changes = CommandInput<"item.save">["changes"];
const call = (person: Person, changes: Changes, of: { item?: ItemId; base?: number } = {}) =>
  person.items.handlers["item.save"]({ vault: person.vault, ...of, changes } as never);
const get = async (person: Person, item: ItemId) => must(await person.items.handlers["item.get"]({ item }));
const reveal = async (person: Person, item: ItemId, field: string) => {
  const read = await person.items.handlers["item.reveal"]({ item, field });
  return read.ok ? read.value.value : read.failure.code;
};
const fields = (value: string) => [{ name: "PIN", type: "hidden" as const, value }];

/** Both changed all of it; Bob's values stand, Ada's came late. */
async function conflicted() {
  const { people } = testTeam({ ada: "manage", bob: "edit", eve: "use" });
  const { ada, bob, eve } = people as Record<"ada" | "bob" | "eve", Person>;
  const first = {
    title: "AWS",
    username: "root",
    password: "one",
    urls: ["aws.example"],
    notes: "n",
    fields: fields("1"),
  };
  const item = must(await call(ada, first)).item as ItemId;
  must(await bob.sync());
  const base = { item, base: 1 };
  must(await call(bob, { username: "bob", password: "bob's", urls: ["b.example"], fields: fields("22") }, base));
  must(await ada.sync());
  must(await call(ada, { username: "ada", password: "ada's", urls: ["a.example"], fields: fields("333") }, base));
  for (const person of [bob, eve]) must(await person.sync());
  const list = (await get(ada, item)).conflictList;
  expect(list.map(({ field }) => field).sort()).toEqual(["field:PIN", "password", "urls", "username"]);
  const resolve = (person: Person, field: string, keep: CommandInput<"item.resolve">["keep"]) => {
    const conflict = list.find((one) => one.field === field)?.conflict as ConflictId;
    return person.items.handlers["item.resolve"]({ item, conflict, keep });
  };
  return { ada, bob, eve, item, resolve };
}

describe("a conflict", () => {
  it("goes where the current value is kept, and the other one is an older value", async () => {
    const { ada, bob, item, resolve } = await conflicted();
    must(await resolve(bob, "password", "current"));
    must(await ada.sync());
    const detail = await get(ada, item);
    expect(detail.conflictList.map(({ field }) => field)).not.toContain("password");
    expect([await reveal(ada, item, "password"), detail.version]).toEqual(["bob's", 4]);
    expect(detail.imported).toMatchObject([{ field: "password" }]);
    expect(await reveal(ada, item, "history:0")).toBe("ada's");
  });

  it("goes where the value that came late is kept, whatever field it is of", async () => {
    const { ada, bob, item, resolve } = await conflicted();
    for (const field of ["password", "username", "urls", "field:PIN"]) must(await resolve(ada, field, "other"));
    must(await bob.sync());
    const detail = await get(bob, item);
    expect(detail).toMatchObject({ conflicts: 0, conflictList: [], username: "ada" });
    expect(detail.urls).toEqual([{ url: "a.example", match: "domain" }]);
    expect(await reveal(bob, item, "password")).toBe("ada's");
    expect(await reveal(bob, item, "field:PIN")).toBe("333");
    expect(detail.imported.map(({ field }) => field).sort()).toEqual(["field:PIN", "password", "urls", "username"]);
    expect(await reveal(bob, item, "notes")).toBe("n");
  });

  it("goes where another value is typed, and both are older values then", async () => {
    const { ada, item, resolve } = await conflicted();
    must(await resolve(ada, "password", { value: "third" }));
    expect(await reveal(ada, item, "password")).toBe("third");
    expect([await reveal(ada, item, "history:0"), await reveal(ada, item, "history:1")].sort()).toEqual([
      "ada's",
      "bob's",
    ]);
  });

  it("is not settled twice, nor by whoever may only read", async () => {
    const { ada, eve, item, resolve } = await conflicted();
    expect(await resolve(eve, "password", "other")).toMatchObject({ failure: { code: "role" } });
    must(await resolve(ada, "password", "current"));
    expect(await resolve(ada, "password", "current")).toMatchObject({ failure: { code: "not-found" } });
    expect((await get(ada, item)).conflicts).toBe(3);
  });

  it("settled by two people at once takes nothing away", async () => {
    const { ada, bob, item, resolve } = await conflicted();
    ada.online = false;
    must(await resolve(ada, "password", "other"));
    must(await resolve(bob, "password", { value: "third" }));
    ada.online = true;
    must(await ada.sync());
    must(await bob.sync());
    const detail = await get(bob, item);
    const held = [await reveal(bob, item, "password")];
    for (const { conflict, field } of detail.conflictList)
      if (field === "password") held.push(await reveal(bob, item, `conflict:${conflict}`));
    for (const { reveal: field } of detail.imported) held.push(await reveal(bob, item, field));
    expect(held).toEqual(expect.arrayContaining(["third", "ada's", "bob's"]));
  });
});

describe("an item that somebody deleted while it was changed", () => {
  it("is kept as it is, and no other value can be chosen", async () => {
    const { people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const item = must(await call(ada, { title: "AWS", password: "one" })).item as ItemId;
    must(await bob.sync());
    ada.online = false;
    must(await call(ada, { password: "two" }, { item }));
    must(await bob.items.handlers["item.delete"]({ item }));
    ada.online = true;
    must(await ada.sync());
    const [deleted] = (await get(ada, item)).conflictList;
    expect(deleted).toMatchObject({ field: "deleted", takesText: false });
    const conflict = deleted?.conflict as ConflictId;
    const { handlers } = ada.items;
    expect(await handlers["item.resolve"]({ item, conflict, keep: "other" })).toMatchObject({
      failure: { code: "invalid-input" },
    });
    must(await handlers["item.resolve"]({ item, conflict, keep: "current" }));
    expect(await get(ada, item)).toMatchObject({ conflictList: [], imported: [] });
  });
});
