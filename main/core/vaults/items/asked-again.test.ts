/** An item that asks for the passphrase shows and copies nothing before it was typed, whatever way is taken, and for a minute after. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import type { TypedItem } from "../../../../shared/model/typed-item.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

type Changes = CommandInput<"item.save">["changes"];
const save = (person: Person, changes: Changes, item?: ItemId) =>
  person.items.handlers["item.save"]({ vault: person.vault, item, changes } as never);
const asks = { failure: { code: "ask-again" } };

async function asking() {
  const ada = testTeam({ ada: "manage" }).people.ada as Person;
  const fields = [{ name: "PIN", type: "hidden" as const, value: "12" }];
  const first = { title: "Bank", username: "ada", password: "one", notes: "n", totp: "JBSWY3DPEHPK3PXP", fields };
  const item = must(await save(ada, first)).item as ItemId;
  must(await save(ada, { password: "two", askAgain: true }, item));
  return { ada, item, handlers: ada.items.handlers };
}

describe("an item that asks for the passphrase", () => {
  it.each(["password", "notes", "totp", "field:PIN"])("does not show or copy %s before it was typed", async (field) => {
    const { ada, item, handlers } = await asking();
    expect(await handlers["item.reveal"]({ item, field })).toMatchObject(asks);
    expect(await handlers["item.copyField"]({ item, field })).toMatchObject(asks);
    // Neither as an older version that did not ask.
    expect(await handlers["item.reveal"]({ item, field, version: 1 })).toMatchObject(asks);
    expect(await handlers["item.copyField"]({ item, field, version: 1 })).toMatchObject(asks);
    expect(ada.clipboard.text).toBe(null);
    ada.items.askedAgain(item);
    expect((await handlers["item.reveal"]({ item, field })).ok).toBe(true);
    expect((await handlers["item.copyField"]({ item, field })).ok).toBe(true);
  });

  it("does not open what was typed into it and not saved", async () => {
    const { ada, item, handlers } = await asking();
    const text = { kind: "item" as const, vault: ada.vault, item, base: 2, text: { password: "three" } };
    const { typed } = must(await handlers["typed.keep"]({ text }));
    expect(await handlers["typed.open"]({ typed })).toMatchObject(asks);
    ada.items.askedAgain(item);
    expect((await handlers["typed.open"]({ typed })).ok).toBe(true);
  });

  it("asks for what was typed into a new one, and for no other kept text", async () => {
    const { ada, handlers } = await asking();
    const of = { kind: "item" as const, vault: ada.vault, item: null, base: null };
    const keep = async (text: TypedItem) => must(await handlers["typed.keep"]({ text: { ...of, text } })).typed;
    const marked = await keep({ title: "Safe", password: "four", askAgain: true });
    const open = await keep({ title: "Shop", password: "five", askAgain: false });
    expect(await handlers["typed.open"]({ typed: marked })).toMatchObject(asks);
    expect((await handlers["typed.open"]({ typed: open })).ok).toBe(true);
    ada.items.askedAgain(marked);
    expect((await handlers["typed.open"]({ typed: marked })).ok).toBe(true);
    ada.now += 60_001;
    expect(await handlers["typed.open"]({ typed: marked })).toMatchObject(asks);
  });

  it("asks for the value that was typed to settle a conflict in it", async () => {
    const { ada, item, handlers } = await asking();
    const text = { kind: "settle" as const, item, field: "password", value: "three" };
    const { typed } = must(await handlers["typed.keep"]({ text }));
    expect(await handlers["typed.open"]({ typed })).toMatchObject(asks);
    ada.items.askedAgain(item);
    expect(await handlers["typed.open"]({ typed })).toMatchObject({ value: { text } });
  });

  it("asks for what was typed into it also where it was deleted, or is not here at all", async () => {
    const { ada, item, handlers } = await asking();
    const of = { kind: "item" as const, vault: ada.vault, base: 2, text: { password: "three" } };
    const kept = must(await handlers["typed.keep"]({ text: { ...of, item } })).typed;
    const lost = must(await handlers["typed.keep"]({ text: { ...of, item: newId<ItemId>() } })).typed;
    must(await handlers["item.delete"]({ item }));
    expect(await handlers["typed.open"]({ typed: kept })).toMatchObject(asks);
    expect(await handlers["typed.open"]({ typed: lost })).toMatchObject(asks);
    ada.items.askedAgain(kept);
    expect((await handlers["typed.open"]({ typed: kept })).ok).toBe(true);
    expect(await handlers["typed.open"]({ typed: lost })).toMatchObject(asks);
  });

  it("gives no code", async () => {
    const { ada, item, handlers } = await asking();
    expect(await handlers["item.code"]({ item })).toMatchObject(asks);
    expect(await handlers["item.copyField"]({ item, field: "code" })).toMatchObject(asks);
    ada.items.askedAgain(item);
    expect((await handlers["item.code"]({ item })).ok).toBe(true);
  });

  it("asks again after a minute, and for each item", async () => {
    const { ada, item, handlers } = await asking();
    const other = must(await save(ada, { title: "Other", password: "x", askAgain: true })).item as ItemId;
    ada.items.askedAgain(item);
    expect(await handlers["item.reveal"]({ item: other, field: "password" })).toMatchObject(asks);
    ada.now += 59_000;
    expect((await handlers["item.reveal"]({ item, field: "password" })).ok).toBe(true);
    ada.now += 1001;
    expect(await handlers["item.reveal"]({ item, field: "password" })).toMatchObject(asks);
  });

  it("does not stop asking before it was typed: neither by an edit nor by an older version", async () => {
    const { ada, item, handlers } = await asking();
    expect(await save(ada, { askAgain: false }, item)).toMatchObject(asks);
    expect(await handlers["item.restore"]({ item, version: 1 })).toMatchObject(asks);
    expect((await save(ada, { title: "Savings" }, item)).ok).toBe(true);
    ada.items.askedAgain(item);
    must(await save(ada, { askAgain: false }, item));
    ada.now += 120_000;
    expect((await handlers["item.reveal"]({ item, field: "password" })).ok).toBe(true);
  });

  it("asks in Trash too, also for older versions", async () => {
    const { item, handlers } = await asking();
    must(await handlers["item.delete"]({ item }));
    expect(await handlers["item.reveal"]({ item, field: "password" })).toMatchObject(asks);
    expect(await handlers["item.reveal"]({ item, field: "password", version: 1 })).toMatchObject(asks);
  });

  it("shows what is no secret", async () => {
    const { ada, item, handlers } = await asking();
    expect((await handlers["item.get"]({ item })).ok).toBe(true);
    must(await handlers["item.copyField"]({ item, field: "username" }));
    expect(ada.clipboard.text).toBe("ada");
  });
});
