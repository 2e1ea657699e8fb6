/** Typed text that is taken up again: merged by field against what stood there when it was typed, and nothing else. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import type { TypedItem } from "../../../../shared/model/typed-item.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

type Save = Partial<CommandInput<"item.save">>;
const save = async (person: Person, input: Save) =>
  must(await person.items.handlers["item.save"]({ vault: person.vault, ...input } as never));
const get = async ({ items }: Person, item: ItemId) => must(await items.handlers["item.get"]({ item }));
const reveal = async ({ items }: Person, item: ItemId, field: string): Promise<string> =>
  must(await items.handlers["item.reveal"]({ item, field } as never)).value;

type Keep = { typed?: string; item: ItemId; base: number; text: TypedItem };
/** As the editor keeps it; the answer is its name. */
const keep = async ({ items, vault }: Person, { typed, ...text }: Keep): Promise<string> => {
  const of = typed === undefined ? {} : { typed };
  return must(await items.handlers["typed.keep"]({ ...of, text: { kind: "item", vault, ...text } })).typed;
};

/** A login of version 1 that Ada and Bob may change. */
async function login() {
  const { people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const pin = { name: "PIN", type: "hidden" as const, value: "1" };
  const changes = { title: "Scales", username: "scale", password: "one", notes: "first", fields: [pin] };
  const item = (await save(ada, { changes })).item as ItemId;
  must(await bob.sync());
  return { ada, bob, item };
}

describe("typed text that is taken up again", () => {
  it("does not win over what its own person saved on this computer since", async () => {
    const { ada, item } = await login();
    await save(ada, { item, changes: { password: "rotated" } });
    const resumed = { base: 1, fields: ["password" as const] };
    const saved = await save(ada, { item, base: 2, resumed, changes: { password: "typed before" } });
    expect(saved.conflicts).toMatchObject([{ field: "password" }]);
    expect(await reveal(ada, item, "password")).toBe("rotated");
    expect(await reveal(ada, item, `conflict:${saved.conflicts[0]?.conflict}`)).toBe("typed before");
  });

  it("does not win over what waits on this computer to be sent", async () => {
    const { ada, item } = await login();
    ada.online = false;
    await save(ada, { item, changes: { password: "rotated" } });
    const resumed = { base: 1, fields: ["password" as const] };
    const saved = await save(ada, { item, base: 1, resumed, changes: { password: "typed before" } });
    expect(saved.conflicts).toMatchObject([{ field: "password" }]);
    expect(await reveal(ada, item, "password")).toBe("rotated");
  });

  it("is no conflict with the draft of its own person on which it was typed", async () => {
    const { ada, item } = await login();
    ada.online = false;
    await save(ada, { item, base: 1, changes: { password: "rotated", username: "ada's" } });
    const typed = await keep(ada, { item, base: 1, text: { password: "typed after" } });
    const resumed = { base: 1, fields: ["password" as const] };
    const saved = await save(ada, { item, base: 1, resumed, typed, changes: { password: "typed after" } });
    expect(saved.conflicts).toEqual([]);
    expect(await reveal(ada, item, "password")).toBe("typed after");
    ada.online = true;
    must(await ada.sync());
    expect(await get(ada, item)).toMatchObject({ username: "ada's", conflicts: 0, draft: false });
    expect(await reveal(ada, item, "password")).toBe("typed after");
  });

  it("is none either where that draft was sent meanwhile, and what another saved beside it stays", async () => {
    const { ada, bob, item } = await login();
    ada.online = false;
    await save(ada, { item, base: 1, changes: { password: "rotated" } });
    const typed = await keep(ada, { item, base: 1, text: { password: "typed after", notes: "typed" } });
    await save(bob, { item, base: 1, changes: { notes: "bob's" } });
    ada.online = true;
    must(await ada.sync());
    const again = ada.restart();
    const resumed = { base: 1, fields: ["password" as const, "notes" as const] };
    const changes = { password: "typed after", notes: "typed" };
    const saved = await save(again, { item, base: 3, resumed, typed, changes });
    expect(saved.conflicts).toMatchObject([{ field: "notes" }]);
    expect(await reveal(again, item, "password")).toBe("typed after");
    expect(await reveal(again, item, "notes")).toBe("bob's");
  });

  it("is one with a draft that was saved after it was typed", async () => {
    const { ada, item } = await login();
    ada.online = false;
    const typed = await keep(ada, { item, base: 1, text: { password: "typed before" } });
    await save(ada, { item, base: 1, changes: { password: "rotated" } });
    await keep(ada, { typed, item, base: 1, text: { password: "typed before" } });
    const resumed = { base: 1, fields: ["password" as const] };
    const saved = await save(ada, { item, base: 1, resumed, typed, changes: { password: "typed before" } });
    expect(saved.conflicts).toMatchObject([{ field: "password" }]);
    expect(await reveal(ada, item, "password")).toBe("rotated");
  });

  it("makes no conflict of a field that was typed on the newest version", async () => {
    const { ada, bob, item } = await login();
    await save(bob, { item, changes: { password: "bob's", notes: "bob's" } });
    must(await ada.sync());
    const resumed = { base: 1, fields: ["username" as const] };
    const changes = { username: "typed before", password: "typed now", notes: "typed now" };
    expect((await save(ada, { item, base: 2, resumed, changes })).conflicts).toEqual([]);
    expect(await reveal(ada, item, "password")).toBe("typed now");
    expect(await reveal(ada, item, "notes")).toBe("typed now");
    expect(await get(ada, item)).toMatchObject({ username: "typed before", conflicts: 0 });
  });

  it("is kept beside what another saved in the same field, one field of its own at a time", async () => {
    const { ada, bob, item } = await login();
    const field = (name: string, value: string) => ({ name, type: "hidden" as const, value });
    await save(bob, { item, changes: { fields: [field("PIN", "bob's"), field("Gate", "7")] } });
    must(await ada.sync());
    const resumed = { base: 1, fields: ["fields" as const] };
    const changes = { fields: [field("PIN", "typed before"), field("Safe", "8")] };
    const saved = await save(ada, { item, base: 2, resumed, changes });
    expect(saved.conflicts).toMatchObject([{ field: "field:PIN" }]);
    const values = await Promise.all(["PIN", "Gate", "Safe"].map((name) => reveal(ada, item, `field:${name}`)));
    expect(values).toEqual(["bob's", "7", "8"]);
  });

  it("of an item that was never sent is what it becomes", async () => {
    const { ada } = await login();
    ada.online = false;
    const item = (await save(ada, { changes: { title: "New", password: "one" } })).item as ItemId;
    const resumed = { base: 0, fields: ["password" as const] };
    const saved = await save(ada, { item, base: 0, resumed, changes: { password: "two" } });
    expect(saved.conflicts).toEqual([]);
    expect(await reveal(ada, item, "password")).toBe("two");
  });

  it("on a version that is not there any more loses nothing", async () => {
    const { ada, bob, item } = await login();
    await save(bob, { item, changes: { password: "bob's" } });
    must(await ada.sync());
    const again = ada.restart();
    again
      .db()
      .exec(
        "UPDATE envelopes SET bytes = zeroblob(9) WHERE hash = (SELECT secret_hash FROM item_versions WHERE version = 1)",
      );
    again.online = false;
    const resumed = { base: 1, fields: ["password" as const] };
    const saved = await save(again, { item, base: 2, resumed, changes: { password: "typed before" } });
    expect(saved.conflicts).toMatchObject([{ field: "password" }]);
    expect(await reveal(again, item, "password")).toBe("bob's");
    expect(await reveal(again, item, `conflict:${saved.conflicts[0]?.conflict}`)).toBe("typed before");
  });
});
