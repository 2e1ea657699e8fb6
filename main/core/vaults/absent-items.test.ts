/** Items of which this computer lost what it had: counted and told while nobody gives it again, healed when somebody does. */
import { afterAll, expect, it } from "vitest";
import type { CommandOutput } from "../../../shared/contract/commands.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import { must as valueIn } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => valueIn(await answer);
const rows = async ({ items }: Person): Promise<CommandOutput<"item.list">["items"]> =>
  (await must(items.handlers["item.list"]({}))).items;
const told = ({ events }: Person): number => events["vault.changed"].length;

/** A person with one item, started again offline after its overview was damaged in the file; with or without an unsent edit. */
async function personWithDamage(edit: { title: string } | null): Promise<{ person: Person; item: ItemId }> {
  const { ada } = testTeam({ ada: "manage" }).people as Record<"ada", Person>;
  const { vault } = ada;
  const save = (changes: { title?: string; password?: string }, item?: ItemId) =>
    must(ada.items.handlers["item.save"]({ vault, changes, ...(item === undefined ? { kind: "login" } : { item }) }));
  const { item } = await save({ title: "Scales", password: "one" });
  await save({ password: "two" }, item as ItemId);
  ada.online = false;
  if (edit !== null) await save(edit, item as ItemId);
  ada.db().exec("UPDATE envelopes SET bytes = zeroblob(length(bytes)); DELETE FROM snapshot_chunks");
  const person = ada.restart();
  person.online = false;
  await rows(person);
  return { person, item: item as ItemId };
}

it("counts an item that is neither listed nor given, and says so", async () => {
  const { person } = await personWithDamage(null);
  expect(await rows(person)).toEqual([]);
  expect([person.items.absentIn(person.vault), told(person)]).toEqual([1, 1]);
});

it("lists an unsent edit of such an item over the version that the chain has", async () => {
  const { person, item } = await personWithDamage({ title: "Scales, new" });
  expect(await rows(person)).toMatchObject([{ item, title: "Scales, new", version: 2, draft: true }]);
  expect(person.items.absentIn(person.vault)).toBe(1);
});

it("counts nothing any more when the server gave it again", async () => {
  const { person, item } = await personWithDamage(null);
  person.online = true;
  person.pass(60_000);
  await expect.poll(() => rows(person)).toMatchObject([{ item, title: "Scales", version: 2 }]);
  expect([person.items.absentIn(person.vault), told(person)]).toEqual([0, 2]);
});
