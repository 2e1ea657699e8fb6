/**
 * Bob's computer after what it can open changed: two vaults have ended by a clock that was set back since, another may no longer be
 * edited; in one of each a change waits. In a fourth, what Bob typed offline met Ada's change.
 */
import { must as valueIn } from "../../shared/testing/team.ts";
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { addFile } from "./files.ts";
import { scratchDir } from "./scratch.ts";
import { between } from "./tampering.ts";
import { client, founder, isIn, must, passphrase, readyVault, server, userOf } from "./team.ts";

const dayMs = 86_400_000;

/** Bob's folder, closed, without a server. */
export async function changedAccessFolder(): Promise<string> {
  const running = await server();
  const ada = await founder(running);
  const [line, dataDir, clock] = [between(), scratchDir(), { byMs: 0, now: () => Date.now() + clock.byMs }];
  const bob = await client({ dataDir, clock, fetch: line.fetch });
  const { code } = await must(ada, "invite.create", { name: "Bob" });
  await must(bob, "team.join", { code, passphrase, keychain: "file" });
  await isIn(bob);
  const user = await userOf(bob);
  const shared = (title: string, login: string, end?: number) => share(ada, bob, { user, title, login, end });
  const end = Date.now() + 30 * dayMs;
  await shared("Messe 2026", "Kongress Lissabon, Hotelportal", end);
  const ending = await shared("Roadshow", "Tagungshotel Porto", end);
  const open = await shared("Werkstatt", "Prüfstand");
  valueIn(await addFile(ada, ending.item, { name: "Hotels.pdf", bytes: new Uint8Array(2000) }), "a file");
  await must(ada, "item.save", { ...open, changes: { password: "ada’s" } });
  const lowered = await shared("Einkauf", "Ravensburger Testshop");
  const { item: old } = await must(ada, "item.save", { vault: lowered.vault, changes: { title: "Alter Messeshop" } });
  await eventually(
    () => must(bob, "item.list", { vault: lowered.vault }),
    ({ total }) => total === 2,
    10_000,
  );
  line.cut(true);
  await must(bob, "item.save", { ...lowered, changes: { password: "b" } });
  await must(bob, "item.delete", { item: old });
  await must(ada, "vault.setAccess", { vault: lowered.vault, user, permission: "use" });
  line.cut(false);
  await eventually(
    async () => {
      await must(bob, "sync.now", {});
      return must(bob, "draft.list", {});
    },
    (list) => list.length === 2 && list.every(({ reason }) => reason !== null),
    10_000,
  );
  await eventually(
    async () => [await must(bob, "item.get", { item: open.item }), await must(bob, "item.get", { item: ending.item })],
    ([one, other]) => one?.history.length === 2 && other?.attachments.length === 1,
    10_000,
  );
  line.cut(true);
  await must(bob, "item.save", { ...open, base: 1, changes: { password: "bob’s" } });
  await must(bob, "item.save", { ...ending, changes: { password: "c" } });
  clock.byMs = 40 * dayMs;
  await bob.call("account.status", {});
  await must(bob, "account.unlock", { passphrase });
  await eventually(
    () => must(bob, "vault.list", {}),
    (vaults) => vaults.some(({ state }) => state === "ended"),
    10_000,
  );
  await bob.close();
  await ada.close();
  await running.close();
  return dataDir;
}

type Shared = { user: string; title: string; login: string; end: number | undefined };

/** A vault of Ada in which Bob may edit, with one login that Bob has. */
async function share(ada: Client, bob: Client, { user, title, login, end }: Shared) {
  const { vault } = await must(ada, "vault.create", { title });
  await must(ada, "vault.setAccess", { vault, user, permission: "edit", ...(end === undefined ? {} : { end }) });
  const changes = { title: login, username: "anna", password: "a" };
  const { item } = await must(ada, "item.save", { vault, changes });
  await readyVault(bob, vault);
  await eventually(
    () => must(bob, "item.list", { vault }),
    ({ total }) => total === 1,
    10_000,
  );
  return { vault, item };
}
