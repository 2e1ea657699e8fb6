/** Ada and Bob, who may both edit in two vaults, with one login in the first; each has a line that can be cut. */
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { type Between, between } from "./tampering.ts";
import { founder, joiner, must, readyVault, server, userOf } from "./team.ts";

export type AtWork = { client: Client; line: Between };
export type TwoVaults = { ada: AtWork; bob: AtWork; from: string; to: string };

/** Both are in both vaults. */
export async function twoVaults(): Promise<TwoVaults> {
  const lines = [between(), between()] as const;
  const ada = await founder(await server(), { fetch: lines[0].fetch });
  const bob = await joiner(ada, "Bob", { fetch: lines[1].fetch });
  const user = await userOf(bob);
  const vaults: string[] = [];
  for (const title of ["From", "To"]) {
    const { vault } = await must(ada, "vault.create", { title });
    await must(ada, "vault.setAccess", { vault, user, permission: "edit" });
    await readyVault(bob, vault);
    vaults.push(vault);
  }
  const [from = "", to = ""] = vaults;
  return { ada: { client: ada, line: lines[0] }, bob: { client: bob, line: lines[1] }, from, to };
}

/** Sends and gets until nothing is on its way; answers how many changes stay. */
export async function inStep(people: readonly AtWork[]): Promise<number> {
  let before = "";
  let pending = 0;
  await eventually(
    async () => {
      pending = 0;
      const states: unknown[] = [];
      for (const { client } of people) {
        pending += (await must(client, "sync.now", {})).pending;
        states.push((await must(client, "item.list", {})).items, await must(client, "draft.list", {}));
      }
      const now = JSON.stringify([pending, states]);
      const isSame = now === before;
      before = now;
      return isSame;
    },
    (isSame) => isSame,
    20_000,
  );
  return pending;
}
