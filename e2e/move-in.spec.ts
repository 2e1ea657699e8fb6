/**
 * A team of four moves in: what was in a KeePass file becomes vaults, people are invited and given what they need, and work goes
 * on at once: moving, editing together, settling, going back, throwing away and taking back.
 */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { founder, joiner, must, readyVault, server, userOf } from "./kit/team.ts";

const groups = ["Marketing", "Operations", "Finance", "Sales", "Engineering", "Office", "Private", "Old stuff"];
const entries = 300;
const made = groups.slice(0, 5);
const perGroup = (at: number) => Math.floor(entries / groups.length) + (at < entries % groups.length ? 1 : 0);

/** The file goes in: five groups become vaults, two go to the personal vault, one stays away. */
async function importFile(ada: Client): Promise<Record<string, string>> {
  const bytes = kdbxOf(entries, groups);
  const read = await must(ada, "import.preview", { format: "kdbx", bytes, passphrase: kdbxPassphrase });
  expect(read.groups.filter(({ count }) => count > 0)).toEqual(
    groups.map((name, at) => ({ name, count: perGroup(at) })),
  );
  const [personal] = await must(ada, "vault.list", {});
  const own = personal?.vault ?? "";
  const targets = {
    ...Object.fromEntries(made.map((name) => [name, { newVault: name }])),
    ...{ Office: own, Private: own, "Old stuff": null },
  };
  const report = await must(ada, "import.apply", { preview: read.preview, targets });
  expect(report).toMatchObject({ added: entries - perGroup(7), changed: 0, same: 0 });
  const vaults = await must(ada, "vault.list", {});
  expect(vaults.map(({ title, count }) => [title, count]).slice(1)).toEqual(
    made.map((name, at) => [name, perGroup(at)]).sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
  );
  return Object.fromEntries(vaults.map(({ title, vault }) => [title, vault]));
}

const itemsIn = async (who: Client, vault: string) => (await must(who, "item.list", { vault })).items;
/** Everything that this person has to send is sent, and what others sent is here. */
async function settled(...people: Client[]): Promise<void> {
  for (const who of [...people, ...people])
    await eventually(
      () => must(who, "sync.now", {}),
      ({ pending, state }) => pending === 0 && state === "ok",
      10_000,
    );
}
async function give(ada: Client, vault: string, to: Client, permission: "use" | "edit" | "manage"): Promise<void> {
  await must(ada, "vault.setAccess", { vault, user: await userOf(to), permission });
  await readyVault(to, vault);
}
const password = async (who: Client, item: string) =>
  (await must(who, "item.reveal", { item, field: "password" })).value;

describe("a team of four that moves in", () => {
  it("imports, invites, shares, moves, edits at once, settles, goes back, throws away and takes back", async () => {
    const ada = await founder(await server());
    const vaults = await importFile(ada);
    const { Marketing = "", Operations = "", Finance = "" } = vaults;
    const bob = await joiner(ada, "Bob");
    const cleo = await joiner(ada, "Cleo");
    const dora = await joiner(ada, "Dora");
    await give(ada, Marketing, bob, "manage");
    await give(ada, Marketing, cleo, "edit");
    await give(ada, Operations, cleo, "edit");
    await give(ada, Finance, dora, "use");
    await settled(bob, cleo, dora);
    expect(await itemsIn(cleo, Marketing)).toHaveLength(perGroup(0));
    expect((await must(dora, "item.list", {})).total).toBe(perGroup(2));

    // Moved: whoever reads the target has it, whoever reads only the source has it no more.
    const [first] = await itemsIn(cleo, Operations);
    const { item: moved } = await must(cleo, "item.move", { item: first?.item ?? "", vault: Marketing });
    await settled(cleo, bob);
    expect((await must(bob, "item.get", { item: moved })).title).toBe(first?.title);
    expect(await itemsIn(cleo, Operations)).toHaveLength(perGroup(1) - 1);

    // Both opened the same version; the second password is a conflict that both see and one settles.
    const opened = (await must(bob, "item.get", { item: moved })).version ?? 0;
    const at = { vault: Marketing, item: moved, base: opened };
    await must(bob, "item.save", { ...at, changes: { password: "Bob's", notes: "by Bob" } });
    await settled(bob, cleo);
    const saved = await must(cleo, "item.save", { ...at, changes: { password: "Cleo's", username: "by Cleo" } });
    expect(saved.conflicts.map(({ field }) => field)).toEqual(["password"]);
    await settled(cleo, bob);
    expect(await must(bob, "item.get", { item: moved })).toMatchObject({ username: "by Cleo", conflicts: 1 });
    const conflict = saved.conflicts[0]?.conflict ?? "";
    await must(bob, "item.resolve", { item: moved, conflict, keep: "other" });
    await settled(bob, cleo);
    expect(await password(cleo, moved)).toBe("Cleo's");
    expect(await must(cleo, "item.get", { item: moved })).toMatchObject({ conflicts: 0 });

    // Back to the password of before, as a new version that everybody has.
    await must(cleo, "item.restore", { item: moved, version: opened });
    await settled(cleo, bob);
    expect(await password(bob, moved)).toBe(await password(cleo, moved));
    expect(await password(bob, moved)).toMatch(/^secret of /);

    // Thrown away by one, taken back by another.
    await must(bob, "item.delete", { item: moved });
    await settled(bob, cleo);
    expect((await must(cleo, "item.list", { vault: Marketing, deleted: true })).items).toMatchObject([{ item: moved }]);
    await must(cleo, "item.restore", { item: moved });
    await settled(cleo, bob);
    expect(await must(bob, "item.get", { item: moved })).toMatchObject({
      title: first?.title,
      username: first?.username,
    });
  }, 120_000);
});
