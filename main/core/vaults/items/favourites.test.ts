/** How many favourites one person has: as many as their record holds. */
import { expect, it } from "vitest";
import { newId } from "../../../../shared/crypto/random.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type Favoured, setFavourite } from "./favourites.ts";

it("one too many is refused, and nothing is saved", async () => {
  const favourites = Array.from({ length: 2000 }, () => newId<ItemId>());
  const saved: unknown[] = [];
  const own = { vault: newId<VaultId>(), kind: "personal" };
  const area = {
    overviews: { index: { get: () => ({}), fromSource: () => [] } },
    records: {
      of: {
        preferences: {
          list: async () => [{ body: { favourites, lastUse: [], deviceNames: [] } }],
          mayWrite: () => true,
        },
      },
      save: async (...record: unknown[]) => saved.push(record),
    },
    unlocked: { log: { state: () => ({ vaults: new Map([[own.vault, own]]) }) }, profile: { user: "me" } },
  };
  const item = newId<ItemId>();
  expect(await setFavourite(area as unknown as Favoured, { item, on: true })).toMatchObject({
    failure: { code: "limit", detail: { field: "favourites" } },
  });
  expect(saved).toEqual([]);
});
