/** What waits for a person is listed for those who can do something about it, and for nobody else. */
import { afterAll, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ConflictId, ItemId } from "../../../../shared/encoding/ids.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

const save = (
  person: Person,
  changes: CommandInput<"item.save">["changes"],
  of: { item?: ItemId; base?: number } = {},
) => person.items.handlers["item.save"]({ vault: person.vault, ...of, changes } as never);
const needs = async ({ items }: Person) => must(await items.handlers["item.needs"]());

it("a conflict is listed for those who may write, until it is settled", async () => {
  const { people } = testTeam({ ada: "manage", bob: "edit", eve: "use" });
  const { ada, bob, eve } = people as Record<"ada" | "bob" | "eve", Person>;
  const item = must(await save(ada, { title: "AWS", password: "one" })).item as ItemId;
  await save(ada, { title: "Plain" });
  must(await bob.sync());
  must(await save(bob, { password: "bob's" }, { item, base: 1 }));
  must(await ada.sync());
  must(await save(ada, { password: "ada's" }, { item, base: 1 }));
  for (const person of [bob, eve]) must(await person.sync());
  const expected = [{ item, vault: ada.vault, title: "AWS", why: "conflict" }];
  expect([await needs(ada), await needs(bob), await needs(eve)]).toEqual([expected, expected, []]);
  const [kept] = must(await bob.items.handlers["item.get"]({ item })).conflictList;
  must(await bob.items.handlers["item.resolve"]({ item, conflict: kept?.conflict as ConflictId, keep: "current" }));
  must(await ada.sync());
  expect([await needs(ada), await needs(bob)]).toEqual([[], []]);
});

it("lists them as rows, filtered and paged like every list", async () => {
  const { people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const items: ItemId[] = [];
  for (const title of ["Canva", "AWS"]) items.push(must(await save(ada, { title, password: "one" })).item as ItemId);
  await save(ada, { title: "Plain" });
  must(await bob.sync());
  for (const item of items) must(await save(bob, { password: "bob's" }, { item, base: 1 }));
  must(await ada.sync());
  for (const item of items) must(await save(ada, { password: "ada's" }, { item, base: 1 }));
  const list = async (query: Omit<CommandInput<"item.list">, "needs">) =>
    must(await ada.items.handlers["item.list"]({ ...query, needs: true } as never));
  const titles = ({ items: rows }: Awaited<ReturnType<typeof list>>) => rows.map(({ title }) => title);
  const all = await list({});
  expect([all.total, titles(all), all.items[0]?.needs]).toEqual([2, ["AWS", "Canva"], "conflict"]);
  expect(titles(await list({ text: "canv" }))).toEqual(["Canva"]);
  expect(titles(await list({ offset: 1, limit: 1 }))).toEqual(["Canva"]);
  expect((await list({ find: items[0] as string, limit: 1 })).at).toBe(1);
});
