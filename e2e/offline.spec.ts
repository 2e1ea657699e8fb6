/** Edits made offline are kept as drafts and pushed on return; nothing acknowledged is lost, nothing typed disappears. */
import { describe, expect, it } from "vitest";
import { startServer } from "./drive.ts";
import { eventually } from "./kit/eventually.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { client, founder, joiner, must, passphrase, readyVault, refusal, server, userOf } from "./kit/team.ts";

async function pair() {
  const serverDir = scratchDir();
  const running = await server({ dataDir: serverDir });
  const ada = await founder(running);
  const bob = await joiner(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  await readyVault(bob, vault);
  const { item } = await must(ada, "item.save", {
    vault,
    kind: "login",
    changes: { title: "AWS", username: "root", password: "first" },
  });
  await eventually(
    () => must(bob, "item.list", { vault }),
    (seen) => seen.total === 1,
  );
  const restart = async () => {
    const again = await startServer({ dataDir: serverDir });
    atEnd(() => again.close());
    return again;
  };
  return { running, ada, bob, vault, item, restart };
}

describe("offline", () => {
  it("keeps drafts through a restart and pushes them on return, different fields both kept", async () => {
    const { running, ada, bob, vault, item, restart } = await pair();
    await running.close();
    expect(await must(ada, "item.save", { vault, item, changes: { username: "admin" } })).toMatchObject({
      draft: true,
    });
    expect(await must(bob, "item.save", { vault, item, changes: { password: "second" } })).toMatchObject({
      draft: true,
    });
    const fresh = await must(ada, "item.save", { vault, kind: "login", changes: { title: "Made offline" } });
    expect(fresh.draft).toBe(true);
    await must(ada, "account.lock", {});
    await must(ada, "account.unlock", { passphrase });
    expect((await must(ada, "item.list", { vault })).items.map((row) => row.title).sort()).toEqual([
      "AWS",
      "Made offline",
    ]);
    expect((await must(ada, "sync.status", {})).pending).toBe(2);
    await restart();
    for (const person of [ada, bob, ada]) await must(person, "sync.now", {});
    for (const person of [ada, bob]) {
      await eventually(
        async () => ({
          row: await must(person, "item.get", { item }),
          password: (await must(person, "item.reveal", { item, field: "password" })).value,
          total: (await must(person, "item.list", { vault })).total,
        }),
        (seen) => seen.row.username === "admin" && seen.password === "second" && seen.total === 2 && !seen.row.draft,
      );
    }
    expect((await must(ada, "sync.status", {})).pending).toBe(0);
  });

  it("keeps both values of a field that two people changed", async () => {
    const { running, ada, bob, vault, item, restart } = await pair();
    await running.close();
    await must(ada, "item.save", { vault, item, changes: { password: "from Ada" } });
    await must(bob, "item.save", { vault, item, changes: { password: "from Bob" } });
    await restart();
    await must(ada, "sync.now", {});
    await must(bob, "sync.now", {});
    await must(ada, "sync.now", {});
    for (const person of [ada, bob]) {
      const seen = await eventually(
        () => must(person, "item.get", { item }),
        (row) => row.conflicts === 1 && !row.draft,
      );
      const both = [
        (await must(person, "item.reveal", { item, field: "password" })).value,
        (await must(person, "item.reveal", { item, field: `conflict:${seen.conflictList[0]?.conflict}` })).value,
      ];
      expect(both.sort()).toEqual(["from Ada", "from Bob"]);
    }
  });

  it("works from the local file alone after an offline start, and refuses acts that need the server by name", async () => {
    const { running, ada, item } = await pair();
    await running.close();
    await must(ada, "account.lock", {});
    await must(ada, "account.unlock", { passphrase });
    expect(await must(ada, "item.reveal", { item, field: "password" })).toEqual({ value: "first" });
    expect(await refusal(ada, "vault.create", { title: "New" })).toBe("offline");
    expect(await refusal(ada, "invite.create", { name: "Carol" })).toBe("offline");
    expect((await must(ada, "sync.now", {})).state).toBe("offline");
  });

  it("loses nothing that it acknowledged when client and server are killed right after", async () => {
    const dataDir = scratchDir();
    const serverDir = scratchDir();
    const running = await startServer({ dataDir: serverDir });
    const ada = await founder(running, { dataDir });
    const { vault } = await must(ada, "vault.create", { title: "Ops" });
    const pushed = await must(ada, "item.save", { vault, kind: "login", changes: { title: "Pushed", password: "p" } });
    running.kill();
    const drafted = await must(ada, "item.save", {
      vault,
      kind: "login",
      changes: { title: "Drafted", password: "d" },
    });
    const keychain = ada.keychain;
    ada.kill();
    const again = await startServer({ dataDir: serverDir });
    atEnd(() => again.close());
    const back = await client({ dataDir, keychain });
    await must(back, "account.unlock", { passphrase });
    await must(back, "sync.now", {});
    const passwords: string[] = [];
    for (const { item } of [pushed, drafted]) {
      await eventually(
        () => must(back, "item.get", { item }),
        (row) => row.version === 1 && !row.draft,
      );
      passwords.push((await must(back, "item.reveal", { item, field: "password" })).value);
    }
    expect(passwords).toEqual(["p", "d"]);
  });
});
