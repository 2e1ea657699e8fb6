import { afterAll, describe, expect, test } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import { must, refusal } from "../test-calls.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";
import { numbered } from "./item-copy.ts";

afterAll(cleanUp);

const save = async (person: Person, changes: CommandInput<"item.save">["changes"], item?: string) =>
  (await must(person, "item.save", { vault: person.vault, changes, ...(item === undefined ? {} : { item }) })).item;
const titles = async (person: Person, deleted = false) =>
  (await must(person, "item.list", deleted ? { deleted: true } : {})).items.map(({ title }) => title);
const password = async (person: Person, item: string) =>
  (await must(person, "item.reveal", { item, field: "password" })).value;
const two = () => testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;

describe("Trash", () => {
  test("shows what was deleted, by whom, the newest first; it is read and restored with all its versions", async () => {
    const { ada, bob } = two();
    const item = await save(ada, { title: "Buffer", username: "social", password: "one", totp: "JBSWY3DPEHPK3PXP" });
    await save(ada, { password: "two" }, item);
    const other = await save(ada, { title: "Xing" });
    await bob.sync();
    await must(bob, "item.delete", { item });
    bob.pass(1000);
    await must(bob, "item.delete", { item: other });
    await ada.sync();
    for (const person of [ada, bob]) {
      expect(await titles(person)).toEqual([]);
      expect(await titles(person, true)).toEqual(["Xing", "Buffer"]);
      const seen = await must(person, "item.get", { item });
      expect(seen).toMatchObject({ title: "Buffer", editable: false, deleted: { user: bob.unlocked.profile.user } });
      expect(seen.history.map(({ version }) => version)).toEqual([2, 1]);
      expect(await password(person, item)).toBe("two");
      expect((await must(person, "item.reveal", { item, field: "password", version: 1 })).value).toBe("one");
      expect(await refusal(person, "item.code", { item })).toBe("not-found");
      expect(await refusal(person, "item.save", { vault: ada.vault, item, changes: { title: "X" } })).toBe("not-found");
    }
    await must(ada, "item.restore", { item });
    await bob.sync();
    for (const person of [ada, bob]) {
      expect(await titles(person)).toEqual(["Buffer"]);
      expect(await titles(person, true)).toEqual(["Xing"]);
      const seen = await must(person, "item.get", { item });
      expect(seen).toMatchObject({ version: 4, conflicts: 0, conflictList: [], hasTotp: true });
      expect(seen.deleted).toBeUndefined();
      expect(await password(person, item)).toBe("two");
    }
  });

  test("holds a deletion that waits offline, and one of what was never sent; restored, nothing is lost", async () => {
    const { ada, bob } = two();
    const item = await save(ada, { title: "Sent", password: "one" });
    ada.online = false;
    const fresh = await save(ada, { title: "Never sent", password: "typed" });
    await must(ada, "item.delete", { items: [item, fresh] });
    expect((await titles(ada, true)).toSorted()).toEqual(["Never sent", "Sent"]);
    expect(await password(ada, fresh)).toBe("typed");
    const again = ada.restart();
    expect((await titles(again, true)).toSorted()).toEqual(["Never sent", "Sent"]);
    await must(again, "item.restore", { items: [item, fresh] });
    expect((await titles(again)).toSorted()).toEqual(["Never sent", "Sent"]);
    again.online = true;
    expect((await again.sync()).ok).toBe(true);
    await bob.sync();
    for (const person of [again, bob]) {
      expect((await titles(person)).toSorted()).toEqual(["Never sent", "Sent"]);
      expect(await titles(person, true)).toEqual([]);
      expect(await password(person, fresh)).toBe("typed");
      expect((await must(person, "item.get", { item })).conflictList).toEqual([]);
    }
    expect(again.items.drafts.waiting().count).toBe(0);
  });

  test("restoring what somebody else restored and changed meanwhile changes nothing of theirs", async () => {
    const { ada, bob } = two();
    const item = await save(ada, { title: "Both", password: "one" });
    await bob.sync();
    await must(ada, "item.delete", { item });
    await bob.sync();
    bob.online = false;
    await must(bob, "item.restore", { item });
    await must(ada, "item.restore", { item });
    await save(ada, { password: "ada's" }, item);
    bob.online = true;
    expect((await bob.sync()).ok).toBe(true);
    await ada.sync();
    for (const person of [ada, bob]) {
      expect(await password(person, item)).toBe("ada's");
      expect((await must(person, "item.get", { item })).conflictList).toEqual([]);
    }
    expect(bob.items.drafts.waiting().count).toBe(0);
  });

  test("is searched and paged; a vault narrows it; what is not there is named", async () => {
    const { ada } = two();
    const items = [];
    for (const title of ["Alpha", "Beta", "Gamma"]) {
      items.push(await save(ada, { title }));
      ada.pass(1000);
    }
    await must(ada, "item.delete", { items });
    expect(await must(ada, "item.list", { deleted: true, limit: 1 })).toMatchObject({ total: 3 });
    const page = await must(ada, "item.list", { deleted: true, offset: 1, limit: 1, vault: ada.vault });
    expect(page.items).toHaveLength(1);
    expect(await must(ada, "item.list", { deleted: true, text: "bet" })).toMatchObject({
      total: 1,
      items: [{ title: "Beta" }],
    });
    expect(await refusal(ada, "item.restore", { item: "0".repeat(26) })).toBe("not-found");
    expect(await refusal(ada, "item.delete", { items: [items[0] as string] })).toBe("not-found");
  });

  test("only those who may write restore; one that may not be deleted leaves all as they are", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    const item = await save(ada, { title: "A" });
    await must(ada, "item.delete", { item });
    const kept = await save(ada, { title: "B" });
    await bob.sync();
    expect(await refusal(bob, "item.restore", { item })).toBe("role");
    expect(await refusal(bob, "item.delete", { items: [kept] })).toBe("role");
    expect(await refusal(ada, "item.delete", { items: [kept, item] })).toBe("not-found");
    expect(await titles(ada)).toEqual(["B"]);
  });
});

describe("a duplicate", () => {
  test("has the values and a numbered title, and nothing that belongs to the first one", async () => {
    const { ada } = two();
    const item = await save(ada, {
      ...{ title: "Mailchimp", username: "dana", password: "one", notes: "n", totp: "JBSWY3DPEHPK3PXP" },
      ...{ urls: ["a.example"], tags: ["ads"], fields: [{ name: "PIN", type: "hidden", value: "42" }] },
    });
    await save(ada, { password: "two" }, item);
    const { item: copy } = await must(ada, "item.duplicate", { item });
    const [first, second] = [await must(ada, "item.get", { item }), await must(ada, "item.get", { item: copy })];
    for (const key of ["username", "urls", "tags", "hasTotp", "fields", "vault"] as const)
      expect(second[key]).toEqual(first[key]);
    expect(second).toMatchObject({ title: "Mailchimp (2)", sources: [], imported: [], version: 1 });
    expect(await password(ada, copy)).toBe("two");
    await save(ada, { password: "three" }, copy);
    expect(await password(ada, item)).toBe("two");
  });

  test.each([
    ["Mailchimp", ["Mailchimp"], "Mailchimp (2)"],
    ["Mailchimp (2)", ["Mailchimp", "Mailchimp (2)"], "Mailchimp (3)"],
    ["Plan (2024)", ["Plan (2024)"], "Plan (2)"],
    ["", [""], " (2)"],
    ["x".repeat(200), [], `${"x".repeat(196)} (2)`],
    [`${"x".repeat(195)}😀`, [], `${"x".repeat(195)} (2)`],
  ])("of %j beside %j is called %j", (title, taken, name) => expect(numbered(title, new Set(taken))).toBe(name));
});
