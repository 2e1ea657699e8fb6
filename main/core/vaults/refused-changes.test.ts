/** A change that the server refuses stays with its reason; every other one of its vault goes out [protocol: Merge]. */
import { afterEach, describe, expect, it } from "vitest";
import type { BlobId, ItemId } from "../../../shared/encoding/ids.ts";
import { type Failed, fail, type Result } from "../../../shared/failures.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { must } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

const made = async (person: Person, title: string, item?: ItemId) =>
  must(
    await person.items.handlers["item.save"]({
      ...{ vault: person.vault, changes: { title } },
      ...(item === undefined ? {} : { item }),
    }),
  ).item as ItemId;
const unsent = async (person: Person) =>
  must(await person.items.handlers["draft.list"]()).map(({ item, reason }) => [item, reason]);

/** Ada, offline, with so many new items. */
async function offlineWith(count: number) {
  const { holder, people } = testTeam({ ada: "manage" });
  const { ada } = people as Record<"ada", Person>;
  ada.online = false;
  const items: ItemId[] = [];
  for (let at = 0; at < count; at++) items.push(await made(ada, `Item ${at}`));
  ada.online = true;
  return { holder, ada, items };
}

/** The server refuses every commit with a change of one of these. */
function refuse(person: Person, items: readonly ItemId[], refusal: Failed) {
  const { post } = person.unlocked.vaults;
  const seen = { posts: 0 };
  person.unlocked.vaults.post = async (vault, bytes, envelopes): Promise<Result<true>> => {
    seen.posts += 1;
    const { changes } = must(parseCommit(bytes)).body;
    return changes.some(({ item }) => items.includes(item)) ? refusal : post(vault, bytes, envelopes);
  };
  return seen;
}

describe("a change that the server refuses", () => {
  it.each([
    ["limit", fail("limit", { reason: "team-bytes" })],
    ["manifest", fail("manifest", { reason: "put" })],
    ["encoding", fail("encoding", { reason: "http" }, "never")],
  ] as const)("with `%s` is found, stays with that reason, and all others go out", async (code, refusal) => {
    const { ada, items } = await offlineWith(40);
    const [bad] = [items[17] as ItemId];
    const seen = refuse(ada, [bad], refusal);
    expect((await ada.sync()).ok).toBe(false);
    expect(await unsent(ada)).toEqual([[bad, code]]);
    expect(seen.posts).toBeLessThan(20);
  });

  it("is tried alone the next time, so that what is new is not held up by it", async () => {
    const { ada, items } = await offlineWith(8);
    const seen = refuse(ada, [items[0] as ItemId], fail("limit"));
    await ada.sync();
    const before = seen.posts;
    ada.online = false;
    const fresh = await made(ada, "Fresh");
    ada.online = true;
    await ada.sync();
    expect(seen.posts - before).toBe(2);
    expect(await unsent(ada)).toEqual([[items[0], "limit"]]);
    expect(fresh).not.toBe(items[0]);
  });

  it("goes out, and says nothing more, once the server takes it", async () => {
    const { ada, items } = await offlineWith(3);
    const { post } = ada.unlocked.vaults;
    refuse(ada, [items[1] as ItemId], fail("limit"));
    await ada.sync();
    ada.unlocked.vaults.post = post;
    must(await ada.sync());
    expect(await unsent(ada)).toEqual([]);
  });

  it("is looked for with a bound where the server refuses them all", async () => {
    const { ada, items } = await offlineWith(60);
    const seen = refuse(ada, items, fail("limit", { reason: "team-bytes" }));
    await ada.sync();
    expect(seen.posts).toBeLessThan(30);
    expect((await unsent(ada)).map(([, reason]) => reason)).toEqual(items.map(() => "limit"));
  });

  it("for a reason of the whole commit is not looked for", async () => {
    const { ada, items } = await offlineWith(8);
    const seen = refuse(ada, [items[3] as ItemId], fail("role"));
    await ada.sync();
    expect(seen.posts).toBe(1);
    expect((await unsent(ada)).map(([, reason]) => reason)).toEqual(items.map(() => "role"));
  });
});

describe("a file that neither the server nor this computer has", () => {
  async function withLostFile() {
    const { holder, people } = testTeam({ ada: "manage" });
    const { ada } = people as Record<"ada", Person>;
    const [item, other] = [await made(ada, "Router"), await made(ada, "Switch")];
    ada.online = false;
    const { file } = must(await ada.items.handlers["attachment.begin"]({ item, name: "a.txt", size: 3 }));
    const bytes = new Uint8Array(3);
    must(await ada.items.handlers["attachment.write"]({ file: file as BlobId, from: 0, bytes }));
    must(await ada.items.handlers["attachment.add"]({ file: file as BlobId }));
    await made(ada, "Switch 2", other);
    ada.db().exec("DELETE FROM attachment_parts; DELETE FROM attachment_files");
    ada.online = true;
    return { holder, ada, item, other, file: file as BlobId };
  }

  it("keeps its own item from being sent, by name, and nothing else", async () => {
    const { ada, item } = await withLostFile();
    await ada.sync();
    expect(await unsent(ada)).toEqual([[item, "file-missing"]]);
  });

  it("can be removed: then the rest of the item goes out", async () => {
    const { ada, item, file } = await withLostFile();
    await ada.sync();
    must(await ada.items.handlers["attachment.remove"]({ item, file }));
    await ada.sync();
    expect(await unsent(ada)).toEqual([]);
    expect(must(await ada.items.handlers["item.get"]({ item })).attachments).toEqual([]);
  });
});
