/** A conflict is in the list as soon as this computer can know of it, also in a secret field and before the draft is sent. */
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

type Save = Partial<CommandInput<"item.save">>;
const save = async (person: Person, input: Save) =>
  must(await person.items.handlers["item.save"]({ vault: person.vault, ...input } as never));
const listed = async ({ items }: Person) => must(await items.handlers["item.list"]({} as never)).items[0]?.conflicts;
const needs = async ({ items }: Person) => must(await items.handlers["item.needs"]());
const soon = (person: Person, count: number) => expect.poll(() => listed(person)).toBe(count);

/** A login of version 1 that Ada and Bob may change. */
async function login() {
  const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
  const item = (await save(ada, { changes: { title: "Scales", password: "one", notes: "first" } })).item as ItemId;
  must(await bob.sync());
  return { ada, bob, item };
}

/** Offline, Ada has saved a password over the one that Bob saved meanwhile. */
async function conflicted() {
  const { ada, bob, item } = await login();
  await save(bob, { item, changes: { password: "bob's" } });
  must(await ada.sync());
  ada.online = false;
  await save(ada, { item, base: 1, changes: { password: "ada's" } });
  return { ada, item };
}

describe("a conflict of a draft in a secret field", () => {
  it("is in the list and waits for its person when the draft is saved", async () => {
    const { ada, item } = await conflicted();
    await soon(ada, 1);
    expect(await needs(ada)).toMatchObject([{ item, why: "conflict" }]);
    expect(ada.events["items.changed"].length).toBeGreaterThan(0);
  });

  it("is in the list when the other's version arrives, and stays one once it is sent", async () => {
    const { ada, bob, item } = await login();
    ada.online = false;
    await save(ada, { item, base: 1, changes: { password: "ada's", notes: "ada's" } });
    await turn();
    expect(await listed(ada)).toBe(0);
    await save(bob, { item, changes: { password: "bob's" } });
    ada.online = true;
    must(await ada.unlocked.vaults.pull(ada.vault));
    await soon(ada, 1);
    must(await ada.sync());
    await soon(ada, 1);
    expect(ada.items.drafts.waiting().count).toBe(0);
  });

  it("is in the list after a restart too", async () => {
    const { ada } = await conflicted();
    const again = ada.restart();
    again.online = false;
    await soon(again, 1);
  });

  it("leaves the list when it is settled, before anything of it is sent", async () => {
    const { ada, item } = await conflicted();
    await soon(ada, 1);
    const { conflictList } = must(await ada.items.handlers["item.get"]({ item }));
    const conflict = conflictList[0]?.conflict as never;
    must(await ada.items.handlers["item.resolve"]({ item, conflict, keep: "other" }));
    await soon(ada, 0);
    expect(await needs(ada)).toEqual([]);
    ada.online = true;
    must(await ada.sync());
    await soon(ada, 0);
  });
});
