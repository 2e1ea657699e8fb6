import { afterAll, expect, test } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { encodeRecord, parseRecord } from "../../../shared/model/records/records.ts";
import { postDamaged } from "../vaults/test-damaged.ts";
import { cleanUp, type Person, testTeam } from "../vaults/test-team.ts";
import { mergeRecordBytes } from "./record-merge.ts";
import { putRecord } from "./records.ts";

afterAll(cleanUp);

const titleOf = async (person: Person) =>
  (await person.items.records.of.vault.list(person.vault)).map(({ body }) => body.title);
const rename = (person: Person, title: string) =>
  putRecord(person.items.records, person.vault, person.vault as string as ItemId, {
    kind: "vault",
    title,
    single: false,
  });

test("a vault's title lies in the vault, reaches the others, and is no item of the list", async () => {
  const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
  expect(await rename(ada, "Layoffs 2027")).toEqual({ ok: true, value: { draft: false } });
  await bob.sync();
  expect(await titleOf(bob)).toEqual(["Layoffs 2027"]);
  expect(await bob.items.handlers["item.list"]({})).toMatchObject({ value: { total: 0 } });
  // The same title again writes nothing.
  await rename(ada, "Layoffs 2027");
  expect(ada.unlocked.chains.chain(ada.vault).head.seq).toBe(1);
  expect(await bob.items.handlers["item.get"]({ item: ada.vault as string as ItemId })).toMatchObject({
    failure: { code: "not-found" },
  });
});

test("renamed offline it is shown at once, and goes out on return; a title that changed meanwhile stays", async () => {
  const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
  await rename(ada, "First");
  await bob.sync();
  bob.online = false;
  expect(await rename(bob, "Bob's")).toEqual({ ok: true, value: { draft: true } });
  expect(await titleOf(bob)).toEqual(["Bob's"]);
  expect(await titleOf(bob.restart())).toEqual(["Bob's"]);
  const again = bob.restart();
  again.online = true;
  await again.sync();
  await ada.sync();
  expect(await titleOf(ada)).toEqual(["Bob's"]);

  again.online = false;
  await rename(again, "Late");
  await rename(ada, "Ada's");
  again.online = true;
  expect((await again.sync()).ok).toBe(true);
  expect([await titleOf(again), await titleOf(ada)]).toEqual([["Ada's"], ["Ada's"]]);
  expect(again.items.drafts.waiting().count).toBe(0);
});

test("a record is written only by whom its kind's row lets, and only where it lies", async () => {
  const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
  expect(await rename(bob, "Mine now")).toMatchObject({ failure: { code: "role" } });
  expect(bob.items.drafts.waiting().count).toBe(0);
  const group = { kind: "group" as const, name: "Ops" };
  expect(await putRecord(ada.items.records, ada.vault, newId<ItemId>(), group)).toMatchObject({
    failure: { code: "role" },
  });
});

test("a damaged title gives way to the last good one", async () => {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  await rename(ada, "Good");
  await bob.sync();
  postDamaged(holder, bob, bob.vault, null);
  await ada.sync();
  expect(await titleOf(ada)).toEqual(["Good"]);
  expect(await rename(ada, "Repaired")).toMatchObject({ ok: true });
  expect(await titleOf(ada)).toEqual(["Repaired"]);
});

test("merge by key: both sides' changes hold, the chain's wins where both changed the same", () => {
  const person = (name: string, emails: string[]) =>
    encodeRecord({ kind: "person", invite: null, user: null, name, emails });
  const merged = (current: Uint8Array, base: Uint8Array, wanted: Uint8Array) => {
    const result = mergeRecordBytes(current, { base, wanted });
    const overview = result.ok && result.value !== null ? parseRecord(result.value) : null;
    return overview?.ok ? overview.value : null;
  };
  const base = person("Dana", ["a@b.c"]);
  expect(merged(person("Dana K", ["a@b.c"]), base, person("Dana", ["x@y.z"]))).toMatchObject({
    name: "Dana K",
    emails: ["x@y.z"],
  });
  expect(merged(person("One", ["a@b.c"]), base, person("Two", ["a@b.c"]))).toBeNull();
  expect(mergeRecordBytes(null, { base: null, wanted: base })).toEqual({ ok: true, value: base });
});

test("an index finds, lists and searches its kind alone, by the words that its row names", async () => {
  const { ada } = testTeam({ ada: "manage" }).people as Record<"ada", Person>;
  await rename(ada, "Zürich Ops");
  const { vault, group } = ada.items.records.of;
  const item = ada.vault as string as ItemId;
  expect(await vault.find(item)).toEqual({
    vault: ada.vault,
    item,
    body: { kind: "vault", title: "Zürich Ops", single: false },
  });
  expect(await vault.find(newId<ItemId>())).toBeNull();
  expect(await group.list()).toEqual([]);
  // A title is shown with its vault and stands in no list that people search.
  expect(await vault.search("zurich")).toEqual([]);
});

test("an index says who may write, by the kind's row and the log as it is now", () => {
  const { ada, bob } = testTeam({ ada: "edit", bob: "use" }).people as Record<"ada" | "bob", Person>;
  const may = (person: Person) => person.items.records.of.vault.mayWrite(person.vault);
  expect([may(ada), may(bob)]).toEqual([true, false]);
  expect(ada.items.records.of.person.mayWrite(ada.vault)).toBe(false);
  expect(ada.items.records.of.vault.mayWrite(newId<VaultId>())).toBe(false);
});
