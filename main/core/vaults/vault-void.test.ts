/**
 * A manager whose computer was sent no key that opens restarts the vault, against the real server: they see what is lost,
 * everybody goes on under a new key, and whoever wrote meanwhile has their changes again [protocol: Rotation].
 */
import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { founder, joiner, must, passphrase, readyVault, refusal, server, userOf } from "../../../e2e/kit/team.ts";
import { deviceKeys, newMasterKey } from "../../../shared/crypto/device-keys.ts";
import type { DeviceId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import { plan } from "../../../shared/protocol/team-log/compose-plan.ts";
import { sealPlan } from "../../../shared/protocol/team-log/compose-seal.ts";
import { emptyChain, foldCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { must as valueIn } from "../../../shared/testing/team.ts";
import { circumstances } from "../log/act.ts";
import { readCommits } from "../store/vault-rows.ts";
import { withKeysOf } from "../test-closed-client.ts";

/** Rotates by this client's keys, and sends `to` a bundle that only somebody else could open. */
async function rotatePast(client: Client, dataDir: string, at: { vault: VaultId; to: DeviceId }): Promise<void> {
  await withKeysOf(client, dataDir, async ({ db, ...own }) => {
    const chain = emptyChain(at.vault);
    for (const bytes of readCommits(db, at.vault, 0)) foldCommit(chain, valueIn(parseCommit(bytes)));
    const writer = { ...own, chains: { chain: () => chain, stopped: () => null } };
    const on = circumstances(writer, own.log.state());
    const planned = valueIn(plan(on, { type: "vault-rotate", vaults: [{ vault: at.vault }], only: "all" }));
    for (const recipient of planned?.entries[0]?.recipients ?? [])
      if (recipient.device === at.to) recipient.kemPk = deviceKeys(newMasterKey()).kemPk;
    const keys = { signKey: own.keys.signKey, key: own.keyring.key };
    const { entries, blobs } = valueIn(sealPlan(planned as NonNullable<typeof planned>, keys));
    valueIn(await own.log.append(async () => ok({ entries: entries.map(({ bytes }) => bytes), blobs })));
  });
}

async function again(client: Client, dataDir: string): Promise<Client> {
  const opened = await createClient({ dataDir, keychain: client.keychain });
  atEnd(() => opened.close());
  await must(opened, "account.unlock", { passphrase });
  return opened;
}

const stateOf = async (person: Client, vault: string) =>
  (await must(person, "vault.list", {})).find((one) => one.vault === vault)?.state;
const inStep = (person: Client) =>
  eventually(
    () => must(person, "sync.now", {}),
    ({ state, pending, failures }) => state === "ok" && pending === 0 && failures.length === 0,
    10_000,
  );

/** Ada and Bob manage a vault with one login; Bob rotated so that Ada has no key, changed the login and made another. */
async function keylessManager() {
  const bobDir = scratchDir();
  const ada = await founder(await server());
  const first = await joiner(ada, "Bob", { dataDir: bobDir });
  const bobsUser = await userOf(first);
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: bobsUser, permission: "manage" });
  const { item } = await must(ada, "item.save", { vault, changes: { title: "AWS", username: "first" } });
  await readyVault(first, vault);
  await inStep(first);
  const { device } = await must(ada, "account.status", {});
  await rotatePast(first, bobDir, { vault: vault as VaultId, to: device as DeviceId });
  const bob = await again(first, bobDir);
  await must(bob, "item.save", { vault, item, changes: { username: "second" } });
  await must(bob, "item.save", { vault, changes: { title: "Made since", password: "x" } });
  await inStep(bob);
  await must(ada, "sync.now", {});
  return { ada, bob, bobsUser, vault, item };
}

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
    await must(ada, "vault.void", { vault, upTo: lost.upTo });
    expect(await stateOf(ada, vault)).toBe("ready");
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
});
