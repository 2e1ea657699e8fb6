/** A disk that is full when an editor is saved: neither the draft nor the end of what was kept of it, on the disk or in memory. */
import { afterAll, expect, it } from "vitest";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

it("a save that does not become durable leaves what was typed kept, and no draft anywhere", async () => {
  const ada = testTeam({ ada: "manage" }).people.ada as Person;
  const { handlers, drafts } = ada.items;
  const kept = await handlers["typed.keep"]({
    text: { kind: "item", vault: ada.vault, item: null, base: null, text: { title: "Scales" } },
  });
  const typed = kept.ok ? kept.value.typed : "";
  ada.online = false;
  ada.db().exec("CREATE TRIGGER full BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'full'); END");
  await expect(
    handlers["item.save"]({ vault: ada.vault, changes: { title: "Scales" }, typed } as never),
  ).rejects.toThrow();
  expect(drafts.waiting().count).toBe(0);
  expect(await handlers["typed.list"]()).toMatchObject({ value: [{ typed, title: "Scales" }] });
});
