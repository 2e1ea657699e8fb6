/** Typed text of every kind: as it was typed after a restart, checked against its row, called by its name, open where it can go on. */
import { afterAll, describe, expect, it } from "vitest";
import { sealLocal } from "../../../../shared/crypto/local-envelopes.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import { type Encodable, encode } from "../../../../shared/encoding/canonical.ts";
import type { InviteId, ItemId, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type TypedKind, type TypedOf, typedText } from "../../../../shared/model/typed-kinds.ts";
import { must } from "../../../../shared/testing/team.ts";
import { base32Bytes } from "../../../../shared/text.ts";
import { putSealed } from "../../store/sealed-rows.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

async function person(right: "manage" | "use" = "manage") {
  const { ada, bob } = testTeam({ ada: "manage", bob: right }).people as Record<"ada" | "bob", Person>;
  const made = await ada.items.handlers["item.save"]({ vault: ada.vault, changes: { title: "Scales" } });
  return { ada, bob, item: must(made).item as ItemId };
}
const keep = async (who: Person, text: TypedOf<TypedKind>) =>
  must(await who.items.handlers["typed.keep"]({ text })).typed;
const list = async (who: Person) => must(await who.items.handlers["typed.list"]());

/** One of each, and how it is listed. */
function samples(vault: VaultId, item: ItemId): { [Kind in TypedKind]: { text: TypedOf<Kind>; listed: object } } {
  const lost = newId<ItemId>();
  return {
    item: {
      text: { kind: "item", vault, item, base: 1, text: { notes: "more" } },
      listed: { vault, item, title: "Scales", isOpen: true },
    },
    newVault: { text: { kind: "newVault", title: "Book" }, listed: { title: "Book", isOpen: true } },
    vaultTitle: {
      text: { kind: "vaultTitle", vault, title: "Bookkeep" },
      listed: { vault, title: "Bookkeep", isOpen: true },
    },
    invite: {
      text: { kind: "invite", name: "Dana W", email: "dana@", instead: newId<InviteId>() },
      listed: { title: "Dana W", isOpen: false },
    },
    newGroup: {
      text: { kind: "newGroup", name: "Front desk", manager: newId<UserId>(), people: [newId<UserId>()] },
      listed: { title: "Front desk", isOpen: false },
    },
    settle: {
      text: { kind: "settle", item, field: "password", value: "half" },
      listed: { item, title: "Scales", isOpen: false },
    },
    tags: { text: { kind: "tags", items: [lost, item], tags: "a, b" }, listed: { title: "a, b", isOpen: true } },
    move: {
      text: { kind: "move", items: [lost], isShare: true, title: "Shared", people: [newId<UserId>()] },
      listed: { title: "Shared", isOpen: false },
    },
  };
}

describe("typed text of every kind", () => {
  it("is there after the process died as it was typed, and in the list by its name", async () => {
    const { ada, item } = await person();
    let again = ada;
    for (const { text, listed } of Object.values(samples(ada.vault, item))) {
      const typed = await keep(again, text);
      again = again.restart();
      expect(await list(again)).toMatchObject([{ typed, kind: text.kind, ...listed }]);
      expect(must(await again.items.handlers["typed.open"]({ typed }))).toMatchObject({ text, ...listed });
      must(await again.items.handlers["typed.drop"]({ typed }));
      expect(await list(again)).toEqual([]);
    }
  });

  it("is refused with what its row does not have", async () => {
    const { ada, item } = await person();
    for (const { text } of Object.values(samples(ada.vault, item))) {
      expect(typedText.safeParse(text).success).toBe(true);
      expect(typedText.safeParse({ ...text, passphrase: "correct horse" }).success).toBe(false);
      expect(typedText.safeParse({ ...text, kind: "passphrase" }).success).toBe(false);
    }
  });

  it("cannot go on where its person may only view by now, and is still theirs", async () => {
    const { ada, bob, item } = await person("use");
    must(await bob.sync());
    const { vaultTitle, tags } = samples(ada.vault, item);
    await keep(bob, vaultTitle.text);
    await keep(bob, tags.text);
    expect(await list(bob)).toMatchObject([
      { kind: "tags", title: "a, b", isOpen: false },
      { kind: "vaultTitle", title: "Bookkeep", isOpen: false },
    ]);
  });

  it("is called as before where its item is not here any more", async () => {
    const { ada, item } = await person();
    const { settle } = samples(ada.vault, item);
    const typed = await keep(ada, settle.text);
    must(await ada.items.handlers["item.delete"]({ item }));
    must(await ada.items.handlers["typed.keep"]({ typed, text: { ...settle.text, value: "whole" } }));
    expect(await list(ada)).toMatchObject([{ typed, title: "Scales", isOpen: false }]);
  });
});

const name = "typed-text";
const bytesOf = (text: string) => base32Bytes(text) as Uint8Array;

/** The sealed record, as another Latchkey would leave it. */
function leave(who: Person, record: Encodable): void {
  const { db, keys, profile } = who.unlocked;
  putSealed(db, "settings", name, sealLocal(keys.localStateKey, { profile: profile.profile, name }, encode(record)));
}

describe("what another Latchkey kept", () => {
  it("before there were kinds is of the editor of items", async () => {
    const { ada, item } = await person();
    const typed = newId<string>();
    const ids = { typed: bytesOf(typed), vault: bytesOf(ada.vault), item: bytesOf(item) };
    leave(ada, { form: 1, kept: [{ ...ids, base: 1, at: 5, title: "Scales", text: '{"notes":"more"}' }] });
    expect(await list(ada)).toMatchObject([{ typed, kind: "item", item, title: "Scales", at: 5, isOpen: true }]);
    expect(must(await ada.items.handlers["typed.open"]({ typed }))).toMatchObject({
      text: { kind: "item", vault: ada.vault, item, base: 1, text: { notes: "more" } },
    });
    await keep(ada, { kind: "newVault", title: "Book" });
    expect((await list(ada)).map(({ kind }) => kind)).toEqual(["newVault", "item"]);
  });

  it("in a place that is not known here, or in another shape, is not shown and stays", async () => {
    const { ada } = await person();
    const [tool, odd] = [newId<string>(), newId<string>()];
    const rest = { at: 5, title: "x", seen: [] };
    leave(ada, {
      form: 2,
      kept: [
        { ...rest, typed: bytesOf(tool), kind: "tool", text: "{}" },
        { ...rest, typed: bytesOf(odd), kind: "newVault", text: '{"kind":"newVault","title":5}' },
      ],
    });
    expect(await list(ada)).toEqual([]);
    const damaged = { failure: { code: "damaged-database" } };
    for (const typed of [tool, odd]) expect(await ada.items.handlers["typed.open"]({ typed })).toMatchObject(damaged);
    const own = await keep(ada, { kind: "newVault", title: "Book" });
    expect((await list(ada)).map(({ typed }) => typed)).toEqual([own]);
    await expect(ada.items.handlers["typed.open"]({ typed: tool })).resolves.toMatchObject(damaged);
  });
});
