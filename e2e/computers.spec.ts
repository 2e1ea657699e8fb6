/** Computers of the team's people: named for oneself, revoked by their person or an admin, taken off by whoever sits before one. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { fileKeychain } from "./kit/file-keychain.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founder, joiner, must, readyVault, refusal, server, userOf } from "./kit/team.ts";

async function deviceOf(who: Client): Promise<string> {
  return (await must(who, "account.status", {})).device as string;
}

const isTold = async (who: Client): Promise<boolean> => {
  await who.call("sync.now", {});
  return (await must(who, "alert.list", {})).some(({ code }) => code === "role");
};

describe("a computer", () => {
  it("that an admin revokes is told, gets nothing more, and the vaults go on with new keys and an heir", async () => {
    const ada = await founder(await server());
    const bob = await joiner(ada, "Bob");
    const cleo = await joiner(ada, "Cleo");
    const { vault } = await must(bob, "vault.create", { title: "Sales" });
    await must(bob, "vault.setAccess", { vault, user: await userOf(cleo), permission: "edit" });
    const { item } = await must(bob, "item.save", { vault, changes: { title: "Scales", password: "one" } });
    await readyVault(cleo, vault);
    await must(bob, "sync.now", {});
    await must(cleo, "sync.now", {});
    await must(ada, "sync.now", {});
    const device = await deviceOf(bob);
    expect(await refusal(cleo, "device.revoke", { device })).toBe("role");
    expect(await must(ada, "device.revocation", { device })).toEqual({
      ...{ vaults: [vault], isLast: true },
      heirs: [{ vault, user: await userOf(cleo), choices: [await userOf(cleo)] }],
    });
    await must(ada, "device.revoke", { device });
    const seen = await eventually(
      async () => {
        await must(cleo, "sync.now", {});
        return (await must(cleo, "vault.list", {})).find((one) => one.vault === vault);
      },
      (found) => found?.state === "ready" && found.permission === "manage",
      15_000,
    );
    // Its person stays in the team and in the vault; they have nothing on which they could open it.
    expect(seen?.access.some(({ user }) => user === undefined)).toBe(false);
    expect((await must(ada, "member.list", {})).find(({ name }) => name === "Bob")).toMatchObject({
      ...{ state: "active", devices: 0 },
    });
    await must(cleo, "item.save", { vault, item, changes: { password: "two" } });
    await eventually(
      () => isTold(bob),
      (told) => told,
    );
    expect(await must(bob, "sync.status", {})).toMatchObject({ state: "stopped", failures: [{ code: "role" }] });
    expect(await must(bob, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
  });

  it("has a name that its person alone reads", async () => {
    const ada = await founder(await server());
    const bob = await joiner(ada, "Bob");
    const device = await deviceOf(bob);
    await eventually(
      () => bob.call("device.rename", { device, name: "Attic" }),
      ({ ok }) => ok,
    );
    await must(bob, "sync.now", {});
    await must(ada, "sync.now", {});
    const named = async (who: Client) => (await must(who, "device.list", {})).find((one) => one.device === device);
    expect(await named(bob)).toMatchObject({ name: "Attic", own: true, isThis: true, number: 1 });
    expect(await named(ada)).toMatchObject({ name: "", own: false, isThis: false, number: 1 });
    expect((await must(bob, "account.status", {})).profiles[0]).toMatchObject({ deviceName: "Attic" });
    expect(await refusal(ada, "device.rename", { device, name: "Mine" })).toBe("not-found");
  });

  it("that its person takes off keeps nothing of the profile, also without the server; the admin's own last one stays", async () => {
    const running = await server();
    const dataDir = scratchDir();
    const keychain = fileKeychain(dataDir);
    const ada = await founder(running, { dataDir, keychain });
    expect(await refusal(ada, "device.revoke", { device: await deviceOf(ada) })).toBe("role");
    await must(ada, "item.save", { vault: await personalOf(ada), changes: { title: "Router" } });
    await running.close();
    await must(ada, "account.removeProfile", {});
    expect(await must(ada, "account.status", {})).toMatchObject({ state: "none", profiles: [] });
    expect(readdirSync(join(dataDir, "profiles"))).toEqual([]);
    expect([...keychain.entries.keys()]).toEqual([]);
    expect(await refusal(ada, "account.removeProfile", {})).toBe("locked");
  });
});

async function personalOf(who: Client): Promise<string> {
  const found = (await must(who, "vault.list", {})).find(({ kind }) => kind === "personal");
  return found?.vault as string;
}
