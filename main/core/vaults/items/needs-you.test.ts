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
