/** In a conflict each value says when it was last copied or shown on this computer; the record of that holds no value. */
import { afterEach, describe, expect, it } from "vitest";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { openValueUses } from "../../drafts/value-uses.ts";
import { must } from "../test-calls.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterEach(cleanUp);

const current = "bobs-value-1";
const late = "adas-value-2";

/** Bob's password is the current one; Ada's came late and stands beside it. */
async function conflicted() {
  const { people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const { item } = await must(ada, "item.save", { vault: ada.vault, changes: { title: "Canva", password: "first" } });
  await bob.sync();
  await must(bob, "item.save", { vault: bob.vault, item, changes: { password: current } });
  await ada.sync();
  return { ada, bob, item };
}
const conflict = async (ada: Person, item: string) =>
  must(ada, "item.save", { vault: ada.vault, item, base: 1, changes: { password: late } });

async function uses(person: Person, item: string) {
  const [one] = (await must(person, "item.get", { item })).conflictList;
  return { used: one?.used, currentUsed: one?.currentUsed, field: `conflict:${one?.conflict}` };
}

describe("the last use of values in a conflict", () => {
  it("is told of the value that was copied or shown, before it came to the conflict and after", async () => {
    const { ada, item } = await conflicted();
    ada.now += 60_000;
    await must(ada, "item.reveal", { item, field: "password" });
    const shownAt = ada.now;
    await conflict(ada, item);
    expect(await uses(ada, item)).toMatchObject({ used: undefined, currentUsed: { how: "shown", at: shownAt } });
    ada.now += 60_000;
    const { field } = await uses(ada, item);
    await must(ada, "item.copyField", { item, field });
    expect(ada.clipboard.text).toBe(late);
    expect(await uses(ada, item)).toMatchObject({ used: { how: "copied", at: ada.now }, currentUsed: { at: shownAt } });
    ada.now += 60_000;
    await must(ada, "item.copyField", { item, field: "password" });
    expect(await uses(ada, item)).toMatchObject({ currentUsed: { how: "copied", at: ada.now } });
  });

  it("does not come from comparing them, nor from another item or computer", async () => {
    const { ada, bob, item } = await conflicted();
    await conflict(ada, item);
    await bob.sync();
    const { field } = await uses(ada, item);
    await must(ada, "item.reveal", { item, field });
    await must(ada, "item.reveal", { item, field: "password" });
    const other = await must(ada, "item.save", { vault: ada.vault, changes: { title: "Other", password: current } });
    await must(ada, "item.copyField", { item: other.item, field: "password" });
    expect(await uses(ada, item)).toMatchObject({ used: undefined, currentUsed: undefined });
    await must(ada, "item.copyField", { item, field });
    expect(await uses(bob, item)).toMatchObject({ used: undefined, currentUsed: undefined });
  });

  it("outlives a restart, and lies nowhere in the clear: no value, no item", async () => {
    const { ada, item } = await conflicted();
    await must(ada, "item.copyField", { item, field: "password" });
    const at = ada.now;
    await conflict(ada, item);
    const again = ada.restart();
    expect(await uses(again, item)).toMatchObject({ currentUsed: { how: "copied", at } });
    const row = again.db().prepare("SELECT sealed FROM settings WHERE name = 'value-uses'").get();
    const sealed = Buffer.from((row as { sealed: Uint8Array }).sealed);
    for (const text of [current, late, "first", item, "copied"]) expect(sealed.includes(text)).toBe(false);
    for (const sql of ["UPDATE settings SET sealed = zeroblob(90)", "DELETE FROM settings"]) {
      const cut = again.restart();
      cut.db().exec(`${sql} WHERE name = 'value-uses'`);
      expect(await uses(cut, item)).toMatchObject({ used: undefined, currentUsed: undefined });
    }
  });

  it("is kept of the last thousand values, each once", async () => {
    const { ada, item } = await conflicted();
    const record = openValueUses(ada.unlocked);
    const value = (at: number) => new TextEncoder().encode(`value ${at}`);
    for (let at = 0; at < 1002; at++) record.used(item as ItemId, value(at), "copied");
    record.used(item as ItemId, value(1001), "shown");
    const known = (at: number) => openValueUses(ada.unlocked).last(item as ItemId, value(at));
    expect([known(0), known(1), known(2)?.how, known(1001)?.how]).toEqual([null, null, "copied", "shown"]);
  });
});
