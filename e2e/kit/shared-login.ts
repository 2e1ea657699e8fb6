/** Ada and Bob in one team, with one login in a vault in which both may edit. */
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { scratchDir } from "./scratch.ts";
import { founderIn, joiner, must, readyVault, userOf } from "./team.ts";

/** Ada's client has its folder at `adaDir`, for a browser to open once it is closed. */
export type SharedLogin = { ada: Client; adaDir: string; bob: Client; vault: string; item: string };

/** Both have the login; both clients are open. */
export async function sharedLogin(changes: CommandInput<"item.save">["changes"]): Promise<SharedLogin> {
  const adaDir = scratchDir();
  const ada = await founderIn(adaDir);
  const bob = await joiner(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  const { item } = await must(ada, "item.save", { vault, kind: "login", changes });
  await readyVault(bob, vault);
  await eventually(
    () => must(bob, "item.list", { vault }),
    ({ total }) => total === 1,
    10_000,
  );
  return { ada, adaDir, bob, vault, item };
}
