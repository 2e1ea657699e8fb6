/** What is told of an item's past comes from signed commits, whatever somebody wrote into the tables beside them. */
import { afterEach, expect, it } from "vitest";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { must } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

/** Ada's item in three versions, the second by Bob. */
async function threeVersions() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const save = async (person: Person, changes: object, item?: string) =>
    must(await person.items.handlers["item.save"]({ vault: ada.vault, item, changes } as never)).item;
  const item = (await save(ada, { title: "AWS", password: "one" })) as ItemId;
  await bob.sync();
  await save(bob, { password: "two" }, item);
  await ada.sync();
  await save(ada, { password: "three" }, item);
  await save(ada, { title: "Another", password: "x" });
  return { holder, ada, bob, item };
}

async function told(person: Person, item: ItemId) {
  const { history } = must(await person.items.handlers["item.get"]({ item }));
  const values: unknown[] = [];
  for (const { version } of history) {
    const revealed = await person.items.handlers["item.reveal"]({ item, field: "password", version });
    values.push(revealed.ok ? revealed.value.value : revealed.failure.code);
  }
  // Asked for again: what a version changed is told once its bytes are here.
  const { history: known } = must(await person.items.handlers["item.get"]({ item }));
  expect(known.map(({ version }) => version)).toEqual(history.map(({ version }) => version));
  return { history: known, values };
}

it.each([
  "UPDATE item_versions SET author_user = 'eve', author_device = 'eve', time = 1, epoch = 9, op = 'delete', schema = 7",
  "UPDATE item_versions SET overview_hash = (SELECT MIN(hash) FROM envelopes), secret_hash = (SELECT MAX(hash) FROM envelopes)",
  "UPDATE item_versions SET version = version + 1000",
  "UPDATE item_versions SET commit_seq = 1",
  "DELETE FROM item_versions",
  "UPDATE vault_commits SET bytes = zeroblob(length(bytes)) WHERE seq = 2",
  "DELETE FROM vault_commits WHERE seq < 3",
  "UPDATE envelopes SET bytes = zeroblob(length(bytes))",
])("history and old values are the same after %s", async (sql) => {
  const { ada, item } = await threeVersions();
  const before = await told(ada, item);
  expect(before.values).toEqual(["three", "two", "one"]);
  // Nothing of it is in memory any more.
  const opened = ada.restart();
  opened.db().exec(sql);
  expect(await told(opened, item)).toEqual(before);
  expect(opened.events["alert.raised"]).toEqual([]);
  const again = opened.restart();
  expect(await told(again, item)).toEqual(before);
});

it("a version that this disk lost and nobody gives now is left out, and told by name without blame", async () => {
  const { ada: before, item, bob } = await threeVersions();
  const ada = before.restart();
  ada.db().exec("UPDATE vault_commits SET bytes = zeroblob(9) WHERE seq = 2");
  ada.online = false;
  const { history, values } = await told(ada, item);
  expect(history.map(({ version }) => version)).toEqual([3, 1]);
  expect(values).toEqual(["offline", "offline"]);
  expect(must(await ada.items.handlers["item.reveal"]({ item, field: "password" })).value).toBe("three");
  expect(ada.events["alert.raised"][0]).toEqual({ code: "local-rollback", vault: ada.vault });
  ada.online = true;
  expect((await told(ada, item)).history[1]).toMatchObject({ version: 2, user: bob.unlocked.profile.user });
});

it("a draft is dropped only for a signed change of this computer, whatever the table of versions says", async () => {
  const { ada, item } = await threeVersions();
  ada.online = false;
  await ada.items.handlers["item.save"]({ vault: ada.vault, item, changes: { username: "typed" } } as never);
  ada.db().exec("UPDATE item_versions SET change_id = (SELECT draft FROM drafts) WHERE version = 3");
  ada.online = true;
  must(await ada.sync());
  expect(must(await ada.items.handlers["item.get"]({ item }))).toMatchObject({ username: "typed", version: 4 });
});
