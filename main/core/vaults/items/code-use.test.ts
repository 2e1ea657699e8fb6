/** Recovery codes: which login they are of, how many are left, and marking one of them. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

const { ada, bob, eve } = testTeam({ ada: "manage", bob: "edit", eve: "use" }).people as Record<
  "ada" | "bob" | "eve",
  Person
>;
type Saved = Partial<CommandInput<"item.save">>;
const save = async (who: Person, input: Saved): Promise<ItemId> =>
  must(await who.items.handlers["item.save"]({ vault: who.vault, changes: {}, ...input } as never)).item as ItemId;
const get = async (who: Person, item: ItemId) => must(await who.items.handlers["item.get"]({ item }));
const mark = (who: Person, item: ItemId, place: number, of: { used?: boolean; base?: number } = {}) =>
  who.items.handlers["item.useCode"]({ item, place, used: true, ...of });
const used = async (who: Person, item: ItemId) => (await get(who, item)).codesUsed?.map((time) => time !== null);
const codesOf = (login: string | null, ...codes: string[]): Saved => ({
  kind: "recovery-codes",
  changes: { title: "Codes", detail: { login, codes: codes.map((value) => ({ value })) } },
});
async function shared(...codes: string[]): Promise<ItemId> {
  const item = await save(ada, codesOf(null, ...codes));
  for (const person of [bob, eve]) must(await person.sync());
  return item;
}

describe("a recovery code", () => {
  it("is marked by its place, and its place alone", async () => {
    const item = await shared("one", "two", "three");
    must(await mark(ada, item, 1));
    expect(await used(ada, item)).toEqual([false, true, false]);
    must(await mark(ada, item, 1, { used: false }));
    expect(await used(ada, item)).toEqual([false, false, false]);
  });

  it("is the one that its person saw, where others came before it since", async () => {
    const item = await shared("one", "two");
    await save(bob, { item, changes: { detail: { codes: ["zero", "one", "two"].map((value) => ({ value })) } } });
    must(await ada.sync());
    must(await mark(ada, item, 0, { base: 1 }));
    const value = must(await ada.items.handlers["item.reveal"]({ item, field: "code:1" })).value;
    expect([value, await used(ada, item)]).toEqual(["one", [false, true, false]]);
  });

  it("is marked by two at once without a conflict, and the first time stays", async () => {
    const item = await shared("one", "two");
    const before = (await get(ada, item)).version ?? 0;
    ada.now += 60_000;
    must(await mark(bob, item, 0));
    const first = (await get(bob, item)).codesUsed?.[0];
    must(await ada.sync());
    must(await mark(ada, item, 0, { base: before }));
    must(await mark(ada, item, 1, { base: before }));
    must(await bob.sync());
    for (const who of [ada, bob])
      expect(await get(who, item)).toMatchObject({ conflicts: 0, codesUsed: [first, expect.any(Number)] });
  });

  it("stays used where its codes are typed anew without a word about it", async () => {
    const item = await shared("one", "two");
    must(await mark(ada, item, 0));
    await save(ada, { item, changes: { detail: { codes: ["one", "three"].map((value) => ({ value })) } } });
    expect(await used(ada, item)).toEqual([true, false]);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    ["beyond the last", async () => mark(ada, await shared("one"), 1), { code: "not-found" }],
    [
      "of a login",
      async () => mark(ada, await save(ada, { kind: "login", changes: { title: "L" } }), 0),
      { code: "not-found" },
    ],
    ["of nothing", async () => mark(ada, "0".repeat(26) as ItemId, 0), { code: "not-found" }],
    ["by who may only view", async () => mark(eve, await shared("one"), 0), { code: "role" }],
    [
      "above the newest version",
      async () => mark(ada, await shared("one"), 0, { base: 9 }),
      { code: "invalid-input", detail: { field: "base" } },
    ],
    ["twice among codes", async () => twice(), { code: "invalid-input", detail: { reason: "name-twice" } }],
  ])("is not marked or saved: %s", async (_, act, failure) => {
    expect(await act()).toMatchObject({ ok: false, failure });
  });

  it("is not marked by its place in a version that is not held any more", async () => {
    const item = await shared("one", "two");
    await save(bob, { item, changes: { detail: { codes: [{ value: "two" }] } } });
    must(await ada.sync());
    const lost = "SELECT secret_hash FROM item_versions WHERE version = 1";
    ada.db().exec(`DELETE FROM envelopes WHERE hash IN (${lost})`);
    ada.online = false;
    expect(await mark(ada, item, 0, { base: 1 })).toMatchObject({ failure: { code: "not-found" } });
    ada.online = true;
  });

  const twice = () =>
    ada.items.handlers["item.save"]({
      ...{ vault: ada.vault, kind: "recovery-codes" },
      changes: { title: "T", detail: { codes: [{ value: "one" }, { value: "one" }] } },
    } as never);
});

describe("the login of recovery codes", () => {
  const left = async (who: Person, login: ItemId) => {
    await get(who, login);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    await new Promise(setImmediate);
    return (await get(who, login)).recovery;
  };

  it("counts them, and those that are left, as they are linked and marked", async () => {
    const login = await save(ada, { kind: "login", changes: { title: "AWS" } });
    const item = await save(ada, codesOf(login, "one", "two", "three"));
    await save(ada, codesOf(null, "other"));
    expect(await left(ada, login)).toEqual([{ item, vault: ada.vault, codes: 3, left: 3 }]);
    expect(await get(ada, item)).toMatchObject({ codesOf: { item: login, title: "AWS" } });
    must(await mark(ada, item, 2));
    expect(await left(ada, login)).toMatchObject([{ codes: 3, left: 2 }]);
    await save(ada, { item, changes: { detail: { login: null } } });
    expect(await left(ada, login)).toEqual([]);
    expect((await get(ada, item)).codesOf).toBeUndefined();
  });

  it("says nothing of codes in Trash", async () => {
    const login = await save(ada, { kind: "login", changes: { title: "Router" } });
    const item = await save(ada, codesOf(login, "one"));
    expect(await left(ada, login)).toHaveLength(1);
    must(await ada.items.handlers["item.delete"]({ item }));
    expect(await left(ada, login)).toEqual([]);
  });
});
