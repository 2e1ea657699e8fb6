/** Somebody with one login whose app was closed: a folder that a host or another client can open. */
import type { ItemChanges } from "../../shared/contract/item-changes.ts";
import { must } from "./must.ts";
import { scratchDir } from "./scratch.ts";
import { client, passphrase, server } from "./team.ts";

/** The folder; its device secret lies in a file, as where there is no keychain. */
export async function filledFolder(changes: ItemChanges & { title: string }): Promise<string> {
  const dataDir = scratchDir();
  const { url, setupCode } = await server();
  const app = await client({ dataDir });
  await must(app, "team.create", {
    name: "Nordlicht",
    person: "Dana",
    passphrase,
    keychain: "file",
    server: { url, setupCode },
  });
  const [personal] = await must(app, "vault.list", {});
  await must(app, "item.save", { vault: personal?.vault ?? "", changes });
  await app.close();
  return dataDir;
}
