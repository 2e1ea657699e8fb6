/** In a conflict each value says whose it is: what was typed here and not sent is nobody else's. */
import { afterAll, describe, expect, it } from "vitest";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { must as sure } from "../../../../shared/testing/team.ts";
import { must } from "../test-calls.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

const save = async (person: Person, password: string, of: { item?: ItemId; base?: number } = {}) =>
  (await must(person, "item.save", { vault: person.vault, ...of, changes: { title: "AWS", password } })).item as ItemId;
const shown = async (person: Person, item: ItemId) => {
  const { conflictList, unsentFields } = await must(person, "item.get", { item });
  return [conflictList.map(({ field, user, unsent }) => [field, user, unsent === true]), unsentFields];
};

/** Bob's value is in the chain, Ada typed another one over the same version without a server, and knows of Bob's. */
async function lateByAda() {
  const { people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const item = await save(ada, "one");
  sure(await bob.sync());
  await save(bob, "bob's", { item, base: 1 });
  sure(await ada.sync());
  ada.online = false;
  await save(ada, "ada's", { item, base: 1 });
  return { ada, bob, item, user: ada.unlocked.profile.user };
}

describe("a conflict of values that were not sent", () => {
  it("says of the late one that it is here alone, until it was sent", async () => {
    const { ada, item, user } = await lateByAda();
    expect(await shown(ada, item)).toEqual([[["password", user, true]], []]);
    ada.online = true;
    sure(await ada.sync());
    expect(await shown(ada, item)).toEqual([[["password", user, false]], []]);
  });

  it("says of the current one that it was typed here, until it was sent", async () => {
    const { ada, bob, item, user } = await lateByAda();
    ada.online = true;
    sure(await ada.sync());
    sure(await bob.sync());
    bob.online = false;
    await save(bob, "bob's again", { item });
    expect(await shown(bob, item)).toEqual([[["password", user, false]], ["password"]]);
    bob.online = true;
    sure(await bob.sync());
    expect(await shown(bob, item)).toEqual([[["password", user, false]], []]);
  });

  it("says nothing of the kind of an item that waits whole, or of which nothing waits", async () => {
    const { ada, item } = await lateByAda();
    const made = await save(ada, "new");
    expect(await shown(ada, made)).toEqual([[], []]);
    await must(ada, "draft.discard", { item });
    expect(await shown(ada, item)).toEqual([[], []]);
  });
});
