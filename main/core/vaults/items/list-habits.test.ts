/** The list as its person likes it: the order that they chose, and what they used on top, where nothing else narrows it. */
import { afterAll, describe, expect, it } from "vitest";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

/** Twelve logins, "A" to "L", saved from the last to the first, a second between. */
async function filled(): Promise<{ ada: Person; items: Record<string, ItemId> }> {
  const ada = testTeam({ ada: "manage" }).people.ada as Person;
  const items: Record<string, ItemId> = {};
  for (const title of [..."LKJIHGFEDCBA"]) {
    ada.now += 1000;
    const changes = { title, username: "ada", password: "one" };
    items[title] = must(await ada.items.handlers["item.save"]({ vault: ada.vault, changes })).item as ItemId;
  }
  return { ada, items };
}
type List = Parameters<Person["items"]["handlers"]["item.list"]>[0];
async function list({ items }: Person, query: Partial<List>): Promise<{ titles: string; recent: number | undefined }> {
  const { items: rows, recent } = must(await items.handlers["item.list"](query as List));
  return { titles: rows.map(({ title }) => title).join(""), recent };
}
async function use(ada: Person, item: ItemId | undefined): Promise<void> {
  ada.now += 1000;
  must(await ada.items.handlers["item.copyField"]({ item: item as ItemId, field: "password" }));
}

describe("what was used before a time", () => {
  it("stands on top, the latest first, and nowhere else", async () => {
    const { ada, items } = await filled();
    for (const title of ["C", "K", "C", "E", "A", "H"]) await use(ada, items[title]);
    const before = ada.now + 1;
    expect(await list(ada, { usedBefore: before })).toEqual({ titles: "HAECBDFGIJKL", recent: 4 });
    // What is used while somebody looks at the list moves nothing there.
    await use(ada, items.L);
    expect((await list(ada, { usedBefore: before })).titles).toBe("HAECBDFGIJKL");
    expect((await list(ada, { usedBefore: ada.now + 1 })).titles).toBe("LHAEBCDFGIJK");
    expect((await list(ada, { usedBefore: before, offset: 3, limit: 3 })).titles).toBe("CBD");
    const at = must(await ada.items.handlers["item.list"]({ usedBefore: before, find: items.B as ItemId } as List)).at;
    expect(at).toBe(4);
  });

  it("is there again after the process died, and lies nowhere in clear", async () => {
    const { ada, items } = await filled();
    await use(ada, items.G);
    const again = ada.restart();
    expect(await list(again, { usedBefore: again.now + 1 })).toMatchObject({ titles: "GABCDEFHIJKL", recent: 1 });
    const row = again.db().prepare("SELECT sealed FROM settings WHERE name = 'list-habits'").get();
    const { sealed } = row as { sealed: Uint8Array };
    expect(Buffer.from(sealed).includes(items.G as string)).toBe(false);
    expect(Buffer.from(sealed).includes("title")).toBe(false);
  });

  it("changes nothing where a text was typed, in another order, in a short list, or where nobody asks", async () => {
    const { ada, items } = await filled();
    await use(ada, items.G);
    const usedBefore = ada.now + 1;
    expect(await list(ada, {})).toEqual({ titles: "ABCDEFGHIJKL", recent: undefined });
    expect(await list(ada, { usedBefore, text: "ada" })).toEqual({ titles: "ABCDEFGHIJKL", recent: 0 });
    expect(await list(ada, { usedBefore, order: "changed" })).toEqual({ titles: "ABCDEFGHIJKL", recent: 0 });
    for (const title of ["A", "B"]) must(await ada.items.handlers["item.delete"]({ item: items[title] as ItemId }));
    expect(await list(ada, { usedBefore })).toEqual({ titles: "CDEFGHIJKL", recent: 0 });
  });

  it("counts copies, looks and websites, and no link", async () => {
    const { ada, items } = await filled();
    must(await ada.items.handlers["item.reveal"]({ item: items.B as ItemId, field: "password" }));
    must(await ada.items.handlers["item.copyField"]({ item: items.D as ItemId, field: "link" }));
    expect((await list(ada, { usedBefore: ada.now + 1 })).titles).toBe("BACDEFGHIJKL");
  });
});

describe("the order", () => {
  it("is by title, by the last change, or by the last use", async () => {
    const { ada, items } = await filled();
    ada.now += 1000;
    must(await ada.items.handlers["item.save"]({ vault: ada.vault, item: items.K as ItemId, changes: { notes: "n" } }));
    expect((await list(ada, { order: "changed" })).titles).toBe("KABCDEFGHIJL");
    must(await ada.sync());
    ada.now += 1000;
    must(await ada.items.handlers["item.save"]({ vault: ada.vault, item: items.G as ItemId, changes: { notes: "n" } }));
    must(await ada.sync());
    const again = ada.restart();
    expect((await list(again, { order: "changed" })).titles[0]).toBe("G");
    for (const title of ["F", "I"]) await use(again, items[title]);
    expect((await list(again, { order: "used", usedBefore: again.now + 1 })).titles).toBe("IFABCDEGHJKL");
    expect((await list(again, { order: "title" })).titles).toBe("ABCDEFGHIJKL");
  });

  it("by creation is that of the first version, after edits and for colleagues too; what waits counts from its draft", async () => {
    const { people } = testTeam({ ada: "manage", bob: "use" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const save = async (title: string, item?: ItemId) => {
      ada.now += 1000;
      const input = { vault: ada.vault, ...(item === undefined ? {} : { item }), changes: { title } };
      return must(await ada.items.handlers["item.save"](input)).item as ItemId;
    };
    const first = await save("B");
    await save("A");
    await ada.sync();
    ada.online = false;
    await save("C");
    expect((await list(ada, { order: "created" })).titles).toBe("CAB");
    ada.online = true;
    await ada.sync();
    await save("X", first);
    await ada.sync();
    await bob.sync();
    for (const opened of [() => ada, () => bob, () => ada.restart()]) {
      const person = opened();
      expect((await list(person, { order: "created" })).titles).toBe("CAX");
      expect((await list(person, { order: "changed" })).titles).toBe("XCA");
    }
  });

  it("that was chosen is kept", async () => {
    const { ada } = await filled();
    const { handlers } = ada.items;
    expect(must(await handlers["list.order"]())).toEqual({ order: "title" });
    must(await handlers["list.setOrder"]({ order: "changed" }));
    expect(must(await ada.restart().items.handlers["list.order"]())).toEqual({ order: "changed" });
  });
});
