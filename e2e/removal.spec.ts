/** A person is taken out of the team: at once and everywhere, also while they write; whoever stays goes on with new keys. */
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { founder, joiner, must, readyVault, refusal, server, userOf } from "./kit/team.ts";

const vaultOf = async (who: Client, vault: string) =>
  (await must(who, "vault.list", {})).find((one) => one.vault === vault);

/** Ada founded the team; Bob alone manages a vault which Cleo edits, and edits one of Ada's. */
async function teamOfThree() {
  const running = await server();
  const ada = await founder(running);
  const bob = await joiner(ada, "Bob");
  const cleo = await joiner(ada, "Cleo");
  const [bobs, cleos] = [await userOf(bob), await userOf(cleo)];
  const { vault: ops } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault: ops, user: bobs, permission: "edit" });
  const { vault: sales } = await must(bob, "vault.create", { title: "Sales" });
  await must(bob, "vault.setAccess", { vault: sales, user: cleos, permission: "edit" });
  const { item } = await must(bob, "item.save", { vault: sales, changes: { title: "Scales", password: "one" } });
  for (const [who, vault] of [
    [bob, ops],
    [cleo, sales],
  ] as const)
    await readyVault(who, vault);
  await must(bob, "sync.now", {});
  await must(cleo, "sync.now", {});
  await must(ada, "sync.now", {});
  return { running, ada, bob, cleo, bobs, cleos, ops, sales, item };
}

describe("removing a person", () => {
  it("says before what it does; after it their apps get nothing more, the vaults go on with new keys and an heir", async () => {
    const { ada, bob, cleo, bobs, cleos, ops, sales, item } = await teamOfThree();
    expect(await must(ada, "member.removal", { user: bobs })).toMatchObject({
      vaults: [ops, sales].sort(),
      archived: [],
      heirs: [{ vault: sales, user: cleos, choices: [cleos] }],
    });
    await must(ada, "member.remove", { user: bobs });
    expect((await must(ada, "member.list", {})).find(({ user }) => user === bobs)).toMatchObject({ state: "removed" });
    // Ada's app makes the key of Ops; that of the other Cleo's app, who manages it from now on.
    for (const [who, vault] of [
      [ada, ops],
      [cleo, sales],
    ] as const)
      await eventually(
        async () => {
          await must(who, "sync.now", {});
          return vaultOf(who, vault);
        },
        (found) => found?.state === "ready" && !found.access.some(({ user }) => user === bobs),
        15_000,
      );
    expect(await vaultOf(cleo, sales)).toMatchObject({ permission: "manage" });
    await must(cleo, "item.save", { vault: sales, item, changes: { password: "two" } });
    expect(await must(cleo, "item.reveal", { item, field: "password" })).toEqual({ value: "two" });
    // Nothing more reaches the one who left, and they are told whose word that is.
    await eventually(
      async () => {
        await bob.call("sync.now", {});
        return must(bob, "alert.list", {});
      },
      (alerts) => alerts.some(({ code }) => code === "role"),
    );
    expect(await must(bob, "sync.status", {})).toMatchObject({ state: "stopped", failures: [{ code: "role" }] });
    expect(await must(bob, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
  });

  it("while they write takes nothing of theirs after it", async () => {
    const { ada, bob, bobs, ops } = await teamOfThree();
    let isOver = false;
    const writing = (async () => {
      for (let at = 0; !isOver; at++) {
        await bob.call("item.save", { vault: ops, changes: { title: `Item ${at}` } });
        await bob.call("sync.now", {});
        // An app that learnt that it is out answers at once: without a turn of the event loop nobody else would get one.
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    try {
      await eventually(
        () => must(ada, "item.list", { vault: ops }),
        ({ total }) => total > 2,
        15_000,
      );
      await must(ada, "member.remove", { user: bobs });
      const { total } = await eventually(
        async () => {
          await must(ada, "sync.now", {});
          return { ...(await must(ada, "item.list", { vault: ops })), state: (await vaultOf(ada, ops))?.state };
        },
        ({ state }) => state === "ready",
        15_000,
      );
      await bob.call("item.save", { vault: ops, changes: { title: "Late" } });
      await bob.call("sync.now", {});
      await must(ada, "sync.now", {});
      expect((await must(ada, "item.list", { vault: ops })).total).toBe(total);
    } finally {
      isOver = true;
      await writing;
    }
  });

  it("is an admin's alone, never the last one's, and takes no heir who is none", async () => {
    const { ada, bob, cleo, bobs, cleos, sales } = await teamOfThree();
    expect(await refusal(bob, "member.remove", { user: cleos })).toBe("role");
    expect(await refusal(ada, "member.remove", { user: await userOf(ada) })).toBe("role");
    expect(await refusal(ada, "member.remove", { user: bobs, heirs: [{ vault: sales, user: bobs }] })).toBe(
      "invalid-input",
    );
    await must(ada, "member.setRole", { user: cleos, role: "admin" });
    await must(cleo, "sync.now", {});
    await must(cleo, "member.remove", { user: await userOf(ada) });
    expect((await must(cleo, "member.list", {})).map(({ state }) => state).toSorted()).toEqual([
      "active",
      "active",
      "removed",
    ]);
  });
});
