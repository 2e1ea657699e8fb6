/** Moving an item into another vault: it is there once, whatever happens in between, with everything that it holds. */
import { describe, expect, it } from "vitest";
import type { Latchkey } from "../shared/contract/commands.ts";
import { type Client, createClient } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { between } from "./kit/tampering.ts";
import { founder, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

const rowsOf = async (person: Latchkey, vault?: string) =>
  (await must(person, "item.list", vault === undefined ? {} : { vault })).items;
const settled = (person: Latchkey) =>
  eventually(
    () => must(person, "sync.now", {}),
    ({ pending }) => pending === 0,
  );
const titlesIn = async (person: Latchkey, vault: string) => (await rowsOf(person, vault)).map(({ title }) => title);

/** Ada with two vaults and an item in the first; Bob may read both. */
async function twoVaults(options: Parameters<typeof founder>[1] = {}) {
  const running = await server();
  const ada = await founder(running, options);
  const { vault: from } = await must(ada, "vault.create", { title: "From" });
  const { vault: to } = await must(ada, "vault.create", { title: "To" });
  const changes = {
    ...{
      title: "Router",
      username: "root",
      password: "alpha",
      notes: "rack 4",
      tags: ["ops"],
      urls: ["https://r.example"],
    },
    ...{ totp: "JBSWY3DPEHPK3PXP", fields: [{ name: "PIN", type: "hidden" as const, value: "0042" }] },
  };
  const { item } = await must(ada, "item.save", { vault: from, changes });
  return { running, ada, from, to, item };
}

async function valuesOf(person: Latchkey, item: string): Promise<Record<string, string>> {
  const { fields } = await must(person, "item.get", { item });
  const values = fields.map(async ({ field }) => [field, (await must(person, "item.reveal", { item, field })).value]);
  return Object.fromEntries(await Promise.all(values));
}

describe("item.moveToNew", () => {
  it("makes the vault, gives it to its people and moves the items; what cannot move makes no vault", async () => {
    const { ada, from, to, item } = await twoVaults();
    const bob = await joiner(ada, "Bob");
    const people = [await userOf(bob)];
    const { item: other } = await must(ada, "item.save", { vault: to, changes: { title: "Switch" } });
    const before = (await must(ada, "vault.list", {})).length;
    const stranger = "0".repeat(26);
    for (const input of [
      { items: [item, stranger], title: "New", people },
      { items: [item], title: "New", people: [stranger] },
    ])
      expect(await refusal(ada, "item.moveToNew", input)).toBe("not-found");
    expect((await must(ada, "vault.list", {})).length).toBe(before);
    const { vault, items } = await must(ada, "item.moveToNew", { items: [item, other], title: "New", people });
    expect(await titlesIn(ada, from)).toEqual([]);
    expect(await titlesIn(ada, vault)).toEqual(["Router", "Switch"]);
    expect((await must(ada, "item.get", { item: items[1] ?? "" })).title).toBe("Switch");
    await settled(ada);
    await readyVault(bob, vault);
    await eventually(
      () => titlesIn(bob, vault),
      (titles) => titles.length === 2,
    );
    // Somebody who may only view cannot move on what they were given, and no vault is made for it.
    const bobs = (await must(bob, "vault.list", {})).length;
    expect(await refusal(bob, "item.moveToNew", { items, title: "Bob's", people: [] })).toBe("role");
    expect((await must(bob, "vault.list", {})).length).toBe(bobs);
  });
});

describe("item.move", () => {
  it("makes a new item with all values in the target, takes the old one out of the source, for everybody", async () => {
    const { ada, from, to, item } = await twoVaults();
    const bob = await joiner(ada, "Bob");
    for (const vault of [from, to]) {
      await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
      await readyVault(bob, vault);
    }
    const before = await must(ada, "item.get", { item });
    const values = await valuesOf(ada, item);
    const { item: moved } = await must(ada, "item.move", { item, vault: to });
    await settled(ada);
    expect(moved).not.toBe(item);
    const after = await must(ada, "item.get", { item: moved });
    expect(after).toMatchObject({ vault: to, version: 1, draft: false, sources: [{ format: "moved", id: item }] });
    for (const key of ["kind", "title", "username", "urls", "tags", "hasTotp", "passwordChangedAt"] as const)
      expect(after[key]).toEqual(before[key]);
    expect(await valuesOf(ada, moved)).toEqual(values);
    // The old one lies in Trash, and says where it went.
    expect((await must(ada, "item.get", { item })).deleted).toMatchObject({ movedTo: moved });
    await eventually(
      async () => [await titlesIn(bob, from), await titlesIn(bob, to)],
      ([left, right]) => left?.length === 0 && right?.length === 1,
    );
    expect(await valuesOf(bob, moved)).toEqual(values);
  });

  it("takes conflicts along, under the same id; versions stay with the old item", async () => {
    const line = between();
    const { running, ada, from, to, item } = await twoVaults();
    const bob = await joiner(ada, "Bob", { fetch: line.fetch });
    await must(ada, "vault.setAccess", { vault: from, user: await userOf(bob), permission: "edit" });
    await readyVault(bob, from);
    await eventually(
      () => rowsOf(bob, from),
      (rows) => rows.length === 1,
    );
    line.cut(true);
    await must(bob, "item.save", { vault: from, item, changes: { password: "bob's" } });
    await must(ada, "item.save", { vault: from, item, changes: { password: "ada's" } });
    line.cut(false);
    await settled(bob);
    await eventually(
      () => rowsOf(ada, from),
      ([row]) => row?.conflicts === 1,
    );
    const [held] = (await must(ada, "item.get", { item })).conflictList;
    const { item: moved } = await must(ada, "item.move", { item, vault: to });
    const seen = await must(ada, "item.get", { item: moved });
    expect(seen.conflictList).toEqual([held]);
    expect(seen.history.length).toBeLessThanOrEqual(1);
    const field = `conflict:${held?.conflict}`;
    expect(await must(ada, "item.reveal", { item: moved, field })).toEqual({ value: "bob's" });
    await running.close();
  });

  it("offline both halves wait and the list shows one; on return the target gets it before the source loses it", async () => {
    const line = between();
    const { ada, from, to, item } = await twoVaults({ fetch: line.fetch });
    line.cut(true);
    const { item: moved } = await must(ada, "item.move", { item, vault: to });
    expect(await rowsOf(ada)).toMatchObject([{ item: moved, vault: to, draft: true, version: null }]);
    line.cut(false);
    line.forget();
    await settled(ada);
    const pushes = line.asked.filter(({ route }) => route === "push").map(({ vault }) => vault);
    expect(pushes).toEqual([to, from]);
    expect(await rowsOf(ada)).toMatchObject([{ item: moved, vault: to, draft: false, version: 1 }]);
  });

  it.each([
    ["online", [false, false, false]],
    ["offline", [true, true, true]],
    ["the first online", [false, true, true]],
    ["the last online", [true, true, false]],
  ] as const)(
    "again and again, %s: it is in one place, for everybody, and its first link finds it",
    async (_, cuts) => {
      const line = between();
      const { ada, from, to, item } = await twoVaults({ fetch: line.fetch });
      const bob = await joiner(ada, "Bob");
      for (const vault of [from, to]) {
        await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
        await readyVault(bob, vault);
      }
      const values = await valuesOf(ada, item);
      let last = item;
      for (const [at, isCut] of cuts.entries()) {
        line.cut(isCut);
        last = (await must(ada, "item.move", { item: last, vault: at % 2 === 0 ? to : from })).item;
        expect((await rowsOf(ada)).map((row) => row.item)).toEqual([last]);
      }
      line.cut(false);
      await settled(ada);
      await eventually(
        async () => (await rowsOf(bob)).map((row) => row.item),
        (items) => items.join() === last,
      );
      expect(await must(ada, "item.list", {})).toMatchObject({
        total: 1,
        items: [{ item: last, vault: to, draft: false }],
      });
      expect(await must(ada, "draft.list", {})).toEqual([]);
      expect(await valuesOf(bob, last)).toEqual(values);
      expect((await must(bob, "item.list", { text: `latchkey://item/${item}` })).items).toMatchObject([{ item: last }]);
    },
  );

  it("killed between the two pushes there are two for a moment, and one after the next start", async () => {
    const dataDir = scratchDir();
    const line = between();
    const { ada, from, to, item } = await twoVaults({ dataDir, fetch: line.fetch });
    const bob = await joiner(ada, "Bob");
    for (const vault of [from, to]) {
      await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
      await readyVault(bob, vault);
    }
    // The new item goes out; nothing is pushed to the source any more.
    const blocked = between();
    line.tamper("push", (honest, asked) => {
      if (asked.vault === to) line.cut(true);
      return honest;
    });
    await ada.call("item.move", { item, vault: to });
    ada.kill();
    await ada.close();
    await eventually(
      () => titlesIn(bob, to),
      (titles) => titles.length === 1,
    );
    expect(await titlesIn(bob, from)).toEqual(["Router"]);
    const again = await startAgain(dataDir, ada, blocked.fetch);
    await settled(again);
    expect(await titlesIn(again, to)).toEqual(["Router"]);
    expect(await titlesIn(again, from)).toEqual([]);
    await eventually(
      () => titlesIn(bob, from),
      (titles) => titles.length === 0,
    );
    expect(await titlesIn(bob, to)).toEqual(["Router"]);
  });

  it("whose target may no longer be written to stays in the source, and the new one stays a draft", async () => {
    const line = between();
    const { ada, from, to, item } = await twoVaults();
    const bob = await joiner(ada, "Bob", { fetch: line.fetch });
    const user = await userOf(bob);
    for (const vault of [from, to]) {
      await must(ada, "vault.setAccess", { vault, user, permission: "edit" });
      await readyVault(bob, vault);
    }
    await eventually(
      () => rowsOf(bob, from),
      (rows) => rows.length === 1,
    );
    line.cut(true);
    const { item: moved } = await must(bob, "item.move", { item, vault: to });
    await must(ada, "vault.setAccess", { vault: to, user, permission: "use" });
    line.cut(false);
    await eventually(
      () => must(bob, "sync.now", {}),
      ({ failures }) => failures.some(({ code, vault }) => code === "role" && vault === to),
    );
    await must(bob, "sync.now", {});
    expect(await titlesIn(ada, from)).toEqual(["Router"]);
    expect(await titlesIn(ada, to)).toEqual([]);
    expect(await rowsOf(bob)).toMatchObject([{ item: moved, vault: to, draft: true }]);
    expect((await must(bob, "sync.status", {})).pending).toBe(2);
  });

  it("of an item that never left this computer moves its drafts and leaves nothing behind", async () => {
    const line = between();
    const { ada, from, to } = await twoVaults({ fetch: line.fetch });
    line.cut(true);
    const { item } = await must(ada, "item.save", { vault: from, changes: { title: "Draft", password: "one" } });
    await must(ada, "item.save", { vault: from, item, changes: { password: "two" } });
    const { item: moved } = await must(ada, "item.move", { item, vault: to });
    expect((await must(ada, "sync.status", {})).pending).toBe(1);
    line.cut(false);
    await settled(ada);
    expect(await must(ada, "item.reveal", { item: moved, field: "password" })).toEqual({ value: "two" });
    expect(await titlesIn(ada, from)).toEqual(["Router"]);
  });

  it("carries edits that still wait, and these are versions of the old item too", async () => {
    const line = between();
    const { ada, from, to, item } = await twoVaults({ fetch: line.fetch });
    line.cut(true);
    await must(ada, "item.save", { vault: from, item, changes: { password: "offline" } });
    const { item: moved } = await must(ada, "item.move", { item, vault: to });
    line.cut(false);
    await settled(ada);
    expect(await must(ada, "item.reveal", { item: moved, field: "password" })).toEqual({ value: "offline" });
    expect(await rowsOf(ada)).toHaveLength(1);
  });

  it.each([
    ["without the right to write in the source", "use", "edit"],
    ["without the right to write in the target", "edit", "use"],
  ] as const)("%s is `role`, and nothing changes", async (_, inSource, inTarget) => {
    const { ada, from, to, item } = await twoVaults();
    const bob = await joiner(ada, "Bob");
    const user = await userOf(bob);
    await must(ada, "vault.setAccess", { vault: from, user, permission: inSource });
    await must(ada, "vault.setAccess", { vault: to, user, permission: inTarget });
    for (const vault of [from, to]) await readyVault(bob, vault);
    await eventually(
      () => rowsOf(bob, from),
      (rows) => rows.length === 1,
    );
    expect(await refusal(bob, "item.move", { item, vault: to })).toBe("role");
    expect(await rowsOf(bob)).toMatchObject([{ item, vault: from, draft: false }]);
  });

  it("into the vault where it lies, or one or an item that is not there, is refused by name", async () => {
    const { ada, from, to, item } = await twoVaults();
    expect(await refusal(ada, "item.move", { item, vault: from })).toBe("invalid-input");
    expect(await refusal(ada, "item.move", { item, vault: "0".repeat(26) })).toBe("not-found");
    expect(await refusal(ada, "item.move", { item: "0".repeat(26), vault: to })).toBe("not-found");
    expect(await rowsOf(ada)).toMatchObject([{ item, vault: from }]);
  });

  it("is found by a new import of its file, in the target and in the vault that it left", async () => {
    const { ada, to } = await twoVaults();
    const { vault: imports } = await must(ada, "vault.create", { title: "Imports" });
    const bytes = kdbxOf(2);
    const preview = async (target: string) => {
      const file = { format: "kdbx" as const, bytes, passphrase: kdbxPassphrase, target };
      const read = await must(ada, "import.preview", file);
      return { id: read.preview, states: read.items.map(({ state }) => state) };
    };
    await must(ada, "import.apply", { preview: (await preview(imports)).id, target: imports });
    const [first] = await rowsOf(ada, imports);
    await must(ada, "item.move", { item: first?.item as string, vault: to });
    await settled(ada);
    expect((await preview(imports)).states).toEqual(["same", "same"]);
    expect((await preview(to)).states.toSorted()).toEqual(["new", "same"]);
  });
});

async function startAgain(
  dataDir: string,
  before: Client,
  fetch: ReturnType<typeof between>["fetch"],
): Promise<Client> {
  const again = await createClient({ dataDir, keychain: before.keychain, fetch });
  atEnd(() => again.close());
  await must(again, "account.unlock", { passphrase });
  return again;
}
