/** An older version becomes the current one as a new version; what each version changed is told by the names of its fields. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

type Changes = CommandInput<"item.save">["changes"];
const save = async (person: Person, changes: Changes, item?: ItemId): Promise<ItemId> =>
  must(await person.items.handlers["item.save"]({ vault: person.vault, item, changes } as never)).item as ItemId;
const get = async (person: Person, item: ItemId) => must(await person.items.handlers["item.get"]({ item }));
const reveal = async (person: Person, item: ItemId, field: string, version?: number) =>
  must(
    await person.items.handlers["item.reveal"]({ item, field, ...(version === undefined ? {} : { version }) } as never),
  ).value;
const restore = (person: Person, item: ItemId, version: number) =>
  person.items.handlers["item.restore"]({ item, version } as never);

async function versions() {
  const { people } = testTeam({ ada: "manage", bob: "edit", eve: "use" });
  const { ada, bob, eve } = people as Record<"ada" | "bob" | "eve", Person>;
  const item = await save(ada, { title: "AWS", password: "one", notes: "first" });
  must(await bob.sync());
  await save(bob, { password: "two", urls: ["aws.example"] }, item);
  must(await ada.sync());
  await save(ada, { notes: null, fields: [{ name: "PIN", type: "hidden", value: "12" }] }, item);
  for (const person of [bob, eve]) must(await person.sync());
  return { ada, bob, eve, item };
}

describe("the history of an item", () => {
  it("opens in Trash as before, and restores nothing there", async () => {
    const { ada, bob, eve, item } = await versions();
    must(await ada.items.handlers["item.delete"]({ item }));
    must(await ada.sync());
    must(await eve.sync());
    for (const person of [ada, eve]) {
      const then = must(await person.items.handlers["item.version"]({ item, version: 1 }));
      expect(then).toMatchObject({ version: 1, title: "AWS", differs: expect.arrayContaining(["password", "urls"]) });
      expect(await reveal(person, item, "password", 1)).toBe("one");
    }
    expect(await bob.items.handlers["item.version"]({ item, version: 9 })).toMatchObject({ ok: false });
    expect(await restore(ada, item, 1)).toMatchObject({ ok: false });
  });

  it("says of a version that came out of Trash that it was restored", async () => {
    const { ada, item } = await versions();
    must(await ada.items.handlers["item.delete"]({ item }));
    must(await ada.sync());
    must(await ada.items.handlers["item.restore"]({ item }));
    must(await ada.sync());
    const newest = async (person: Person) =>
      (await get(person, item)).history.slice(0, 2).map(({ changed }) => changed);
    expect((await newest(ada))[0]).toEqual(["restored"]);
    await save(ada, { notes: "again" }, item);
    must(await ada.sync());
    expect(await newest(ada)).toEqual([["notes"], ["restored"]]);
    expect(await newest(ada.restart())).toEqual([["notes"], ["restored"]]);
  });

  it("tells what each version changed, also after a restart", async () => {
    const { ada, item } = await versions();
    const told = async (person: Person) => (await get(person, item)).history.map(({ changed }) => changed?.toSorted());
    const expected = [
      ["field:PIN", "notes"],
      ["password", "urls"],
      ["notes", "password", "title"],
    ];
    expect(await told(ada)).toEqual(expected);
    expect(await told(ada)).toEqual(expected);
    expect(await told(ada.restart())).toEqual(expected);
  });

  it("does not say what a version changed whose bytes are not on this computer", async () => {
    const { ada, item } = await versions();
    const again = ada.restart();
    again
      .db()
      .exec(
        "UPDATE envelopes SET bytes = zeroblob(9) WHERE hash = (SELECT secret_hash FROM item_versions WHERE version = 2)",
      );
    again.online = false;
    const [, second] = (await get(again, item)).history;
    expect(second).toMatchObject({ version: 2, changed: null });
  });
});

describe("an older version", () => {
  it("is shown field by field, beside what is there now", async () => {
    const { ada, bob, item } = await versions();
    const then = must(await ada.items.handlers["item.version"]({ item, version: 2 }));
    expect(then).toMatchObject({ version: 2, user: bob.unlocked.profile.user, title: "AWS", username: null });
    expect(then.urls).toEqual([{ url: "aws.example", match: "domain" }]);
    expect(then.fields.map(({ field }) => field)).toEqual(["password", "notes"]);
    expect(then.differs.toSorted()).toEqual(["field:PIN", "notes"]);
    expect(await ada.items.handlers["item.version"]({ item, version: 9 })).toMatchObject({
      failure: { code: "not-found" },
    });
  });

  it("is copied field by field", async () => {
    const { ada, item } = await versions();
    must(await ada.items.handlers["item.copyField"]({ item, field: "password", version: 1 }));
    expect(ada.clipboard.text).toBe("one");
  });

  it("is restored as a new version, with all that people typed in it, and the versions between stay", async () => {
    const { ada, bob, item } = await versions();
    must(await restore(bob, item, 1));
    must(await ada.sync());
    const detail = await get(ada, item);
    expect(detail).toMatchObject({ version: 4, urls: [], title: "AWS" });
    expect(detail.fields.map(({ field }) => field)).toEqual(["password", "notes"]);
    expect([await reveal(ada, item, "password"), await reveal(ada, item, "notes")]).toEqual(["one", "first"]);
    expect(await reveal(ada, item, "field:PIN", 3)).toBe("12");
  });

  it("is restored offline and meets what others wrote meanwhile", async () => {
    const { ada, bob, item } = await versions();
    ada.online = false;
    must(await restore(ada, item, 1));
    await save(bob, { username: "bob's", password: "bob's" }, item);
    ada.online = true;
    must(await ada.sync());
    const detail = await get(ada, item);
    expect(detail).toMatchObject({ username: "bob's", conflicts: 1 });
    expect(await reveal(ada, item, "password")).toBe("bob's");
    expect(await reveal(ada, item, "notes")).toBe("first");
  });

  it("is not restored by whoever may only read, nor where there is none", async () => {
    const { ada, eve, item } = await versions();
    expect(await restore(eve, item, 1)).toMatchObject({ failure: { code: "role" } });
    expect(await restore(ada, item, 9)).toMatchObject({ failure: { code: "not-found", detail: { field: "version" } } });
    expect((await get(ada, item)).version).toBe(3);
  });
});
