import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../../e2e/drive.ts";
import { contentHash } from "../../../e2e/kit/contents.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "../../../e2e/kit/kdbx-file.ts";
import { filesBelow } from "../../../e2e/kit/scan.ts";
import { atEnd, keep, scratchDir } from "../../../e2e/kit/scratch.ts";
import { client, founder, must, passphrase, server } from "../../../e2e/kit/team.ts";

const items = 600;
/** The secrets of one item in so many are compared: each is revealed, which writes an event first. */
const revealedEach = 20;

function profileDb(dataDir: string): Database.Database {
  const path = filesBelow(join(dataDir, "profiles")).find(({ path: one }) => one.endsWith("profile.db"))?.path ?? "";
  return new Database(path);
}

type Large = { dataDir: string; vault: string; open(): Promise<Client> };
let large: Large;
let letGo = async (): Promise<void> => {};
afterAll(() => letGo());

/** A vault large enough to have a checkpoint, its computer switched off. All tests go on with it one after the other. */
beforeAll(async () => {
  const dataDir = scratchDir();
  const ada = await founder(await server(), { dataDir });
  const { vault } = await must(ada, "vault.create", { title: "Large" });
  const file = { format: "kdbx" as const, bytes: kdbxOf(items), passphrase: kdbxPassphrase };
  const { preview } = await must(ada, "import.preview", file);
  await must(ada, "import.apply", { preview, target: vault });
  await eventually(
    () => must(ada, "sync.now", {}),
    ({ pending }) => pending === 0,
    20_000,
  );
  await eventually(() => hasCheckpoint(dataDir, vault), Boolean);
  await ada.close();
  const open = async (): Promise<Client> => {
    const again = await createClient({ dataDir, keychain: ada.keychain });
    atEnd(() => again.close());
    await must(again, "account.unlock", { passphrase });
    return again;
  };
  large = { dataDir, vault, open };
  letGo = keep();
});

/** The same vault as it is now, with its checkpoint, its computer switched off. */
async function checkpointed() {
  const { dataDir, vault, open } = large;
  const ada = await open();
  const before = await contentHash(ada, vault, revealedEach);
  await ada.close();
  expect(hasCheckpoint(dataDir, vault)).toBe(true);
  return { ...large, before };
}

function hasCheckpoint(dataDir: string, vault: string): boolean {
  const db = profileDb(dataDir);
  try {
    return db.prepare("SELECT 1 FROM settings WHERE name = ?").get(`fold-${vault}`) !== undefined;
  } finally {
    db.close();
  }
}

function change(dataDir: string, sql: string, ...values: unknown[]): void {
  const db = profileDb(dataDir);
  expect(db.prepare(sql).run(...values).changes).toBeGreaterThan(0);
  db.close();
}

const damageCommits = "UPDATE vault_commits SET bytes = zeroblob(9) WHERE vault = ? AND seq = 2";

it.each([
  ["damaged", "UPDATE settings SET sealed = zeroblob(200) WHERE name = 'fold-' || ?"],
  ["gone", "DELETE FROM settings WHERE name = 'fold-' || ?"],
  [
    "another vault's",
    "UPDATE settings SET sealed = (SELECT sealed FROM settings WHERE name = 'heads') WHERE name = 'fold-' || ?",
  ],
])(
  "is as good as absent where it is %s",
  async (_what, sql) => {
    const { dataDir, vault, before, open } = await checkpointed();
    change(dataDir, sql, vault);
    const ada = await open();
    expect(await contentHash(ada, vault, revealedEach)).toBe(before);
    // It is made anew.
    await eventually(() => hasCheckpoint(dataDir, vault), Boolean);
    await ada.close();
    change(dataDir, "DELETE FROM settings WHERE name LIKE 'fold-%'");
    change(dataDir, damageCommits, vault);
    // Without it the damage below is found; what is missing is fetched again, and nobody is blamed.
    const healed = await open();
    expect(
      await eventually(
        () => contentHash(healed, vault, revealedEach),
        (hash) => hash === before,
        20_000,
      ),
    ).toBe(before);
    await eventually(() => hasCheckpoint(dataDir, vault), Boolean);
    await healed.close();
  },
  60_000,
);

it("spares reading the commits below it, and says the same as they do", async () => {
  const { dataDir, vault, before, open } = await checkpointed();
  const ada = await open();
  expect(await contentHash(ada, vault, revealedEach)).toBe(before);
  await must(ada, "item.save", { vault, changes: { title: "One more", password: "x" } });
  await ada.close();
  // Proof that it is used: the commits below it are not read any more.
  change(dataDir, damageCommits, vault);
  const again = await open();
  expect((await must(again, "item.list", { vault })).total).toBe(items + 1);
}, 60_000);

it("of a small vault is not made", async () => {
  const dataDir = scratchDir();
  const ada = await client({ dataDir });
  const { url, setupCode } = await server();
  await must(ada, "team.create", { name: "Small", person: "Ada", passphrase, server: { url, setupCode } });
  const { vault } = await must(ada, "vault.create", { title: "Small" });
  await must(ada, "item.save", { vault, changes: { title: "One", password: "x" } });
  await must(ada, "sync.now", {});
  expect(hasCheckpoint(dataDir, vault)).toBe(false);
});
