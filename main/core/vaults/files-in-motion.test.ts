/** Acts that take files along take time: what is edited meanwhile comes with them, and a full disk leaves all as it was. */
import { afterEach, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import type { BlobId, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { must } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

const MiB = 1024 * 1024;
const code = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);
const held = (person: Person) =>
  person.db().prepare("SELECT state, parts FROM attachment_files ORDER BY blob").all() as object[];
const reveal = async ({ items }: Person, item: ItemId, field = "password") =>
  must(await items.handlers["item.reveal"]({ item, field })).value;
const save = async (person: Person, item: ItemId, password: string) =>
  must(await person.items.handlers["item.save"]({ vault: person.vault, item, changes: { password } }));

async function begin({ items }: Person, item: ItemId, size: number): Promise<BlobId> {
  return must(await items.handlers["attachment.begin"]({ item, name: "plan.pdf", size })).file as BlobId;
}

/** Writes all of it; the first refusal ends it. */
async function write({ items }: Person, file: BlobId, size: number): Promise<Result<unknown>> {
  for (let from = 0; from < size; from += MiB / 2) {
    const bytes = new Uint8Array(Math.min(MiB / 2, size - from)).fill(7);
    const written = await items.handlers["attachment.write"]({ file, from, bytes });
    if (!written.ok) return written;
  }
  return items.handlers["attachment.add"]({ file });
}

/** Ada and Bob with an item that has a file of 3 MB, and a second vault for Ada. */
async function team() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const elsewhere = newId<VaultId>();
  const inLog = holder.state.vaults.get(ada.vault) as VaultInLog;
  holder.state = {
    ...holder.state,
    vaults: new Map([...holder.state.vaults, [elsewhere, { ...inLog, vault: elsewhere }]]),
  };
  const changes = { title: "Router", password: "one" };
  const item = must(await ada.items.handlers["item.save"]({ vault: ada.vault, changes })).item as ItemId;
  must(await write(ada, await begin(ada, item, 3 * MiB), 3 * MiB));
  await bob.sync();
  return { holder, ada, bob, item, elsewhere };
}

/** Lets the file's parts pass for a while, then does something in between. */
const meanwhile = async (act: () => Promise<unknown>): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  await act();
};

describe("an item with files that is moved while it is edited", () => {
  it("takes along what was saved on this computer meanwhile", async () => {
    const { ada, item, elsewhere } = await team();
    const moving = ada.items.handlers["item.move"]({ item, vault: elsewhere });
    await meanwhile(() => save(ada, item, "two"));
    const { item: made } = must(await moving);
    expect(await reveal(ada, made as ItemId)).toBe("two");
    // What was sealed for the first try is not kept.
    expect(held(ada)).toHaveLength(2);
  });

  it("takes along what a colleague saved and this computer took in meanwhile", async () => {
    const { ada, bob, item, elsewhere } = await team();
    await save(bob, item, "bob's");
    const moving = ada.items.handlers["item.move"]({ item, vault: elsewhere });
    await meanwhile(() => ada.sync());
    expect(await reveal(ada, must(await moving).item as ItemId)).toBe("bob's");
  });

  it("is not moved where it is changed again and again, and nothing is left behind", async () => {
    const { ada, item, elsewhere } = await team();
    ada.online = false;
    let isOver = false;
    const moving = ada.items.handlers["item.move"]({ item, vault: elsewhere });
    const editing = (async () => {
      for (let at = 0; !isOver; at++) {
        await save(ada, item, `again ${at}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    expect(code(await moving)).toBe("busy");
    isOver = true;
    await editing;
    expect(held(ada)).toHaveLength(1);
    expect(ada.items.drafts.waiting().vaults).toEqual([ada.vault]);
  });
});

it("unsent changes that are taken elsewhere take along what is typed meanwhile", async () => {
  const { ada, item, elsewhere } = await team();
  ada.online = false;
  await save(ada, item, "two");
  const moving = ada.items.handlers["draft.move"]({ item, vault: elsewhere });
  await meanwhile(() => save(ada, item, "three"));
  const { item: made } = must(await moving);
  expect(await reveal(ada, made as ItemId)).toBe("three");
});

/** No page more than the file has now. */
function fillDisk(person: Person): () => void {
  person.db().exec("VACUUM");
  const pages = person.db().pragma("page_count", { simple: true }) as number;
  person.db().pragma(`max_page_count = ${pages + 8}`);
  return () => void person.db().pragma("max_page_count = 1073741823");
}

describe("a full disk", () => {
  it("while a file is added is said, and nothing of the file is left", async () => {
    const { ada, item } = await team();
    const free = fillDisk(ada);
    const file = await begin(ada, item, 2 * MiB);
    expect(code(await write(ada, file, 2 * MiB))).toBe("storage-full");
    expect(held(ada)).toHaveLength(1);
    expect(code(await ada.items.handlers["attachment.add"]({ file }))).toBe("not-found");
    free();
    must(await write(ada, await begin(ada, item, 2 * MiB), 2 * MiB));
    expect(must(await ada.items.handlers["item.get"]({ item })).attachments).toHaveLength(2);
  });

  it("at the last part of a file is said, and nothing of the file is left", async () => {
    const { ada, item } = await team();
    const free = fillDisk(ada);
    const file = await begin(ada, item, MiB / 2);
    expect(code(await write(ada, file, MiB / 2))).toBe("storage-full");
    expect(held(ada)).toHaveLength(1);
    free();
  });

  it("while a file is fetched is said, and nothing of it is kept", async () => {
    const { bob, item } = await team();
    const [shown] = must(await bob.items.handlers["item.get"]({ item })).attachments;
    const file = shown?.file as BlobId;
    const free = fillDisk(bob);
    expect(code(await bob.items.handlers["attachment.save"]({ item, file }))).toBe("storage-full");
    expect([held(bob), [...bob.saved.keys()]]).toEqual([[], []]);
    free();
    must(await bob.items.handlers["attachment.save"]({ item, file }));
  });

  it("while an item is moved is said, and it stays where it was with its file", async () => {
    const { ada, item, elsewhere } = await team();
    const free = fillDisk(ada);
    expect(code(await ada.items.handlers["item.move"]({ item, vault: elsewhere }))).toBe("storage-full");
    expect(held(ada)).toHaveLength(1);
    free();
    const detail = must(await ada.items.handlers["item.get"]({ item }));
    expect(detail).toMatchObject({ vault: ada.vault, draft: false });
    must(await ada.items.handlers["attachment.save"]({ item, file: detail.attachments[0]?.file as BlobId }));
  });
});
