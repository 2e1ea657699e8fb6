/** A key that was listed and never came, asked for by letter and listed anew: by real apps against the real server. */
import { describe, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { atRest } from "../../../e2e/kit/at-rest.ts";
import { again, rotatePast } from "../../../e2e/kit/key-loss.ts";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { founder, joiner, must, readyVault, server, userOf } from "../../../e2e/kit/team.ts";
import type { DeviceId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";

const stateIn = async (person: Client, vault: string) =>
  (await must(person, "vault.list", {})).find((one) => one.vault === vault)?.state;

/** Ada and Bob manage a vault that Carol uses; Bob's app is closed after Carol was sent so many bundles of theirs that do not open. */
async function lockedOut(times: number) {
  const ada = await founder(await server());
  const bobDir = scratchDir();
  const bob = await joiner(ada, "Bob", { dataDir: bobDir });
  const carol = await joiner(ada, "Carol");
  const vault = (await must(ada, "vault.create", { title: "Ops" })).vault as VaultId;
  await must(ada, "item.save", { vault, changes: { title: "AWS", password: "x" } });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "manage" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(carol), permission: "use" });
  await readyVault(bob, vault);
  await readyVault(carol, vault);
  await atRest([ada, bob, carol]);
  const to = (await must(carol, "account.status", {})).device as DeviceId;
  return { ada, bob, bobDir, carol, vault, lockOut: () => rotatePast(bob, bobDir, { vault, to, times }) };
}

describe("a computer whose key does not open", () => {
  it("asks, and is sent it again by a colleague's app as soon as one is open, once", async () => {
    const { ada, bob, bobDir, carol, vault, lockOut } = await lockedOut(2);
    await must(ada, "account.lock", {});
    await lockOut();
    await must(carol, "sync.now", {});
    expect(await stateIn(carol, vault)).toBe("key-pending");
    const bobs = await again(bob, bobDir);
    await readyVault(carol, vault);
    expect((await must(carol, "item.list", { vault })).items).toMatchObject([{ title: "AWS" }]);
    const { logSeq } = await must(bobs, "sync.now", {});
    for (const person of [carol, bobs, carol]) await must(person, "sync.now", {});
    expect((await must(bobs, "sync.now", {})).logSeq).toBe(logSeq);
  });

  it("is sent no more by one person than they may list", async () => {
    const { ada, bob, bobDir, carol, vault, lockOut } = await lockedOut(limits.listingsPerDevice);
    await must(ada, "account.lock", {});
    await lockOut();
    const bobs = await again(bob, bobDir);
    for (const person of [carol, bobs, carol]) await must(person, "sync.now", {});
    expect(await stateIn(carol, vault)).toBe("key-pending");
  });
});
