/**
 * A manager's rotation that voids commits, against the real server: whoever holds them goes back to the pin, keeps them as
 * evidence, and the author's app brings their edit again [protocol: Rotation].
 */
import Sqlite from "better-sqlite3";
import { expect, it } from "vitest";
import { type Client, createClient } from "../../e2e/drive.ts";
import { withKeysOf } from "../../e2e/kit/closed-client.ts";
import { eventually } from "../../e2e/kit/eventually.ts";
import { profileFile } from "../../e2e/kit/profile-file.ts";
import { atEnd, scratchDir } from "../../e2e/kit/scratch.ts";
import { founder, joiner, must, passphrase, readyVault, server, userOf } from "../../e2e/kit/team.ts";
import type { Events } from "../../shared/contract/commands.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import { emptyChain, foldCommit, manifestRoot } from "../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { must as valueIn } from "../../shared/testing/team.ts";
import { act } from "./log/act.ts";
import { readCommits } from "./store/vault-rows.ts";

const countOf = (dataDir: string, table: "voided_commits" | "vault_commits", vault: string): number => {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const row = db.prepare(`SELECT COUNT(*) AS count FROM ${table} WHERE vault = ?`).get(vault) as { count: number };
  db.close();
  return row.count;
};
/** Signs with the keys of a closed client, whose key of the vault is good: all of `vault` above the height. */
async function voidAbove(client: Client, dataDir: string, { vault, seq }: { vault: VaultId; seq: number }) {
  await withKeysOf(client, dataDir, async ({ db, ...own }) => {
    const chain = emptyChain(vault);
    const commits = readCommits(db, vault, 0).map((bytes) => valueIn(parseCommit(bytes)));
    for (const commit of commits.slice(0, seq)) foldCommit(chain, commit);
    const cutBack = { pin: chain.head, root: manifestRoot(chain), voids: commits.length - seq };
    const chains = { chain: () => chain, stopped: () => null, isWhole: () => true, cutHead: () => chain.head };
    const intent = { type: "vault-rotate" as const, vaults: [{ vault, cutBack }], only: "all" as const };
    valueIn(await act({ ...own, chains }, intent));
  });
}

it("takes every computer back to the pin, loses nothing of its author's, and the vault goes on", async () => {
  const running = await server({ dataDir: scratchDir() });
  const [adaDir, bobDir] = [scratchDir(), scratchDir()];
  const ada = await founder(running, { dataDir: adaDir });
  const bob = await joiner(ada, "Bob", { dataDir: bobDir });
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  const { item } = await must(ada, "item.save", { vault, kind: "login", changes: { title: "AWS", username: "first" } });
  await readyVault(bob, vault);
  await eventually(
    async () => {
      await must(bob, "sync.now", {});
      return (await must(bob, "item.list", {})).total;
    },
    (total) => total === 1,
  );
  const height = countOf(bobDir, "vault_commits", vault);
  await must(bob, "item.save", { vault, item, changes: { username: "second" } });
  await must(ada, "sync.now", {});
  expect((await must(ada, "item.get", { item })).username).toBe("second");
  const adasUser = await userOf(ada);
  const alerts: Events["alert.raised"][] = [];
  bob.on("alert.raised", (event) => alerts.push(event));
  await voidAbove(ada, adaDir, { vault: vault as VaultId, seq: height });
  const status = await eventually(
    () => must(bob, "sync.now", {}),
    (seen) => seen.state === "ok" && seen.failures.length === 0 && countOf(bobDir, "vault_commits", vault) > height,
    10_000,
  );
  expect(status.failures).toEqual([]);
  expect(alerts).toEqual([{ code: "voided", vault, user: adasUser }]);
  expect(countOf(bobDir, "voided_commits", vault)).toBe(1);
  expect((await must(bob, "item.get", { item })).username).toBe("second");
  const again = await createClient({ dataDir: adaDir, keychain: ada.keychain });
  atEnd(() => again.close());
  await must(again, "account.unlock", { passphrase });
  await eventually(
    async () => {
      await must(again, "sync.now", {});
      return (await must(again, "item.get", { item })).username;
    },
    (username) => username === "second",
    10_000,
  );
  expect(countOf(adaDir, "voided_commits", vault)).toBe(1);
  expect((await must(again, "sync.now", {})).failures).toEqual([]);
});
