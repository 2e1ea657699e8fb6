/** A profile that migration 001 made, after all that came since: every item reads back, and drafts go out. */

import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { cleanUp, personOfProfile } from "./test-team.ts";

afterAll(cleanUp);

type KeptItem = {
  item: string;
  kind: string;
  title: string;
  username: string | null;
  version: number | null;
  draft: boolean;
  versions: number;
  values: Record<string, string>;
};
const fixture = (name: string): string =>
  readFileSync(new URL(`../../../e2e/fixtures/profiles/${name}`, import.meta.url), "utf8");
const kept = JSON.parse(fixture("profile-001.json"));
const items = kept.items as KeptItem[];

test.each(items.map((one) => [one.kind, one.title, one] as const))(
  "an item of a profile of migration 001 reads back, row, history and every secret: %s %s",
  async (_kind, _title, { item, versions, values, ...shown }) => {
    const person = personOfProfile(fixture("profile-001.sql"), kept);
    const detail = await person.items.handlers["item.get"]({ item: item as ItemId });
    expect(detail).toMatchObject({ value: { item, ...shown } });
    expect(detail.ok && detail.value.history.length).toBe(versions);
    const read: Record<string, unknown> = {};
    for (const field of Object.keys(values))
      read[field] = await person.items.handlers["item.reveal"]({ item: item as ItemId, field });
    const expected = Object.entries(values).map(([field, value]) => [field, { ok: true, value: { value } }]);
    expect(read).toEqual(Object.fromEntries(expected));
  },
);

test("a profile of migration 001 lists every item, and the vault's title", async () => {
  const person = personOfProfile(fixture("profile-001.sql"), kept);
  const list = await person.items.handlers["item.list"]({});
  expect(list).toMatchObject({ value: { total: items.length } });
  expect(items).toHaveLength(10);
  const titles = await person.items.records.of.vault.list(person.vault);
  expect(titles.map(({ body }) => body.title)).toEqual([kept.title]);
});

test("the drafts of such a profile are pushed", async () => {
  const person = personOfProfile(fixture("profile-001.sql"), kept);
  expect(person.items.drafts.waiting().count).toBe(2);
  expect((await person.sync()).ok).toBe(true);
  expect(person.items.drafts.waiting().count).toBe(0);
  for (const { item, draft, values } of items) {
    const row = await person.items.handlers["item.get"]({ item: item as ItemId });
    expect(row).toMatchObject({ value: { draft: false } });
    if (!draft || values.password === undefined) continue;
    expect(await person.items.handlers["item.reveal"]({ item: item as ItemId, field: "password" })).toMatchObject({
      value: { value: values.password },
    });
  }
});
