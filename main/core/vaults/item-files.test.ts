/** Files of items: sealed here, sent before the commit that names them, saved whole or not at all [protocol: Attachments]. */
import { afterEach, describe, expect, it } from "vitest";
import { randomBytes } from "../../../shared/crypto/random.ts";
import type { BlobId, ItemId } from "../../../shared/encoding/ids.ts";
import { type FailureCode, fail, type Result } from "../../../shared/failures.ts";
import { must } from "../../../shared/testing/team.ts";
import { joinBytes } from "../../../shared/text.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

const KiB = 1024;
const code = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);

async function twoPeople() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const saved = await ada.items.handlers["item.save"]({ vault: ada.vault, changes: { title: "Router" } } as never);
  const item = must(saved).item as ItemId;
  await bob.sync();
  return { holder, ada, bob, item };
}

/** Filler that is quick to make and differs in each block. */
function filler(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 50_000) bytes.set(randomBytes(Math.min(32, size - at)), at);
  return bytes;
}

async function begin({ items }: Person, item: ItemId, file: { name: string; bytes: Uint8Array }): Promise<BlobId> {
  const { name, bytes } = file;
  const begun = must(await items.handlers["attachment.begin"]({ item, name, size: bytes.length }));
  const blob = begun.file as BlobId;
  for (let from = 0; from < bytes.length; from += 300 * KiB) {
    const piece = bytes.slice(from, from + 300 * KiB);
    must(await items.handlers["attachment.write"]({ file: blob, from, bytes: piece }));
  }
  return blob;
}

async function add(person: Person, item: ItemId, file: { name: string; bytes: Uint8Array }): Promise<BlobId> {
  const blob = await begin(person, item, file);
  must(await person.items.handlers["attachment.add"]({ file: blob }));
  return blob;
}

const save = (person: Person, item: ItemId, file: BlobId) => person.items.handlers["attachment.save"]({ item, file });
const filesOf = async (person: Person, item: ItemId) =>
  must(await person.items.handlers["item.get"]({ item })).attachments;
const held = (person: Person) =>
  person.db().prepare("SELECT state, parts FROM attachment_files ORDER BY blob").all() as object[];

describe("a file of an item", () => {
  it.each([0, 1, 65_495, 70_000, 2_500_000])("of %i bytes is read by a colleague as it was", async (size) => {
    const { holder, ada, bob, item } = await twoPeople();
    const bytes = filler(size);
    const file = await add(ada, item, { name: "plan.pdf", bytes });
    expect(await filesOf(ada, item)).toEqual([{ file, name: "plan.pdf", size }]);
    expect(held(ada)).toMatchObject([{ state: "kept" }]);
    const sent = joinBytes(holder.files.get(file) ?? []);
    expect(sent.length).toBeGreaterThan(size);
    if (size > 100) expect(Buffer.from(sent).includes(Buffer.from(bytes.slice(0, 32)))).toBe(false);
    await bob.sync();
    expect(await filesOf(bob, item)).toEqual([{ file, name: "plan.pdf", size }]);
    expect(must(await save(bob, item, file))).toEqual({ name: "plan.pdf", place: "downloads" });
    expect(Buffer.from(bob.saved.get("plan.pdf") as Uint8Array).equals(bytes)).toBe(true);
    // Once it was here it opens without the server.
    bob.online = false;
    expect(code(await save(bob, item, file))).toBe("ok");
  });

  it("is sent before the commit that names it", async () => {
    const { holder, ada, item } = await twoPeople();
    const posts = holder.posts;
    let before = -1;
    const { put } = ada.unlocked.files;
    ada.unlocked.files.put = async (vault, part) => {
      before = holder.posts;
      return put(vault, part);
    };
    await add(ada, item, { name: "a", bytes: filler(10) });
    expect([before, holder.posts]).toEqual([posts, posts + 1]);
  });

  it("that is added without a line waits, outlives a restart, and goes with the next sync", async () => {
    const { ada, bob, item } = await twoPeople();
    ada.online = false;
    const bytes = filler(1_500_000);
    const file = await add(ada, item, { name: "a.bin", bytes });
    expect(held(ada)).toEqual([{ state: "waiting", parts: 2 }]);
    const again = ada.restart();
    again.online = true;
    expect(must(await save(again, item, file)).name).toBe("a.bin");
    must(await again.sync());
    expect(held(again)).toEqual([{ state: "kept", parts: 2 }]);
    await bob.sync();
    must(await save(bob, item, file));
    expect(Buffer.from(bob.saved.get("a.bin") as Uint8Array).equals(bytes)).toBe(true);
  });

  it("goes on where its upload was interrupted", async () => {
    const { holder, ada, item } = await twoPeople();
    const { put } = ada.unlocked.files;
    const parts: number[] = [];
    let left = 2;
    ada.unlocked.files.put = async (vault, part) => {
      if (part.bytes.length > 0 && left-- === 0) ada.online = false;
      if (part.bytes.length > 0) parts.push(part.part);
      return put(vault, part);
    };
    const file = await add(ada, item, { name: "a.bin", bytes: filler(3_500_000) });
    expect(holder.files.get(file)).toHaveLength(2);
    const again = ada.restart();
    again.online = true;
    const { put: putAgain } = again.unlocked.files;
    again.unlocked.files.put = async (vault, part) => {
      if (part.bytes.length > 0) parts.push(part.part);
      return putAgain(vault, part);
    };
    must(await again.sync());
    expect(holder.files.get(file)).toHaveLength(4);
    expect(parts).toEqual([0, 1, 2, 2, 3]);
  });

  it("that was not finished leaves nothing behind", async () => {
    const { ada, item } = await twoPeople();
    await begin(ada, item, { name: "a", bytes: filler(1_500_000) });
    expect(held(ada)).toEqual([{ state: "making", parts: 1 }]);
    const again = ada.restart();
    expect(held(again)).toEqual([]);
    const file = await begin(again, item, { name: "a", bytes: filler(1_500_000) });
    must(await again.items.handlers["attachment.cancel"]({ file }));
    expect(held(again)).toEqual([]);
    expect(code(await again.items.handlers["attachment.add"]({ file }))).toBe("not-found");
  });

  it("whose draft was discarded goes at the next start", async () => {
    const { ada, item } = await twoPeople();
    ada.online = false;
    await add(ada, item, { name: "a", bytes: filler(100) });
    must(await ada.items.handlers["draft.discard"]({ item }));
    expect(held(ada)).toHaveLength(1);
    expect(held(ada.restart())).toEqual([]);
  });

  it("is removed for everybody, and two people who add one each keep both", async () => {
    const { ada, bob, item } = await twoPeople();
    ada.online = false;
    const first = await add(ada, item, { name: "ada.txt", bytes: filler(10) });
    await add(bob, item, { name: "bob.txt", bytes: filler(10) });
    ada.online = true;
    must(await ada.sync());
    await bob.sync();
    const names = async (person: Person) => (await filesOf(person, item)).map(({ name }) => name).sort();
    expect([await names(ada), await names(bob)]).toEqual([
      ["ada.txt", "bob.txt"],
      ["ada.txt", "bob.txt"],
    ]);
    must(await bob.items.handlers["attachment.remove"]({ item, file: first }));
    await ada.sync();
    expect(await names(ada)).toEqual(["bob.txt"]);
    expect(code(await save(ada, item, first))).toBe("not-found");
  });

  it("is refused where it is too large, not all of it came, or a piece is not the next", async () => {
    const { ada, item } = await twoPeople();
    const tooLarge = { item, name: "a", size: 25 * KiB * KiB + 1 };
    expect(code(await ada.items.handlers["attachment.begin"](tooLarge))).toBe("limit");
    const file = must(await ada.items.handlers["attachment.begin"]({ item, name: "a", size: 10 })).file as BlobId;
    const write = (from: number, length: number) =>
      ada.items.handlers["attachment.write"]({ file, from, bytes: new Uint8Array(length) });
    expect(code(await write(1, 1))).toBe("invalid-input");
    expect(code(await write(0, 11))).toBe("invalid-input");
    expect(code(await write(0, 4))).toBe("ok");
    expect(code(await ada.items.handlers["attachment.add"]({ file }))).toBe("invalid-input");
    expect(code(await write(4, 6))).toBe("ok");
    expect(code(await ada.items.handlers["attachment.add"]({ file }))).toBe("ok");
  });
});

describe("an upload", () => {
  it("of too many files at once is refused", async () => {
    const { ada, item } = await twoPeople();
    const begun: string[] = [];
    for (let at = 0; at < 60; at++)
      begun.push(code(await ada.items.handlers["attachment.begin"]({ item, name: `${at}`, size: 1 })));
    expect(begun.filter((one) => one === "ok")).toHaveLength(50);
    expect(begun.slice(50)).toEqual(Array(10).fill("limit"));
  });

  it("to a server that takes nothing is not tried for ever", async () => {
    const { ada, item } = await twoPeople();
    let puts = 0;
    ada.unlocked.files.put = async () => {
      if (++puts > 20) throw new Error("asked for ever");
      return { ok: true, value: 0 };
    };
    await add(ada, item, { name: "a.bin", bytes: filler(100) });
    expect(puts).toBeLessThan(10);
    expect(ada.items.drafts.waiting().count).toBe(1);
  });

  const lacking = (ada: Person, times: number) => {
    const { post } = ada.unlocked.vaults;
    const { put } = ada.unlocked.files;
    const seen = { posts: 0, puts: 0 };
    ada.unlocked.vaults.post = async (...given) =>
      ++seen.posts <= times ? fail("manifest", { reason: "blob-missing" }, "after-act") : post(...given);
    ada.unlocked.files.put = async (...given) => {
      seen.puts++;
      return put(...given);
    };
    return seen;
  };

  it("that the server lost before its commit is done again, and nobody is told of it", async () => {
    const { ada, bob, item } = await twoPeople();
    const seen = lacking(ada, 1);
    const file = await add(ada, item, { name: "a.bin", bytes: filler(100) });
    expect(await ada.items.handlers["draft.list"]()).not.toMatchObject({ value: [{ reason: "file-missing" }] });
    await expect.poll(() => ada.items.drafts.waiting().count).toBe(0);
    expect(seen.posts).toBe(2);
    await bob.sync();
    expect(code(await save(bob, item, file))).toBe("ok");
  });

  it("that the server always lacks is done twice and then told", async () => {
    const { ada, item } = await twoPeople();
    const seen = lacking(ada, 1000);
    await add(ada, item, { name: "a.bin", bytes: filler(100) });
    const listed = async () => must(await ada.items.handlers["draft.list"]())[0]?.reason;
    await expect.poll(listed).toBe("file-missing");
    const { puts } = seen;
    for (let at = 0; at < 3; at++) await ada.sync();
    expect(seen.puts).toBe(puts);
  });
});

describe("a server that lies about a file", () => {
  const games: [string, (parts: Uint8Array[], other: Uint8Array[]) => Uint8Array[], FailureCode?][] = [
    ["leaves out its end", (parts) => parts.slice(0, -1), "not-found"],
    ["gives its parts in another order", ([a, b, ...rest]) => [b, a, ...rest] as Uint8Array[]],
    ["gives a part twice", ([a, , ...rest]) => [a, a, ...rest] as Uint8Array[]],
    ["gives a part of another file", ([a, , ...rest], other) => [a, other[1], ...rest] as Uint8Array[]],
    ["gives another file", (_parts, other) => other],
    ["gives a shorter part", ([a, b, ...rest]) => [a?.slice(1), b, ...rest] as Uint8Array[], "encoding"],
    [
      "changes a byte",
      ([a, ...rest]) => [(a as Uint8Array).map((byte, at) => (at === 70_000 ? byte ^ 1 : byte)), ...rest],
    ],
    ["gives nothing", () => [], "not-found"],
  ];
  it.each(games)(
    "and %s is refused, nothing is written, and the honest file is read afterwards",
    async (_name, game, refusal = "manifest") => {
      const { holder, ada, bob, item } = await twoPeople();
      const [bytes, other] = [filler(2_500_000), filler(2_500_000)];
      const file = await add(ada, item, { name: "a.bin", bytes });
      const second = await add(ada, item, { name: "b.bin", bytes: other });
      await bob.sync();
      const honest = holder.files.get(file) as Uint8Array[];
      holder.files.set(file, game(honest, holder.files.get(second) as Uint8Array[]));
      expect(code(await save(bob, item, file))).toBe(refusal);
      expect([...bob.saved.keys()]).toEqual([]);
      holder.files.set(file, honest);
      expect(code(await save(bob, item, file))).toBe("ok");
      expect(Buffer.from(bob.saved.get("a.bin") as Uint8Array).equals(bytes)).toBe(true);
    },
  );

  it("and lost it is sent it again by whoever has it, with their next change", async () => {
    const { ada, bob, holder, item } = await twoPeople();
    const file = await add(ada, item, { name: "a.bin", bytes: filler(100) });
    await bob.sync();
    holder.files.clear();
    expect(code(await save(bob, item, file))).toBe("not-found");
    expect(ada.items.drafts.waiting().count).toBe(0);
    expect(code(await save(ada, item, file))).toBe("ok");
  });
});

it("a copy that somebody changed on this disk is fetched again", async () => {
  const { ada, bob, item } = await twoPeople();
  const bytes = filler(1_500_000);
  const file = await add(ada, item, { name: "a.bin", bytes });
  await bob.sync();
  must(await save(bob, item, file));
  for (const sql of [
    "UPDATE attachment_parts SET bytes = zeroblob(length(bytes)) WHERE part = 1",
    "DELETE FROM attachment_parts WHERE part = 0",
    "UPDATE attachment_parts SET bytes = zeroblob(5)",
    "UPDATE attachment_files SET parts = 0",
  ]) {
    bob.db().exec(sql);
    bob.saved.clear();
    expect([sql, code(await save(bob, item, file))]).toEqual([sql, "ok"]);
    expect(Buffer.from(bob.saved.get("a.bin") as Uint8Array).equals(bytes)).toBe(true);
  }
});
