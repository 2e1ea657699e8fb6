/** An app that signs past the gate is named by every other app that can open the vault, and nobody is named without a reason. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { withKeysOf } from "../../../e2e/kit/closed-client.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { keep, scratchDir } from "../../../e2e/kit/scratch.ts";
import { setUpFactor } from "../../../e2e/kit/second-factor.ts";
import { client, founder, joiner, must, passphrase, readyVault, server, userOf } from "../../../e2e/kit/team.ts";
import type { UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { emptyChain, foldCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { must as valueIn } from "../../../shared/testing/team.ts";
import { act } from "../log/act.ts";
import { readCommits } from "../store/vault-rows.ts";

const whileMs = 9 * 60_000;
let end: () => Promise<void> = async () => undefined;
type Scene = {
  ada: Client;
  bob: Client;
  carl: Client;
  code: string;
  item: string;
  users: Record<"bob" | "carl" | "dora", string>;
  vaults: VaultId[];
};
let scene: Scene;

beforeAll(async () => {
  // All of it a while ago, so that what was there when somebody was given access was there long enough.
  let behind = whileMs;
  const clock = { now: () => Date.now() - behind };
  const ada = await founder(await server({ clock }), { clock });
  const bobsFolder = scratchDir();
  const bob = await joiner(ada, "Bob", { clock, dataDir: bobsFolder });
  const carl = await joiner(ada, "Carl", { clock });
  const dora = await joiner(ada, "Dora", { clock });
  const users = { bob: await userOf(bob), carl: await userOf(carl), dora: await userOf(dora) };
  const vaults: VaultId[] = [];
  const items: string[] = [];
  for (const [title, user] of [
    ["Before", users.dora],
    ["Past", null],
    ["Settled", null],
  ] as const) {
    const { vault } = await must(bob, "vault.create", { title });
    await must(bob, "vault.setAccess", { vault, user: await userOf(ada), permission: "use" });
    if (user !== null) await must(bob, "vault.setAccess", { vault, user, permission: "use" });
    const { item } = await must(bob, "item.save", { vault, kind: "login", changes: { title: `${title} one` } });
    if (title === "Settled") await must(bob, "item.setSecondFactor", { item, state: "passkey-or-hardware-key" });
    vaults.push(vault as VaultId);
    items.push(item);
  }
  const [, past, settled] = vaults as [VaultId, VaultId, VaultId];
  const [code = ""] = await setUpFactor(ada, clock.now());
  await eventually(
    () => must(bob, "sync.status", {}),
    ({ pending }) => pending === 0,
  );
  await must(ada, "policy.set", { secondFactor: { mode: "require", scope: [{ kind: "all", id: null }] } });
  await eventually(
    () => must(bob, "policy.get", {}),
    ({ secondFactor }) => secondFactor.mode === "require",
  );
  expect(await bob.call("vault.setAccess", { vault: past, user: users.carl, permission: "use" })).toMatchObject({
    failure: { code: "not-settled" },
  });
  behind = 0;
  await withKeysOf(bob, bobsFolder, async ({ db, ...own }) => {
    const chain = (vault: VaultId) => {
      const made = emptyChain(vault);
      for (const bytes of readCommits(db, vault, 0)) foldCommit(made, valueIn(parseCommit(bytes)));
      return made;
    };
    const chains = { chain, stopped: () => null, isWhole: () => true, cutHead: (vault: VaultId) => chain(vault).head };
    const change = { user: users.carl as UserId, group: null, permission: "use" as const, end: null };
    for (const vault of [past, settled])
      valueIn(await act({ ...own, chains }, { type: "vault-access", vault, changes: [change] }));
  });
  const again = await client({ clock, dataDir: bobsFolder, keychain: bob.keychain });
  await must(again, "account.unlock", { passphrase });
  for (const vault of [past, settled]) await readyVault(carl, vault);
  scene = { ada, bob: again, carl, code, item: items[1] as string, users, vaults };
  end = keep();
});
afterAll(() => end());

it("by everybody who can open the vault, and by whom it was", async () => {
  const { ada, carl, users, vaults } = scene;
  const [before, past, settled] = vaults as [VaultId, VaultId, VaultId];
  for (const person of [ada, carl]) {
    const found = await eventually(
      async () => {
        await must(person, "sync.now", {});
        return must(person, "gate.past", {});
      },
      (all) => all.length > 0,
    );
    expect(found).toMatchObject([{ vault: past, user: users.carl, by: users.bob, logins: 1 }]);
    expect(await must(person, "gate.past", { vault: past })).toEqual(found);
  }
  // What was given before the rule, and what was settled then, names nobody.
  for (const vault of [before, settled]) expect(await must(ada, "gate.past", { vault })).toEqual([]);
});

it("also once the rule is another one, and the login is settled", async () => {
  const { ada, bob, carl, code, item, users, vaults } = scene;
  const past = vaults[1] as VaultId;
  await must(bob, "item.setSecondFactor", { item, state: "totp-elsewhere" });
  await must(ada, "account.stepUp", { code });
  await must(ada, "policy.set", { secondFactor: { mode: "off", scope: [{ kind: "all", id: null }] } });
  await eventually(
    () => must(carl, "policy.get", {}),
    ({ secondFactor }) => secondFactor.mode === "off",
  );
  await eventually(
    () => must(carl, "item.secondFactor", { item }),
    ({ standing }) => standing === "settled",
  );
  expect(await must(carl, "gate.past", { vault: past })).toMatchObject([{ user: users.carl, by: users.bob }]);
});
