/** Items that are deleted forever: gone for everybody, told by name, and nothing that anybody typed over them is lost. */
import { afterEach, describe, expect, it } from "vitest";
import { parseCommit } from "../../../../shared/protocol/vault-chain/commit.ts";
import { must as mustResult } from "../../../../shared/testing/team.ts";
import { utf8Bytes } from "../../../../shared/text.ts";
import { call, must, refusal, reveal, save } from "../test-calls.ts";
import { cleanUp, type Holder, type Person, testTeam } from "../test-team.ts";

afterEach(cleanUp);

async function add(person: Person, item: string, name: string): Promise<void> {
  const bytes = utf8Bytes(`what stands in ${name}`);
  const { file } = await must(person, "attachment.begin", { item, name, size: bytes.length });
  await must(person, "attachment.write", { file, from: 0, bytes });
  await must(person, "attachment.add", { file });
}

/** An item of three versions with a file, deleted by Bob, and one that lives. */
async function scene() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit", eve: "use" });
  const { ada, bob, eve } = people as Record<"ada" | "bob" | "eve", Person>;
  const { item } = await save(ada, { title: "Old", password: "one" });
  await save(ada, { password: "two" }, item);
  await add(ada, item, "old.conf");
  const { item: live } = await save(ada, { title: "Live", password: "lives" });
  await bob.sync();
  await must(bob, "item.delete", { item });
  await ada.sync();
  return { holder, ada, bob, eve, item, live };
}

/** As the server does: what purged versions named is gone. */
function drop(holder: Holder): void {
  const bodies = holder.commits.map((bytes) => mustResult(parseCommit(bytes)).body);
  for (const { item, version, overview, secret, blobs } of bodies.flatMap(({ changes }) => changes)) {
    if (holder.chain.items.get(item)?.purged.includes(version) !== true) continue;
    for (const part of [overview, secret]) if (part !== null) holder.envelopes.delete(part.hash);
    for (const { blob } of blobs) holder.files.delete(blob);
  }
}

const stored = (person: Person, table: "envelopes" | "attachment_parts") =>
  person.db().prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const titles = async (person: Person, deleted = false) =>
  (await must(person, "item.list", deleted ? { deleted: true } : {})).items.map(({ title }) => title);

describe("an item that is deleted forever", () => {
  it("is gone with its versions and files here and there, the rest stays, also after a restart and for a new reader", async () => {
    const { holder, ada, bob, eve, item, live } = await scene();
    expect([stored(ada, "envelopes"), stored(ada, "attachment_parts")]).toEqual([8, 1]);
    await must(ada, "item.purge", { item });
    drop(holder);
    await bob.sync();
    await eve.sync();
    const check = async (person: Person): Promise<void> => {
      expect(await titles(person)).toEqual(["Live"]);
      expect(await titles(person, true)).toEqual([]);
      expect(await refusal(person, "item.get", { item })).toBe("not-found");
      expect(await refusal(person, "item.restore", { item })).not.toBe("ok");
      expect([stored(person, "envelopes"), stored(person, "attachment_parts")]).toEqual([2, 0]);
      expect(await reveal(person, live)).toBe("lives");
    };
    for (const person of [ada, bob, eve]) await check(person);
    await check(ada.restart());
    expect(holder.envelopes.size).toBe(2);
  });

  it("needs a manager, a deletion that was sent, and the server; asked for again it is not there", async () => {
    const { holder, ada, bob, item, live } = await scene();
    const { posts } = holder;
    expect(await refusal(bob, "item.purge", { item })).toBe("role");
    expect(holder.posts).toBe(posts);
    expect(await refusal(ada, "item.purge", { items: [item, live] })).toBe("not-found");
    ada.online = false;
    await must(ada, "item.delete", { item: live });
    expect(await refusal(ada, "item.purge", { item: live })).toBe("not-found");
    const before = holder.commits.length;
    expect(await refusal(ada, "item.purge", { item })).toBe("offline");
    expect(await titles(ada, true)).toContain("Old");
    ada.online = true;
    expect(holder.commits.length).toBe(before);
    await must(ada, "item.purge", { item });
    expect(await refusal(ada, "item.purge", { item })).toBe("not-found");
  });

  it("is made anew where another commit came first, and is not touched where that restored it", async () => {
    const { ada, bob, item, live } = await scene();
    await save(bob, { title: "Live 2" }, live);
    await must(ada, "item.purge", { item });
    await must(ada, "item.delete", { item: live });
    await bob.sync();
    await must(bob, "item.restore", { item: live });
    expect(await refusal(ada, "item.purge", { item: live })).toBe("not-found");
    expect(await titles(ada)).toEqual(["Live 2"]);
  });

  it("whose answer was lost is gone all the same", async () => {
    const { holder, ada, item } = await scene();
    holder.loseNextAnswer = true;
    expect(await refusal(ada, "item.purge", { item })).toBe("offline");
    await ada.sync();
    expect(await titles(ada, true)).toEqual([]);
  });

  it.each<[string, (bob: Person, item: string) => Promise<unknown>, string]>([
    ["an edit", (bob, item) => save(bob, { password: "typed" }, item), "typed"],
    ["a restoration", (bob, item) => must(bob, "item.restore", { item }), "two"],
  ])("comes back by %s that was made before it was known, with who purged what was", async (what, act, password) => {
    const { holder, ada, bob, item } = await scene();
    const isEdit = what === "an edit";
    if (isEdit) await must(bob, "item.restore", { item });
    if (isEdit) await ada.sync();
    bob.online = false;
    await act(bob, item);
    if (isEdit) await must(ada, "item.delete", { item });
    await must(ada, "item.purge", { item });
    drop(holder);
    bob.online = true;
    expect((await bob.sync()).ok).toBe(true);
    await ada.sync();
    const user = ada.unlocked.profile.user;
    const check = async (person: Person): Promise<void> => {
      expect(await titles(person)).toEqual(["Live", "Old"]);
      expect(await reveal(person, item)).toBe(password);
      const { history } = await must(person, "item.get", { item });
      expect(history[0]?.purged).toBeUndefined();
      expect(history.slice(1).every(({ purged, changed }) => purged?.user === user && changed === null)).toBe(true);
      for (const { version } of history.slice(1)) {
        expect(await refusal(person, "item.version", { item, version })).toBe("not-found");
        expect(await refusal(person, "item.restore", { item, version })).toBe("not-found");
        expect(await refusal(person, "item.reveal", { item, field: "password", version })).toBe("not-found");
      }
    };
    for (const person of [ada, bob]) await check(person);
    await check(bob.restart());
  });
});

it("an envelope that nobody purged and that is missing stays a fault", async () => {
  const { holder, ada, eve, item } = await scene();
  const named = holder.chain.items.get(item as never);
  expect(named?.deleted).toBe(true);
  holder.envelopes.clear();
  await eve.sync();
  expect(await refusal(eve, "item.get", { item })).toBe("offline");
  expect(await call(ada, "item.get", { item })).toMatchObject({ ok: true });
});
