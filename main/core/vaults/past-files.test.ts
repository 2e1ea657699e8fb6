/** Files of an older version, and of an item in Trash: named, told apart in the history, saved as they were. */
import { afterEach, describe, expect, it } from "vitest";
import { utf8Bytes } from "../../../shared/text.ts";
import { must, refusal } from "./test-calls.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

async function add(person: Person, item: string, name: string): Promise<string> {
  const bytes = utf8Bytes(`what stands in ${name}`);
  const { file } = await must(person, "attachment.begin", { item, name, size: bytes.length });
  await must(person, "attachment.write", { file, from: 0, bytes });
  await must(person, "attachment.add", { file });
  return file;
}

/** Version 1 without files, 2 with a file, 3 with another beside it, 4 without the first and with other notes. */
async function versions() {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit", eve: "use" });
  const { ada, bob, eve } = people as Record<"ada" | "bob" | "eve", Person>;
  const { item } = await must(ada, "item.save", { vault: ada.vault, changes: { title: "Router", password: "one" } });
  const first = await add(ada, item, "vpn.conf");
  const second = await add(ada, item, "plan.pdf");
  await must(ada, "attachment.remove", { item, file: first });
  for (const person of [bob, eve]) await person.sync();
  return { holder, ada, bob, eve, item, first, second };
}

const savedBy = (person: Person, name: string) => {
  const bytes = person.saved.get(name);
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
};

describe("files in the history of an item", () => {
  it("are told by name, for each version what came and went, also after a restart", async () => {
    const { ada, item } = await versions();
    const told = async (person: Person) => {
      await must(person, "item.get", { item });
      const { history } = await must(person, "item.get", { item });
      return history.map(({ version, changed, files }) => [version, changed?.toSorted(), files]);
    };
    const expected = [
      [4, ["attachments"], { added: [], removed: ["vpn.conf"] }],
      [3, ["attachments"], { added: ["plan.pdf"], removed: [] }],
      [2, ["attachments"], { added: ["vpn.conf"], removed: [] }],
      [1, ["password", "title"], undefined],
    ];
    expect(await told(ada)).toEqual(expected);
    expect(await told(ada.restart())).toEqual(expected);
  });

  it("stand in the version that had them, and differ where they are not those of now", async () => {
    const { bob, item, first, second } = await versions();
    const conf = { file: first, name: "vpn.conf", size: 23 };
    const plan = { file: second, name: "plan.pdf", size: 23 };
    const shown = async (version: number) => {
      const { attachments, differs } = await must(bob, "item.version", { item, version });
      return { attachments, differs };
    };
    expect(await shown(1)).toEqual({ attachments: [], differs: ["attachments"] });
    expect(await shown(2)).toEqual({ attachments: [conf], differs: ["attachments"] });
    expect(await shown(3)).toEqual({ attachments: [conf, plan], differs: ["attachments"] });
    expect(await shown(4)).toEqual({ attachments: [plan], differs: [] });
  });

  it("are saved as they were, by whoever may read, and only by the version that has them", async () => {
    const { ada, eve, item, first } = await versions();
    for (const person of [ada, eve]) {
      await must(person, "attachment.save", { item, file: first, version: 2 });
      expect(savedBy(person, "vpn.conf")).toBe("what stands in vpn.conf");
    }
    expect(await refusal(eve, "attachment.save", { item, file: first })).toBe("not-found");
  });

  it.each([
    ["first", 1],
    ["first", 4],
    ["second", 2],
    ["first", 9],
  ] as const)("are not saved by a version that does not have them: the %s of version %i", async (which, version) => {
    const { eve, item, ...files } = await versions();
    expect(await refusal(eve, "attachment.save", { item, file: files[which], version })).toBe("not-found");
  });

  it("that the server has no more are refused, and nothing is written", async () => {
    const { holder, eve, item, first } = await versions();
    holder.files.delete(first as never);
    expect(await refusal(eve, "attachment.save", { item, file: first, version: 2 })).toBe("not-found");
    expect(savedBy(eve, "vpn.conf")).toBe(null);
  });

  it("ask for the passphrase where the item asks now, or did in that version", async () => {
    const { ada, bob, item, first, second } = await versions();
    await must(ada, "item.save", { vault: ada.vault, item, changes: { askAgain: true } });
    await bob.sync();
    expect(await refusal(bob, "attachment.save", { item, file: first, version: 2 })).toBe("ask-again");
    expect(await refusal(bob, "attachment.save", { item, file: second })).toBe("ask-again");
    bob.items.askedAgain(item as never);
    await must(bob, "item.save", { vault: bob.vault, item, changes: { askAgain: false } });
    const asked = bob.restart();
    expect(await refusal(asked, "attachment.save", { item, file: second, version: 5 })).toBe("ask-again");
    await must(asked, "attachment.save", { item, file: second, version: 6 });
  });
});

describe("files of an item in Trash", () => {
  it("are shown and saved, those of its versions too, and nothing of it is changed there", async () => {
    const { ada, eve, item, first, second } = await versions();
    await must(ada, "item.delete", { item });
    await eve.sync();
    for (const person of [ada, eve]) {
      const detail = await must(person, "item.get", { item });
      expect(detail).toMatchObject({ editable: false, attachments: [{ file: second, name: "plan.pdf" }] });
      await must(person, "attachment.save", { item, file: second });
      await must(person, "attachment.save", { item, file: first, version: 3 });
      expect(["plan.pdf", "vpn.conf"].map((name) => savedBy(person, name))).toEqual([
        "what stands in plan.pdf",
        "what stands in vpn.conf",
      ]);
    }
    expect(await refusal(ada, "attachment.remove", { item, file: second })).toBe("not-found");
    expect(await refusal(ada, "attachment.begin", { item, name: "more", size: 1 })).toBe("not-found");
    await must(ada, "item.restore", { item });
    expect(await must(ada, "item.get", { item })).toMatchObject({ attachments: [{ name: "plan.pdf" }] });
  });
});
