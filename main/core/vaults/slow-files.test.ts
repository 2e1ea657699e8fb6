/** A file that is slow, refused or cancelled on its way to the server holds up its own item and nothing else. */
import { afterEach, describe, expect, it } from "vitest";
import type { BlobId, ItemId } from "../../../shared/encoding/ids.ts";
import { fail, type Result } from "../../../shared/failures.ts";
import { must } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

const MiB = 1024 * 1024;
const titles = async (person: Person) =>
  must(await person.items.handlers["item.list"]({})).items.map((row) => row.title);
const unsent = async (person: Person) =>
  must(await person.items.handlers["draft.list"]()).map(({ item, reason }) => [item, reason]);
const made = async (person: Person, title: string) =>
  must(await person.items.handlers["item.save"]({ vault: person.vault, changes: { title } })).item as ItemId;
const filesOf = async (person: Person, item: ItemId) =>
  must(await person.items.handlers["item.get"]({ item })).attachments.length;

async function ready({ items }: Person, item: ItemId, size: number): Promise<BlobId> {
  const file = must(await items.handlers["attachment.begin"]({ item, name: "plan.pdf", size })).file as BlobId;
  for (let from = 0; from < size; from += MiB) {
    const bytes = new Uint8Array(Math.min(MiB, size - from));
    must(await items.handlers["attachment.write"]({ file, from, bytes }));
  }
  return file;
}

async function twoPeople() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const item = await made(ada, "Router");
  await bob.sync();
  return { holder, ada, bob, item };
}

/** Parts with content wait until they are let go. */
function slowLine(person: Person) {
  const { put } = person.unlocked.files;
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const seen = { parts: 0 };
  person.unlocked.files.put = async (vault, part) => {
    if (part.bytes.length === 0) return put(vault, part);
    seen.parts += 1;
    await free;
    return put(vault, part);
  };
  return { letGo, seen };
}

/** Until the event loop went round a few times. */
const turns = async (): Promise<void> => {
  for (let at = 0; at < 20; at++) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe("a slow upload", () => {
  it("holds up neither other drafts of its vault nor pulls, and its item follows when the file is there", async () => {
    const { ada, bob, item } = await twoPeople();
    const line = slowLine(ada);
    const file = await ready(ada, item, 2 * MiB);
    const adding = ada.items.handlers["attachment.add"]({ file });
    await turns();
    await made(ada, "Switch");
    await bob.sync();
    expect((await titles(bob)).sort()).toEqual(["Router", "Switch"]);
    await made(bob, "Bob's");
    must(await ada.unlocked.vaults.pull(ada.vault));
    expect((await titles(ada)).sort()).toEqual(["Bob's", "Router", "Switch"]);
    must(await ada.items.drafts.flush(ada.vault));
    expect(await unsent(ada)).toEqual([[item, null]]);
    line.letGo();
    must(await adding);
    await bob.sync();
    expect([await filesOf(bob, item), await unsent(ada)]).toEqual([1, []]);
  });

  it("ends at its next part where the file is removed meanwhile, and the item goes out without it", async () => {
    const { holder, ada, bob, item } = await twoPeople();
    const line = slowLine(ada);
    const file = await ready(ada, item, 3 * MiB);
    const adding = ada.items.handlers["attachment.add"]({ file });
    await turns();
    must(await ada.items.handlers["attachment.remove"]({ item, file }));
    line.letGo();
    must(await adding);
    must(await ada.sync());
    expect([line.seen.parts, holder.files.get(file)?.length, await unsent(ada)]).toEqual([1, 1, []]);
    await bob.sync();
    expect(await filesOf(bob, item)).toBe(0);
  });
});

describe("an upload that is refused", () => {
  const refused = (ada: Person, files: readonly BlobId[]) => {
    const { put } = ada.unlocked.files;
    const seen = { asked: 0 };
    ada.unlocked.files.put = async (vault, part): Promise<Result<number>> => {
      if (!files.includes(part.blob)) return put(vault, part);
      seen.asked += 1;
      return fail("limit", { reason: "team-bytes" });
    };
    return { seen, heal: () => Object.assign(ada.unlocked.files, { put }) };
  };

  it("stays with its reason, is not tried again and again, and goes out with a later sync", async () => {
    const { ada, bob, item } = await twoPeople();
    const second = await made(ada, "Switch");
    const files = [await ready(ada, item, MiB), await ready(ada, second, MiB)];
    const line = refused(ada, files);
    for (const file of files) must(await ada.items.handlers["attachment.add"]({ file }));
    await turns();
    await made(ada, "Third");
    await ada.sync();
    expect(await unsent(ada)).toEqual([
      [item, "limit"],
      [second, "limit"],
    ]);
    expect(line.seen.asked).toBe(2);
    line.heal();
    ada.pass(30_000);
    // The first one sends the files again, the second one what waited for them.
    for (const person of [ada, ada, bob]) await person.sync();
    expect([await filesOf(bob, item), await filesOf(bob, second), await unsent(ada)]).toEqual([1, 1, []]);
  });
});

describe("a slow download", () => {
  it("ends at once where it is cancelled, and leaves nothing in the folder", async () => {
    const { ada, bob, item } = await twoPeople();
    const file = await ready(ada, item, 2 * MiB);
    must(await ada.items.handlers["attachment.add"]({ file }));
    await bob.sync();
    bob.unlocked.files.get = () => new Promise(() => undefined);
    const saving = bob.items.handlers["attachment.save"]({ item, file });
    await turns();
    must(await bob.items.handlers["attachment.cancel"]({ file }));
    expect(await saving).toMatchObject({ failure: { code: "cancelled" } });
    expect([...bob.saved.keys()]).toEqual([]);
  });
});
