/** How many vaults one import makes. */
import { expect, it } from "vitest";
import { limits } from "../../../shared/encoding/limits.ts";
import { makeImportVaults, type VaultMaking } from "./import-vaults.ts";

it("more vaults than one person may make are refused before the first is made", async () => {
  const titles = Array.from({ length: limits.vaultsPerMaker + 1 }, (_, at) => `Group ${at}`);
  const made: string[] = [];
  const making = { unlocked: {}, makeVault: async (_: unknown, title: string) => made.push(title) };
  expect(await makeImportVaults(making as unknown as VaultMaking, "old.kdbx", titles)).toMatchObject({
    failure: { code: "limit", detail: { field: "vaults", number: titles.length } },
  });
  expect(made).toEqual([]);
});
