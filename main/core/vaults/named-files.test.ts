/** A version whose commit names other files than its secret has is its author's damage, wherever it is opened [protocol: Damaged versions]. */
import { afterEach, describe, expect, it } from "vitest";
import { randomBytes } from "../../../shared/crypto/random.ts";
import type { BlobId, Hash, ItemId } from "../../../shared/encoding/ids.ts";
import { buildCommit, type Change, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { must } from "../../../shared/testing/team.ts";
import { base32Text } from "../../../shared/text.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

type Blobs = Change["blobs"];

/** What Ada signs names other files than what they sealed. */
function lie(ada: Person, how: (blobs: Blobs) => Blobs): () => void {
  const { vaults, keys } = ada.unlocked;
  const { post } = vaults;
  vaults.post = (vault, bytes, envelopes) => {
    const { body } = must(parseCommit(bytes));
    const changes = body.changes.map((change) => ({ ...change, blobs: how(change.blobs) }));
    return post(vault, buildCommit({ ...body, changes }, keys).bytes, envelopes);
  };
  return () => {
    vaults.post = post;
  };
}

async function add({ items }: Person, item: ItemId): Promise<BlobId> {
  const file = must(await items.handlers["attachment.begin"]({ item, name: "a.txt", size: 3 })).file as BlobId;
  must(await items.handlers["attachment.write"]({ file, from: 0, bytes: new Uint8Array(3) }));
  must(await items.handlers["attachment.add"]({ file }));
  return file;
}

async function twoPeople() {
  const { people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const changes = { title: "Router", password: "one" };
  const item = must(await ada.items.handlers["item.save"]({ vault: ada.vault, changes })).item as ItemId;
  await bob.sync();
  return { ada, bob, item };
}

const games: [string, (blobs: Blobs) => Blobs][] = [
  ["none of them", () => []],
  ["another size", (blobs) => blobs.map((one) => ({ ...one, size: one.size + 1 }))],
  ["another hash", (blobs) => blobs.map((one) => ({ ...one, hash: base32Text(randomBytes(32)) as Hash }))],
  ["one of them twice", (blobs) => [...blobs, ...blobs]],
];

describe("a version whose commit names", () => {
  it.each(games)("%s is shown as damaged; the last good one is shown and edited in its place", async (_, how) => {
    const { ada, bob, item } = await twoPeople();
    const honest = lie(ada, how);
    await add(ada, item);
    honest();
    await bob.sync();
    must(await bob.items.handlers["item.list"]({}));
    const detail = must(await bob.items.handlers["item.get"]({ item }));
    expect(detail.attachments).toEqual([]);
    expect(detail.damaged).toMatchObject({ version: 2 });
    const [row] = must(await bob.items.handlers["item.list"]({})).items;
    expect(row?.damaged).toBeDefined();
    expect(detail.history[0]).toMatchObject({ version: 2, isDamaged: true });
    const older = { item, version: 2 };
    expect(await bob.items.handlers["item.version"](older)).toMatchObject({ failure: { code: "manifest" } });
    expect(await bob.items.handlers["item.restore"](older)).toMatchObject({ ok: false });
    // Nothing stops: the vault goes on, and a save over it is asked about like over any damaged version.
    const edit = { vault: bob.vault, item, changes: { password: "two" } };
    expect(await bob.items.handlers["item.save"](edit)).toMatchObject({ failure: { code: "older-version" } });
    must(await bob.items.handlers["item.save"]({ vault: bob.vault, changes: { title: "Switch" } }));
    await ada.sync();
    expect(must(await ada.items.handlers["item.list"]({})).total).toBe(2);
  });
});
