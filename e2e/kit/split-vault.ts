/** A server that showed two chains of one vault from the same number on: for tests of what proves it, and of its end. */
import type { Client } from "../drive.ts";
import { atRest } from "./at-rest.ts";
import { eventually } from "./eventually.ts";
import { hostileTeam } from "./hostile-team.ts";
import { between } from "./tampering.ts";
import { joiner, must, readyVault, userOf } from "./team.ts";

/** After a round of syncing. */
export const status = (person: Client) => must(person, "sync.now", {});
export const titlesIn = async (person: Client, vault: string) =>
  (await must(person, "item.list", { vault })).items.map(({ title }) => title).sort();
export const stateOf = async (person: Client, vault: string) =>
  (await must(person, "vault.list", {})).find((one) => one.vault === vault)?.state;

/** Connections to a server that was started anew are found dead first. */
export const saved = async (person: Client, vault: string, title: string): Promise<void> => {
  await must(person, "item.save", { vault, kind: "login", changes: { title, password: "p" } });
  await eventually(
    () => status(person),
    ({ state, pending }) => state === "ok" && pending === 0,
    10_000,
  );
};

/** Ada and Bob wrote one after the other; on a copy of the server Carol did, and Dora after them or, unless `both`, Carol again. The server is the copy then. */
export async function splitVault(both: boolean, adaDir?: string) {
  const [adas, carols, doras] = [between(), between(), between()];
  const team = await hostileTeam(
    adaDir === undefined
      ? { ada: { fetch: adas.fetch } }
      : { ada: { fetch: adas.fetch, dataDir: adaDir }, place: { keychain: "file" } },
  );
  const { ada, bob, line, vault } = team;
  const carol = await joiner(ada, "Carol", { fetch: carols.fetch });
  const dora = await joiner(ada, "Dora", { fetch: doras.fetch });
  for (const one of [carol, dora]) {
    await must(ada, "vault.setAccess", { vault, user: await userOf(one), permission: "edit" });
    await readyVault(one, vault);
  }
  await atRest([ada, bob, carol, dora]);
  const turnTo = await team.snapshot();
  for (const one of [carols, doras]) one.cut(true);
  await saved(ada, vault, "Of Ada");
  await saved(bob, vault, "Of Bob");
  await eventually(
    () => titlesIn(ada, vault),
    (titles) => titles.includes("Of Bob"),
  );
  // Nobody who saw it is there to bring it back.
  for (const one of [adas, line]) one.cut(true);
  await turnTo("copy");
  for (const one of [carols, doras]) one.cut(false);
  await saved(carol, vault, "Of Carol");
  if (!both) await saved(carol, vault, "Of Carol too");
  if (both) {
    await eventually(
      async () => {
        await status(dora);
        return titlesIn(dora, vault);
      },
      (titles) => titles.includes("Of Carol"),
      10_000,
    );
    await saved(dora, vault, "Of Dora");
  }
  return { ...team, carol, dora, turnTo, adas, carols, doras };
}

/** Ada's app sees what the server has now. */
export async function adaSees({ ada, adas, vault }: Awaited<ReturnType<typeof splitVault>>): Promise<void> {
  adas.cut(false);
  await must(ada, "sync.resume", {});
  await eventually(
    async () => {
      await status(ada);
      return stateOf(ada, vault);
    },
    (state) => state === "stopped",
    10_000,
  );
}
