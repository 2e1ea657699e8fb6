/**
 * A manager whose computer was sent no key that opens restarts the vault, against the real server: they see what is lost,
 * everybody goes on under a new key, and whoever wrote meanwhile has their changes again [protocol: Rotation].
 */
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { breakingLine, breaks } from "../../../e2e/kit/breaking-line.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { inStep, keylessManager, keylessVault } from "../../../e2e/kit/key-loss.ts";
import { profileFile } from "../../../e2e/kit/profile-file.ts";
import { founder, must, passphrase, readyVault, refusal, userOf } from "../../../e2e/kit/team.ts";

const stateOf = async (person: Client, vault: string) =>
  (await must(person, "vault.list", {})).find((one) => one.vault === vault)?.state;
describe("a vault whose current key a manager lacks", () => {
  it("is restarted: what is lost is told before, and comes back from whoever wrote it", async () => {
    const { ada, bob, bobsUser, vault, item } = await keylessManager();
    expect(await stateOf(ada, vault)).toBe("key-pending");
    const lost = await must(ada, "vault.voiding", { vault });
    expect(lost).toMatchObject({ commits: 2, holders: [bobsUser] });
    expect(lost.items).toEqual([
      { item, title: "AWS", isNew: false, changes: 1, by: [bobsUser] },
      { item: expect.any(String), title: null, isNew: true, changes: 1, by: [bobsUser] },
    ]);
    await must(ada, "account.lock", {});
    await must(ada, "account.unlock", { passphrase });
    expect(await must(ada, "vault.voiding", { vault }), "titles come from versions that still open").toEqual(lost);
    const access = async () =>
      (await must(ada, "vault.list", {}))
        .find((one) => one.vault === vault)
        ?.access.map(({ keyPending }) => keyPending);
    expect(await access(), "Ada's own computer knows that the key it was sent does not open").toEqual([
      true,
      undefined,
    ]);
    await must(ada, "vault.void", { vault, upTo: lost.upTo });
    expect(await stateOf(ada, vault)).toBe("ready");
    expect(await access()).toEqual([undefined, undefined]);
    expect((await must(ada, "item.get", { item })).username).toBe("first");
    await inStep(bob);
    await eventually(
      async () => {
        await must(ada, "sync.now", {});
        return (await must(ada, "item.list", { vault })).items.map(({ title, username }) => [title, username]).sort();
      },
      (rows) => rows.length === 2 && rows[0]?.[1] === "second",
      10_000,
    );
    expect((await must(ada, "sync.now", {})).failures).toEqual([]);
    expect((await must(bob, "sync.now", {})).failures).toEqual([]);
  });

  it("is not restarted by what somebody did not see, nor by whoever has the key, or no say", async () => {
    const { ada, bob, vault, item } = await keylessManager();
    const { upTo } = await must(ada, "vault.voiding", { vault });
    await must(bob, "item.save", { vault, item, changes: { username: "third" } });
    await inStep(bob);
    expect(await refusal(ada, "vault.void", { vault, upTo })).toBe("invalid-input");
    expect(await refusal(bob, "vault.voiding", { vault })).toBe("invalid-input");
    expect(await refusal(bob, "vault.void", { vault })).toBe("invalid-input");
    expect(await refusal(ada, "vault.void", { vault: "0".repeat(26) })).toBe("not-found");
    const { vault: other } = await must(ada, "vault.create", { title: "Other" });
    await must(ada, "vault.setAccess", { vault: other, user: await userOf(bob), permission: "edit" });
    await readyVault(bob, other);
    expect(await refusal(bob, "vault.void", { vault: other })).toBe("role");
    expect(await stateOf(ada, vault)).toBe("key-pending");
  });

  it("is pinned to commits of the verified chain alone: one that was changed in the file is refused by name", async () => {
    const { ada, adaDir, vault } = await keylessManager();
    const file = new Sqlite(profileFile(adaDir));
    const { bytes } = file.prepare("SELECT bytes FROM vault_commits WHERE vault = ? AND seq = 1").get(vault) as {
      bytes: Buffer;
    };
    const other = Buffer.from(bytes);
    // Within the signature: what it says is the same, and it parses.
    const sig = other.indexOf("sig") + 8;
    other[sig] = (other[sig] as number) ^ 1;
    file.prepare("UPDATE vault_commits SET bytes = ? WHERE vault = ? AND seq = 1").run(other, vault);
    file.close();
    expect(await refusal(ada, "vault.voiding", { vault })).toBe("local-rollback");
    expect(await refusal(ada, "vault.void", { vault })).toBe("local-rollback");
  });
});

describe("a restart whose answer is lost", () => {
  it.each(breaks)("is done once where the connection ends %s", async (how) => {
    const line = await breakingLine();
    const ada = await founder(line.running);
    const { bob, vault, item } = await keylessVault(ada);
    const { upTo } = await must(ada, "vault.voiding", { vault });
    line.breakNext("append", how);
    await must(ada, "vault.void", { vault, upTo });
    expect(line.broken()).toBe(1);
    expect(await stateOf(ada, vault)).toBe("ready");
    expect((await must(ada, "item.get", { item })).username).toBe("first");
    await readyVault(bob, vault);
  });

  it("and of which nobody could be asked is the same restart when it is asked for again", async () => {
    const line = await breakingLine();
    const ada = await founder(line.running);
    const { bob, vault, item } = await keylessVault(ada);
    const { upTo } = await must(ada, "vault.voiding", { vault });
    line.breakNext("append", "after-it-is-taken", () => line.cut(true));
    expect(await refusal(ada, "vault.void", { vault, upTo })).toBe("offline");
    expect(await stateOf(ada, vault), "nothing is believed before it was verified").toBe("key-pending");
    line.cut(false);
    const { logSeq } = await must(bob, "sync.now", {});
    await must(ada, "vault.void", { vault, upTo });
    expect(await stateOf(ada, vault)).toBe("ready");
    await must(ada, "vault.void", { vault, upTo });
    expect((await must(ada, "sync.now", {})).logSeq, "no entry was signed a second time").toBe(logSeq);
    await readyVault(bob, vault);
    await eventually(
      async () => {
        await must(bob, "sync.now", {});
        return (await must(ada, "item.get", { item })).username;
      },
      (username) => username === "second",
      10_000,
    );
  });

  it("and that never arrived is done when it is asked for again, and not on top of what was written meanwhile", async () => {
    const line = await breakingLine();
    const ada = await founder(line.running);
    const { bob, vault, item } = await keylessVault(ada);
    const { upTo } = await must(ada, "vault.voiding", { vault });
    line.breakNext("append", "before-it-is-sent", () => line.cut(true));
    expect(await refusal(ada, "vault.void", { vault, upTo })).toBe("offline");
    line.cut(false);
    await must(bob, "item.save", { vault, item, changes: { username: "third" } });
    await inStep(bob);
    expect(await refusal(ada, "vault.void", { vault, upTo })).toBe("invalid-input");
    const seen = await must(ada, "vault.voiding", { vault });
    expect(seen.commits).toBe(3);
    await must(ada, "vault.void", { vault, upTo: seen.upTo });
    expect(await stateOf(ada, vault)).toBe("ready");
  });
});
