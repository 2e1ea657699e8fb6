/** What cannot be sent is said with its reason and taken elsewhere or given up: nothing waits for ever. */
import { describe, expect, it } from "vitest";
import { eventually } from "./kit/eventually.ts";
import { between } from "./kit/tampering.ts";
import { founder, joiner, must, readyVault, server, userOf } from "./kit/team.ts";

/** Bob, offline while their right to write is taken, with an edit and a new login in that vault; and back online. */
async function lostRight() {
  const line = between();
  const ada = await founder(await server());
  const bob = await joiner(ada, "Bob", { fetch: line.fetch });
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const user = await userOf(bob);
  await must(ada, "vault.setAccess", { vault, user, permission: "edit" });
  const { item } = await must(ada, "item.save", { vault, changes: { title: "Scales", password: "one" } });
  await readyVault(bob, vault);
  await eventually(
    () => must(bob, "item.list", { vault }),
    ({ total }) => total === 1,
    10_000,
  );
  line.cut(true);
  await must(bob, "item.save", { vault, item, changes: { password: "bob's" } });
  await must(bob, "item.save", { vault, changes: { title: "Made by Bob", password: "new" } });
  expect((await must(bob, "draft.list", {})).map(({ reason }) => reason)).toEqual([null, null]);
  await must(ada, "vault.setAccess", { vault, user, permission: "use" });
  line.cut(false);
  await must(bob, "sync.now", {});
  return { bob, vault, item };
}

describe("changes that cannot be sent", () => {
  it("are listed, moved into another vault and given up, until nothing waits", async () => {
    const { bob, vault, item } = await lostRight();
    const listed = await eventually(
      () => must(bob, "draft.list", {}),
      (list) => list.every(({ reason }) => reason !== null),
      10_000,
    );
    expect(listed.map(({ title, reason }) => [title, reason]).sort()).toEqual([
      ["Made by Bob", "role"],
      ["Scales", "role"],
    ]);
    const [personal] = await must(bob, "vault.list", {});
    const made = listed.find(({ title }) => title === "Made by Bob")?.item ?? "";
    const { item: moved } = await must(bob, "draft.move", { item: made, vault: personal?.vault ?? "" });
    await must(bob, "draft.discard", { item });
    expect(await must(bob, "item.reveal", { item: moved, field: "password" })).toEqual({ value: "new" });
    expect(await must(bob, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
    await eventually(
      () => must(bob, "sync.now", {}),
      ({ pending }) => pending === 0,
      10_000,
    );
    expect((await must(bob, "item.list", { vault })).items.map(({ title }) => title)).toEqual(["Scales"]);
  });
});
