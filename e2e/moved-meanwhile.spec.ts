/**
 * One acts on a login without a line, the other meanwhile with one, in every pair of acts: whatever was typed is there afterwards,
 * and the login is there once, or a person is told.
 */
import { describe, expect, it } from "vitest";
import { addFile } from "./kit/files.ts";
import { must, userOf } from "./kit/team.ts";
import { type AtWork, inStep, twoVaults } from "./kit/two-vaults.ts";

type Of = { item: string; from: string; to: string; value: string };
/** Each act may type one value; answers whether it did. */
const acts: Record<string, (person: AtWork, of: Of) => Promise<boolean>> = {
  edit: async ({ client }, { item, from, value }) => {
    await must(client, "item.save", { vault: from, item, changes: { password: value } });
    return true;
  },
  delete: async ({ client }, { item }) => {
    await must(client, "item.delete", { item });
    return false;
  },
  move: async ({ client }, { item, to }) => {
    await must(client, "item.move", { item, vault: to });
    return false;
  },
  editAndMove: async ({ client }, { item, from, to, value }) => {
    await must(client, "item.save", { vault: from, item, changes: { password: value } });
    await must(client, "item.move", { item, vault: to });
    return true;
  },
  moveAndEdit: async ({ client }, { item, to, value }) => {
    const { item: made } = await must(client, "item.move", { item, vault: to });
    await must(client, "item.save", { vault: to, item: made, changes: { password: value } });
    return true;
  },
  deleteAndRestore: async ({ client }, { item }) => {
    await must(client, "item.delete", { item });
    await must(client, "item.restore", { item });
    return false;
  },
  restoreVersion: async ({ client }, { item }) => {
    await must(client, "item.restore", { item, version: 1 });
    return false;
  },
  resolve: async ({ client }, { item }) => {
    const [conflict] = (await must(client, "item.get", { item })).conflictList;
    if (conflict === undefined) throw new Error("no conflict");
    await must(client, "item.resolve", { item, conflict: conflict.conflict as never, keep: "other" });
    return false;
  },
};

/** A login with two versions and a conflict, which both have. */
async function conflicted(ada: AtWork, bob: AtWork, vault: string): Promise<string> {
  const { item } = await must(ada.client, "item.save", { vault, changes: { title: "Router", password: "first" } });
  await inStep([ada, bob]);
  await must(bob.client, "item.save", { vault, item, base: 1, changes: { password: "second" } });
  await inStep([ada, bob]);
  await must(ada.client, "item.save", { vault, item, base: 1, changes: { password: "late" } });
  await inStep([ada, bob]);
  return item;
}

/** Every password that a person finds: current, kept beside it, older, or in a change that waits. */
async function passwords({ client }: AtWork): Promise<string[]> {
  const found: string[] = [];
  const { items } = await must(client, "item.list", {});
  const trash = await must(client, "item.list", { deleted: true });
  const read = async (item: string, field: string, version?: number): Promise<void> => {
    const shown = await client.call("item.reveal", { item, field, version } as never);
    if (shown.ok) found.push((shown.value as { value: string }).value);
  };
  for (const { item } of [...items, ...trash.items]) {
    const { history, conflictList, imported } = await must(client, "item.get", { item });
    await read(item, "password");
    for (const { conflict } of conflictList) await read(item, `conflict:${conflict}`);
    for (const { reveal } of imported) await read(item, reveal);
    for (const { version } of history) await read(item, "password", version);
  }
  return found;
}

/** What tells a person: a conflict of the login, or a change that says why it stays. */
async function told(people: readonly AtWork[]): Promise<string[]> {
  const words: string[] = [];
  for (const { client } of people) {
    for (const { reason } of await must(client, "draft.list", {})) if (reason !== null) words.push(reason);
    for (const { item, conflicts } of (await must(client, "item.list", {})).items)
      if (conflicts > 0)
        for (const { field } of (await must(client, "item.get", { item })).conflictList) words.push(field);
  }
  return words;
}

const names = Object.keys(acts);
const actOf = (name: string) => acts[name] as (typeof acts)[string];

/** Nothing of the login is left that the next pair could meet. */
async function cleared(ada: AtWork, bob: AtWork): Promise<void> {
  // Discarding one may take another with it that waited for it.
  for (const { item } of await must(ada.client, "draft.list", {})) await ada.client.call("draft.discard", { item });
  const { items } = await must(bob.client, "item.list", {});
  if (items.length > 0) await must(bob.client, "item.delete", { items: items.map(({ item }) => item) });
  await inStep([ada, bob]);
}

describe.each(names)("who does %s without a line, while the other does", (mine) => {
  it("any of the acts: nothing is lost, nothing is there twice without a word", { timeout: 300_000 }, async () => {
    const { ada, bob, from, to } = await twoVaults();
    for (const others of names) {
      const item = await conflicted(ada, bob, from);
      const of = { item, from, to };
      const name = `${mine} / ${others}`;
      const typed: string[] = [];
      ada.line.cut(true);
      if (await actOf(mine)(ada, { ...of, value: `ada ${name}` })) typed.push(`ada ${name}`);
      if (await actOf(others)(bob, { ...of, value: `bob ${name}` })) typed.push(`bob ${name}`);
      ada.line.cut(false);
      await inStep([ada, bob]);
      const found = [...(await passwords(ada)), ...(await passwords(bob))];
      expect(found, name).toEqual(expect.arrayContaining(typed));
      const rows = (await must(bob.client, "item.list", {})).items;
      // The conflict of before tells nothing of a second item.
      const words = (await told([ada, bob])).filter((word) => word === "deleted" || word === "moved");
      if (rows.length > 1) expect(words, name).not.toEqual([]);
      expect(rows.length, name).toBeLessThanOrEqual(2);
      await cleared(ada, bob);
    }
  });
});

describe("a login that somebody moved while its editor was open", () => {
  it("keeps the edit as a change that says so, and makes it at the new place when asked", async () => {
    const { ada, bob, from, to } = await twoVaults();
    const changes = { title: "Router", username: "root", password: "first" };
    const { item } = await must(ada.client, "item.save", { vault: from, changes });
    await inStep([ada, bob]);
    const { item: made } = await must(bob.client, "item.move", { item, vault: to });
    await must(bob.client, "item.save", { vault: to, item: made, changes: { username: "bob's" } });
    await inStep([ada, bob]);
    const saved = await must(ada.client, "item.save", { vault: from, item, base: 1, changes: { password: "ada's" } });
    expect(saved).toMatchObject({ item, draft: true, reason: "moved", conflicts: [] });
    const unsent = { item, vault: from, title: "Router", reason: "moved", movedTo: { item: made, vault: to } };
    expect(await must(ada.client, "draft.list", {})).toMatchObject([unsent]);
    expect(await must(ada.client, "item.get", { item })).toMatchObject({ draft: true, conflicts: 0, conflictList: [] });
    expect(await must(ada.client, "draft.move", { item, vault: to })).toEqual({ item: made });
    expect(await inStep([ada, bob])).toBe(0);
    const rows = (await must(bob.client, "item.list", {})).items;
    expect(rows).toMatchObject([{ item: made, vault: to, username: "bob's", conflicts: 0 }]);
    expect(await must(bob.client, "item.reveal", { item: made, field: "password" })).toEqual({ value: "ada's" });
  });

  it("is a conflict at the new place where the same field was changed there", async () => {
    const { ada, bob, from, to } = await twoVaults();
    const { item } = await must(ada.client, "item.save", {
      vault: from,
      changes: { title: "Router", password: "one" },
    });
    await inStep([ada, bob]);
    ada.line.cut(true);
    await must(ada.client, "item.save", { vault: from, item, base: 1, changes: { password: "ada's" } });
    const { item: made } = await must(bob.client, "item.move", { item, vault: to });
    await must(bob.client, "item.save", { vault: to, item: made, changes: { password: "bob's" } });
    ada.line.cut(false);
    await inStep([ada, bob]);
    await must(ada.client, "draft.move", { item, vault: to });
    await inStep([ada, bob]);
    const { conflictList } = await must(bob.client, "item.get", { item: made });
    expect(conflictList.map(({ field }) => field)).toEqual(["password"]);
    expect(await must(bob.client, "item.reveal", { item: made, field: "password" })).toEqual({ value: "bob's" });
    const field = `conflict:${conflictList[0]?.conflict}`;
    expect(await must(bob.client, "item.reveal", { item: made, field })).toEqual({ value: "ada's" });
  });
});

describe("a login that somebody deleted while its editor was open", () => {
  it("comes back with the edit and a conflict that names who deleted it", async () => {
    const { ada, bob, from } = await twoVaults();
    const { item } = await must(ada.client, "item.save", {
      vault: from,
      changes: { title: "Router", password: "one" },
    });
    await inStep([ada, bob]);
    await must(bob.client, "item.delete", { item });
    await inStep([ada, bob]);
    const saved = await must(ada.client, "item.save", { vault: from, item, base: 1, changes: { password: "ada's" } });
    expect(saved).toMatchObject({ draft: false, reason: null, conflicts: [{ field: "deleted" }] });
    await inStep([ada, bob]);
    const seen = await must(bob.client, "item.get", { item });
    expect(seen).toMatchObject({
      title: "Router",
      conflictList: [{ field: "deleted", user: await userOf(bob.client) }],
    });
    expect(await must(bob.client, "item.reveal", { item, field: "password" })).toEqual({ value: "ada's" });
  });
});

describe("files of a login that is moved", () => {
  const bytes = new TextEncoder().encode("rack 4");
  const add = async ({ client }: AtWork, item: string, name: string): Promise<void> => {
    const added = await addFile(client, item, { name, bytes });
    if (!added.ok) throw new Error(added.failure.code);
  };
  const filesOf = async ({ client }: AtWork, item: string): Promise<string[]> => {
    const { attachments } = await must(client, "item.get", { item });
    const opened = attachments.map(async ({ file }) => (await must(client, "attachment.save", { item, file })).name);
    return (await Promise.all(opened)).sort();
  };
  /** The login with one file, at both. */
  async function withFile() {
    const team = await twoVaults();
    const { item } = await must(team.ada.client, "item.save", { vault: team.from, changes: { title: "Router" } });
    await add(team.ada, item, "first.txt");
    await inStep([team.ada, team.bob]);
    return { ...team, item };
  }

  it("that somebody adds in its old vault meanwhile follow it", async () => {
    const { ada, bob, to, item } = await withFile();
    ada.line.cut(true);
    const { item: made } = await must(ada.client, "item.move", { item, vault: to });
    await add(bob, item, "bob.txt");
    ada.line.cut(false);
    expect(await inStep([ada, bob])).toBe(0);
    expect((await must(bob.client, "item.list", {})).items.map((row) => row.item)).toEqual([made]);
    expect(await filesOf(bob, made)).toEqual(["bob.txt", "first.txt"]);
  });

  it("that were added without a line go to its new place with the change", async () => {
    const { ada, bob, to, item } = await withFile();
    ada.line.cut(true);
    await add(ada, item, "ada.txt");
    const { item: made } = await must(bob.client, "item.move", { item, vault: to });
    ada.line.cut(false);
    await inStep([ada, bob]);
    expect(await must(ada.client, "draft.move", { item, vault: to })).toEqual({ item: made });
    expect(await inStep([ada, bob])).toBe(0);
    expect(await filesOf(bob, made)).toEqual(["ada.txt", "first.txt"]);
  });
});

describe("acts of two people on their way at once", () => {
  it("with a move among them: nothing is lost, nothing is there twice without a word", {
    timeout: 300_000,
  }, async () => {
    const { ada, bob, from, to } = await twoVaults();
    // Each person with two on their way, and the other with two beside them.
    const rounds = [
      [
        ["edit", "move"],
        ["edit", "edit"],
      ],
      [
        ["move", "edit"],
        ["edit", "delete"],
      ],
      [
        ["edit", "edit"],
        ["move", "move"],
      ],
      [
        ["move", "resolve"],
        ["move", "edit"],
      ],
      [
        ["deleteAndRestore", "edit"],
        ["editAndMove", "restoreVersion"],
      ],
    ] as const;
    for (const round of rounds) {
      const item = await conflicted(ada, bob, from);
      const name = JSON.stringify(round);
      const typed: string[] = [];
      const sent = [ada, bob].flatMap((person, at) =>
        (round[at] ?? []).map(async (act, place) => {
          const value = `${at}.${place} ${name}`;
          // What is gone by then is refused by name, and what was typed for it stays in its editor.
          const isTyped = await actOf(act)(person, { item, from, to, value }).catch(() => false);
          if (isTyped) typed.push(value);
        }),
      );
      await Promise.all(sent);
      await inStep([ada, bob]);
      const found = [...(await passwords(ada)), ...(await passwords(bob))];
      expect(found, name).toEqual(expect.arrayContaining(typed));
      const rows = (await must(bob.client, "item.list", {})).items;
      const words = (await told([ada, bob])).filter((word) => word === "deleted" || word === "moved");
      if (rows.length > 1) expect(words, name).not.toEqual([]);
      await cleared(ada, bob);
    }
  });
});
