/** What a person decides is an edit of the version that they looked at: who changed the same field since is not overwritten. */
import { afterAll, describe, expect, it } from "vitest";
import type { ConflictId, ItemId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import { must as valueIn } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => valueIn(await answer);
const save = (person: Person, item: ItemId, changes: object, base?: number) =>
  must(
    person.items.handlers["item.save"]({ vault: person.vault, item, changes, ...(base === undefined ? {} : { base }) }),
  );
const get = (person: Person, item: ItemId) => must(person.items.handlers["item.get"]({ item }));
const reveal = async (person: Person, item: ItemId, field = "password") =>
  (await must(person.items.handlers["item.reveal"]({ item, field }))).value;

type Decided = { ada: Person; bob: Person; item: ItemId; conflict: ConflictId };

/** Version 3 has the password "bob's" and Ada's late one as a conflict; both have it. */
async function conflicted(): Promise<Decided> {
  const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
  const changes = { title: "AWS", password: "one" };
  const { item } = await must(ada.items.handlers["item.save"]({ vault: ada.vault, changes }));
  await must(bob.sync());
  await save(bob, item as ItemId, { password: "bob's" });
  await must(ada.sync());
  const { conflicts } = await save(ada, item as ItemId, { password: "ada's" }, 1);
  await must(bob.sync());
  return { ada, bob, item: item as ItemId, conflict: conflicts[0]?.conflict as ConflictId };
}

/** Each makes the password another one, as of version 3. */
const decisions: Record<string, (of: Decided, base?: number) => Promise<Result<unknown>>> = {
  "item.resolve": async ({ ada, item, conflict }, base) =>
    ada.items.handlers["item.resolve"]({ item, conflict, keep: "other", base }),
  "item.restore": async ({ ada, item }, base) => ada.items.handlers["item.restore"]({ item, version: 1, base }),
};
const became = { "item.resolve": "ada's", "item.restore": "one" } as Record<string, string>;

/** Every password that is current, beside it or older. */
async function held(person: Person, item: ItemId): Promise<string[]> {
  const { conflictList, imported } = await get(person, item);
  const kept = conflictList.filter(({ field }) => field === "password").map(({ conflict }) => `conflict:${conflict}`);
  return Promise.all(
    ["password", ...kept, ...imported.map((one) => one.reveal)].map((field) => reveal(person, item, field)),
  );
}

describe.each(Object.keys(decisions))("%s with the version that was looked at", (name) => {
  const decide = decisions[name] as (typeof decisions)[string];

  it("takes effect where nobody changed the field since", async () => {
    const of = await conflicted();
    await save(of.bob, of.item, { notes: "bob's" });
    await must(of.ada.sync());
    valueIn(await decide(of, 3));
    expect(await reveal(of.ada, of.item)).toBe(became[name]);
    expect(await reveal(of.ada, of.item, "notes")).toBe("bob's");
  });

  it("does not overwrite what somebody saved since: the decision stays beside it", async () => {
    const of = await conflicted();
    await save(of.bob, of.item, { password: "newer" });
    await must(of.ada.sync());
    valueIn(await decide(of, 3));
    expect(await reveal(of.ada, of.item)).toBe("newer");
    expect(await held(of.ada, of.item)).toEqual(expect.arrayContaining(["newer", became[name]]));
  });

  it("without it goes over the newest", async () => {
    const of = await conflicted();
    await save(of.bob, of.item, { password: "newer" });
    await must(of.ada.sync());
    valueIn(await decide(of));
    expect(await reveal(of.ada, of.item)).toBe(became[name]);
  });

  it("is refused above the newest version", async () => {
    const of = await conflicted();
    expect(await decide(of, 4)).toMatchObject({ failure: { code: "invalid-input", detail: { field: "base" } } });
    expect(await reveal(of.ada, of.item)).toBe("bob's");
  });

  it("settles nothing where that version is not held any more: both values stand side by side", async () => {
    const of = await conflicted();
    await save(of.bob, of.item, { password: "newer" });
    await must(of.ada.sync());
    of.ada.db().exec("DELETE FROM envelopes WHERE hash IN (SELECT overview_hash FROM item_versions WHERE version = 3)");
    of.ada.online = false;
    valueIn(await decide(of, 3));
    expect(await reveal(of.ada, of.item)).toBe("newer");
    expect(await held(of.ada, of.item)).toContain(became[name]);
    expect((await get(of.ada, of.item)).conflicts).toBeGreaterThan(0);
  });
});
