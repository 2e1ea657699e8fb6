/**
 * An archive from one team into another, through the commands on real servers: counted, every value back, and refused by name where
 * somebody may not make it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../../../e2e/drive.ts";
import { keep, scratchDir } from "../../../../e2e/kit/scratch.ts";
import { setUpFactor } from "../../../../e2e/kit/second-factor.ts";
import { founder, joiner, must, passphrase, refusal, server } from "../../../../e2e/kit/team.ts";
import type { CommandInput } from "../../../../shared/contract/commands.ts";

const archivePassphrase = "quince marble tugboat nineteen";
const seed = "JBSWY3DPEHPK3PXP";

type Changes = CommandInput<"item.save">["changes"];
type Kind = NonNullable<CommandInput<"item.save">["kind"]>;

/** One of every kind, with everything that its kind has. */
const items: { kind: Kind; changes: Changes }[] = [
  {
    kind: "login",
    changes: {
      ...{ title: "Router", username: "root", password: "first", notes: "line one\nline two", tags: ["net", "büro"] },
      urls: [
        { url: "https://router.example", match: "exact" },
        { url: "https://b.example", match: "never" },
      ],
      ...{ totp: seed, expires: 1_900_000_000_000, askAgain: true },
      fields: [
        { name: "PUK", type: "hidden", value: "0000" },
        { name: "Since", type: "date", value: "2020-01-31" },
      ],
    },
  },
  { kind: "api-key", changes: { title: "Mail", detail: { key: "id-1", secret: "shh" } } },
  { kind: "note", changes: { title: "Safe", notes: "left, right, left" } },
  { kind: "ssh-key", changes: { title: "Box", detail: { private: "-----BEGIN", public: "ssh-ed25519 AAAA" } } },
  {
    kind: "card",
    changes: { title: "Visa", detail: { holder: "A. Lace", number: "4111", expiry: "12/29", pin: "1234" } },
  },
  { kind: "document", changes: { title: "Contract" } },
  {
    kind: "recovery-codes",
    changes: {
      title: "Codes",
      detail: {
        codes: [
          { value: "aaa", usedAt: 1_800_000_000_000 },
          { value: "bbb", usedAt: null },
        ],
      },
    },
  },
];

type Team = { ada: Client; dataDir: string; vault: string };
let end: () => Promise<void>;
let from: Team;
let archive: Uint8Array;
let made: { items: number; vaults: number; older: number; files: number; left: number };

const personalVault = async (person: Client) => {
  const vaults = await must(person, "vault.list", {});
  return vaults.find(({ kind }) => kind === "personal")?.vault as string;
};
const downloaded = (dataDir: string, name: string) => new Uint8Array(readFileSync(join(dataDir, "downloads", name)));
const idOf = async (person: Client, title: string) =>
  (await must(person, "item.list", {})).items.find((row) => row.title === title)?.item as string;

async function attach(person: Client, item: string, name: string, bytes: Uint8Array): Promise<void> {
  const { file } = await must(person, "attachment.begin", { item, name, size: bytes.length });
  if (bytes.length > 0) await must(person, "attachment.write", { file, from: 0, bytes: bytes.slice() });
  await must(person, "attachment.add", { file });
}

beforeAll(async () => {
  const dataDir = scratchDir();
  const ada = await founder(await server(), { dataDir });
  const { vault } = await must(ada, "vault.create", { title: "Office" });
  from = { ada, dataDir, vault };
  for (const { kind, changes } of items) await must(ada, "item.save", { vault, kind, changes });
  await must(ada, "item.save", { vault: await personalVault(ada), changes: { title: "Mine", password: "own" } });
  const router = await idOf(ada, "Router");
  await must(ada, "item.save", { vault, item: router, changes: { password: "second", username: "admin" } });
  await must(ada, "item.save", { vault, item: router, changes: { password: "third" } });
  await attach(ada, router, "plan.txt", new TextEncoder().encode("a plan"));
  await attach(ada, router, "empty", new Uint8Array(0));
  const gone = await must(ada, "item.save", { vault, changes: { title: "Gone" } });
  await must(ada, "item.delete", { item: gone.item });
  await must(ada, "sync.now", {});
  end = keep();
});
afterAll(() => end());

const asked = async (
  { ada }: Team,
  rest: Partial<CommandInput<"export.make">> = {},
): Promise<CommandInput<"export.make">> => {
  const { vaults } = await must(ada, "export.preview", {});
  const count = vaults.reduce((sum, one) => sum + one.items, 0);
  return { passphrase, archivePassphrase, vaults: vaults.map(({ vault }) => vault), count, ...rest };
};

describe("an archive", () => {
  it("tells before what will be in it, and afterwards what is", async () => {
    const preview = await must(from.ada, "export.preview", {});
    expect(preview).toEqual({
      ...{ policy: "admins", isAllowed: true },
      vaults: [
        { vault: await personalVault(from.ada), kind: "personal", title: "", items: 1 },
        { vault: from.vault, kind: "shared", title: "Office", items: 7 },
      ],
    });
    const done = await must(from.ada, "export.make", await asked(from));
    expect(done).toMatchObject({ place: "downloads", items: 8, vaults: 2, older: 3, files: 2, left: 0 });
    expect(done.name).toMatch(/^latchkey-\d{4}-\d\d-\d\d\.latchkey$/);
    made = done;
    archive = downloaded(from.dataDir, done.name);
    const clear = Buffer.from(archive).toString("latin1");
    for (const value of ["Router", "Office", "third", "a plan", "Nordlicht", seed]) expect(clear).not.toContain(value);
    const { events } = await must(from.ada, "activity.list", { limit: 1 });
    expect(events[0]).toMatchObject({ type: "items-exported", count: 8, items: [], vault: null, failed: null });
  });

  it("restores into another team: all items, every value, what they were before, and their files", async () => {
    const dataDir = scratchDir();
    const eve = await founder(await server(), { dataDir });
    const file = { format: "latchkey" as const, bytes: archive, passphrase: archivePassphrase };
    const preview = await must(eve, "import.preview", { ...file, fileName: "a.latchkey" });
    expect(preview).toMatchObject({ format: "latchkey", formatVersion: "Latchkey 1", notTaken: [] });
    expect(preview.groups).toEqual([
      { name: "Personal", count: 1 },
      { name: "Office", count: 7 },
    ]);
    const targets = { Personal: await personalVault(eve), Office: { newVault: "Office" } };
    const report = await must(eve, "import.apply", { preview: preview.preview, targets });
    expect(report).toMatchObject({ added: made.items, changed: 0, same: 0, notTaken: [], remarks: [] });
    await must(eve, "sync.now", {});
    for (const { changes } of items)
      expect(await shown(eve, changes.title as string)).toEqual(await shown(from.ada, changes.title as string));
    const router = await must(eve, "item.get", { item: await idOf(eve, "Router") });
    await must(eve, "item.confirm", { item: router.item, passphrase });
    const was: string[][] = [];
    for (const { field, reveal } of router.imported)
      was.push([field, (await must(eve, "item.reveal", { item: router.item, field: reveal })).value]);
    expect(was.sort()).toEqual([
      ["password", "first"],
      ["password", "second"],
      ["username", "root"],
    ]);
    for (const { file: blob } of router.attachments) {
      await must(eve, "attachment.save", { item: router.item, file: blob });
    }
    expect(new TextDecoder().decode(downloaded(dataDir, "plan.txt"))).toBe("a plan");
    const again = await must(eve, "import.preview", file);
    expect(again.items.map(({ state }) => state)).toEqual(again.items.map(() => "same"));
  });
});

/** What a person sees of an item, with its secrets, and all that it was before. */
async function shown(person: Client, title: string): Promise<unknown> {
  const item = await idOf(person, title);
  await must(person, "item.confirm", { item, passphrase });
  const got = await must(person, "item.get", { item });
  const reveal = async (field: string) => (await must(person, "item.reveal", { item, field })).value;
  const { kind, username, tags, urls, expires, askAgain, fields } = got;
  const secrets = [];
  for (const { field } of fields) secrets.push([field, await reveal(field)]);
  const files = got.attachments.map(({ name, size }) => [name, size]);
  return { kind, title: got.title, username, tags, urls, expires, askAgain, fields, secrets, files };
}

describe("making an archive", () => {
  const leftovers = ({ dataDir }: Team) => {
    const saving = join(dataDir, "saving");
    return [...(existsSync(saving) ? readdirSync(saving) : []), ...readdirSync(join(dataDir, "downloads"))].sort();
  };

  it.each<[string, string, Partial<CommandInput<"export.make">>]>([
    ["with another passphrase than the account's", "unlock", { passphrase: "another one altogether" }],
    ["under a weak passphrase", "invalid-input", { archivePassphrase: "password1234" }],
    ["under a short passphrase", "invalid-input", { archivePassphrase: "x7!Kp" }],
    ["under the account's own passphrase", "invalid-input", { archivePassphrase: passphrase }],
    ["of another number of items than was shown", "older-version", { count: 3 }],
    ["of a vault that is none", "not-found", { vaults: ["0".repeat(26)] }],
    ["of no vault", "invalid-input", { vaults: [] }],
  ])("%s is refused, and leaves no file", async (_name, code, rest) => {
    const before = leftovers(from);
    expect(await refusal(from.ada, "export.make", await asked(from, rest))).toBe(code);
    expect(leftovers(from)).toEqual(before);
  });

  it("ends where it is cancelled, and leaves no file", async () => {
    const before = leftovers(from);
    const off = from.ada.on("export.progress", () => void from.ada.call("export.cancel", {}));
    expect(await refusal(from.ada, "export.make", await asked(from))).toBe("cancelled");
    off();
    expect(leftovers(from)).toEqual(before);
    const { events } = await must(from.ada, "activity.list", { limit: 1 });
    expect(events[0]).toMatchObject({ type: "items-exported", failed: { code: "cancelled" } });
  });

  it("takes the chosen vaults alone", async () => {
    const done = await must(from.ada, "export.make", await asked(from, { vaults: [from.vault], count: 7 }));
    expect(done).toMatchObject({ items: 7, vaults: 1 });
  });

  it("asks for the second factor of whoever has one", async () => {
    const [recovery = ""] = await setUpFactor(from.ada);
    await must(from.ada, "account.lock", {});
    await must(from.ada, "account.unlock", { passphrase });
    expect(await refusal(from.ada, "export.make", await asked(from))).toBe("step-up");
    await must(from.ada, "account.stepUp", { code: recovery });
    await must(from.ada, "export.make", await asked(from));
  });

  it("is refused to a member where the team lets admins export", async () => {
    const bob = await joiner(from.ada, "Bob");
    expect(await must(bob, "export.preview", {})).toMatchObject({ policy: "admins", isAllowed: false });
    expect(await refusal(bob, "export.make", await asked(from))).toBe("role");
  });
});
