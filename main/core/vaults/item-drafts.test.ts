/** Changes that wait: made offline, pushed later, merged with what came meanwhile. */
import { afterAll, describe, expect, test } from "vitest";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { must, refusal, reveal, row, save } from "./test-calls.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

describe("drafts", () => {
  test("offline edits are durable, listed as drafts, and go out on return", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    ada.online = false;
    const { item, version, draft } = await save(ada, { title: "Offline", password: "one" });
    expect({ version, draft }).toEqual({ version: null, draft: true });
    await save(ada, { password: "two" }, item);
    expect(await row(ada, item)).toMatchObject({ draft: true, version: null, title: "Offline" });
    const again = ada.restart();
    again.online = false;
    expect(await row(again, item)).toMatchObject({ draft: true, title: "Offline" });
    expect(await reveal(again, item)).toBe("two");
    expect(again.items.drafts.waiting()).toEqual({ vaults: [ada.vault], count: 2 });
    again.online = true;
    expect((await again.sync()).ok).toBe(true);
    expect(await row(again, item)).toMatchObject({ draft: false, version: 2 });
    expect(holder.posts).toBe(2);
    await bob.sync();
    expect([await reveal(bob, item), await reveal(bob, item, "password", 1)]).toEqual(["two", "one"]);
  });

  test("edits of different fields on two computers are both kept; of the same field the late one is a conflict", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "A", username: "u", password: "base", notes: "n" });
    await bob.sync();
    bob.online = false;
    await save(bob, { username: "bob's", password: "bob's" }, item);
    await save(ada, { notes: "ada's", password: "ada's" }, item);
    bob.online = true;
    expect((await bob.sync()).ok).toBe(true);
    await ada.sync();
    for (const person of [ada, bob]) {
      const seen = await must(person, "item.get", { item });
      expect(seen).toMatchObject({ username: "bob's", conflicts: 1, version: 3 });
      expect(await reveal(person, item)).toBe("ada's");
      expect(await reveal(person, item, "notes")).toBe("ada's");
      expect(seen.conflictList).toMatchObject([{ field: "password", user: bob.unlocked.profile.user }]);
      expect(await reveal(person, item, `conflict:${seen.conflictList[0]?.conflict}`)).toBe("bob's");
    }
  });

  test("an answer that is lost does not make the edit twice", async () => {
    const { holder, people } = testTeam({ ada: "manage" });
    const { ada } = people as { ada: Person };
    const { item } = await save(ada, { title: "A", password: "one" });
    holder.loseNextAnswer = true;
    expect(await save(ada, { password: "two" }, item)).toMatchObject({ draft: true });
    expect((await ada.restart().sync()).ok).toBe(true);
    expect(holder.commits).toHaveLength(2);
  });

  test("two people push at once: one loses the compare-and-set, both edits stand", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit", eve: "edit" });
    const all = Object.values(people);
    const saved = await Promise.all(all.map((person, at) => save(person, { title: `T${at}`, password: `p${at}` })));
    expect(saved.every(({ draft }) => !draft)).toBe(true);
    expect(holder.commits).toHaveLength(3);
    for (const person of all) {
      await person.sync();
      expect((await must(person, "item.list", {})).total).toBe(3);
    }
  });

  test("the vault moves while an edit is made ready to go: it is made ready anew, and nothing is undone", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "T", username: "first", password: "first" });
    await bob.sync();
    bob.online = false;
    await save(bob, { password: "bob's" }, item);
    bob.online = true;
    const { envelopes } = bob.unlocked.vaults;
    bob.unlocked.vaults.envelopes = async (...asked) => {
      bob.unlocked.vaults.envelopes = envelopes;
      const found = await envelopes(...asked);
      await save(ada, { username: "ada's" }, item);
      await bob.unlocked.vaults.pull(bob.vault);
      return found;
    };
    expect(await bob.items.drafts.flush(bob.vault)).toEqual({ ok: true, value: true });
    await ada.sync();
    for (const person of [ada, bob]) {
      expect(await row(person, item)).toMatchObject({ username: "ada's", version: 3, draft: false, conflicts: 0 });
      expect(await reveal(person, item)).toBe("bob's");
    }
  });

  test("a draft over a deleted item brings it back as a conflict; a late deletion never undoes an edit", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
    const { item } = await save(ada, { title: "A", password: "base" });
    const other = (await save(ada, { title: "B", password: "base" })).item;
    await bob.sync();
    bob.online = false;
    await save(bob, { password: "bob's" }, item);
    await must(bob, "item.delete", { item: other });
    expect(await row(bob, other)).toBeUndefined();
    await must(ada, "item.delete", { item });
    await save(ada, { password: "ada's" }, other);
    expect((await must(ada, "item.list", {})).total).toBe(1);
    bob.online = true;
    expect((await bob.sync()).ok).toBe(true);
    await ada.sync();
    for (const person of [ada, bob]) {
      expect(await row(person, item)).toMatchObject({ conflicts: 1, version: 3, draft: false });
      expect(await reveal(person, item)).toBe("bob's");
      const seen = await must(person, "item.get", { item });
      expect(seen.conflictList).toMatchObject([{ field: "deleted", user: ada.unlocked.profile.user }]);
      expect(await reveal(person, other)).toBe("ada's");
    }
  });

  test("edit, then delete, both offline: it is gone, and every version is still in the chain", async () => {
    const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
    const { item } = await save(ada, { title: "A", password: "one" });
    ada.online = false;
    await save(ada, { password: "two" }, item);
    await must(ada, "item.delete", { item });
    ada.online = true;
    expect((await ada.sync()).ok).toBe(true);
    expect(await row(ada, item)).toBeUndefined();
    expect(ada.unlocked.chains.chain(ada.vault).items.get(item as never)).toMatchObject({ version: 3, deleted: true });
    // Never pushed and deleted: it can be restored all the same, and goes where all that was deleted lies.
    ada.online = false;
    const fresh = await save(ada, { title: "B" });
    await must(ada, "item.delete", { item: fresh.item });
    expect(await row(ada, fresh.item)).toBeUndefined();
    ada.online = true;
    expect((await ada.sync()).ok).toBe(true);
    expect(ada.items.drafts.waiting().count).toBe(0);
    const inChain = ada.unlocked.chains.chain(ada.vault).items.get(fresh.item as never);
    expect(inChain).toMatchObject({ version: 2, deleted: true });
  });

  test("a change of the right while a draft waits: it stays a draft and says so", async () => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { bob } = people as Record<"ada" | "bob", Person>;
    bob.online = false;
    const { item } = await save(bob, { title: "Bob's", password: "typed" });
    const had = holder.state;
    const inLog = had.vaults.get(bob.vault) as VaultInLog;
    const change = (changed: Partial<VaultInLog>) => {
      holder.state = { ...had, vaults: new Map([...had.vaults, [bob.vault, { ...inLog, ...changed }]]) };
    };
    const own = { permission: "use" as const, end: null };
    change({ access: new Map([...inLog.access, [bob.unlocked.profile.user, own]]) });
    bob.online = true;
    expect(await bob.sync()).toMatchObject({ failure: { code: "role" } });
    expect(await row(bob, item)).toMatchObject({ draft: true });
    expect(await reveal(bob, item)).toBe("typed");
    change({ archived: true });
    expect(await bob.sync()).toMatchObject({ failure: { code: "role", detail: { reason: "archived" } } });
    expect(await refusal(bob, "item.save", { vault: bob.vault, item, changes: { title: "Archived" } })).toBe("role");
    expect(await refusal(bob, "item.delete", { item })).toBe("role");
    expect(await reveal(bob, item)).toBe("typed");
    change({ rotationDue: true });
    const posts = holder.posts;
    expect(await bob.sync()).toMatchObject({ failure: { code: "epoch-stale", retry: "later" } });
    expect(holder.posts).toBe(posts);
    holder.state = had;
    expect((await bob.sync()).ok).toBe(true);
    expect(await row(bob, item)).toMatchObject({ draft: false, version: 1 });
  });
});
