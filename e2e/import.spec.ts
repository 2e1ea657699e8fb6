/** A KeePass file of a thousand entries, on one computer, the real server and another computer; and edits that meet. */
import { describe, expect, it } from "vitest";
import { type Client, startServer } from "./drive.ts";
import { readFixture } from "./fixtures.ts";
import { contents } from "./kit/contents.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { founder, joiner, must, readyVault, refusal, server, userOf } from "./kit/team.ts";

async function shared() {
  const serverDir = scratchDir();
  const running = await server({ dataDir: serverDir });
  const ada = await founder(running);
  const bob = await joiner(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Imported" });
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  await readyVault(bob, vault);
  const restart = async () => {
    const again = await startServer({ dataDir: serverDir });
    atEnd(() => again.close());
  };
  return { running, ada, bob, vault, restart };
}

/** Syncs until nothing of this person waits any more. */
async function settle(person: Client): Promise<void> {
  await eventually(
    () => must(person, "sync.now", {}),
    ({ state, pending }) => state === "ok" && pending === 0,
    10_000,
  );
}

async function importInto(person: Client, vault: string, bytes: Uint8Array) {
  const { preview } = await must(person, "import.preview", {
    format: "kdbx",
    bytes,
    passphrase: kdbxPassphrase,
    target: vault,
  });
  return must(person, "import.apply", { preview, target: vault });
}

describe("import", () => {
  it("brings a thousand items to the other computer, equal, and the same file again adds nothing", async () => {
    const { ada, bob, vault } = await shared();
    const progress: number[] = [];
    ada.on("import.progress", ({ done }) => progress.push(done));
    const bytes = kdbxOf(1000);
    expect(await importInto(ada, vault, bytes)).toMatchObject({ added: 1000, changed: 0, same: 0, notTaken: [] });
    expect(progress.at(-1)).toBe(1000);
    await eventually(
      () => must(bob, "item.list", { vault, limit: 1 }),
      ({ total }) => total === 1000,
      20_000,
    );
    const [mine, theirs] = [await contents(ada, vault), await contents(bob, vault)];
    expect(mine).toHaveLength(1000);
    expect(theirs).toEqual(mine);
    expect(await importInto(bob, vault, bytes)).toMatchObject({ added: 0, changed: 0, same: 1000 });
    expect(await must(ada, "import.reports", {})).toMatchObject([{ added: 1000, format: "KDBX 4.1" }]);
  });

  it("works offline, and what was imported goes out on return", async () => {
    const { running, ada, bob, vault, restart } = await shared();
    await running.close();
    // The first act after the loss finds out; the import then does not wait for anybody.
    await must(ada, "sync.now", {});
    expect(await importInto(ada, vault, kdbxOf(50))).toMatchObject({ added: 50 });
    const { items } = await must(ada, "item.list", { vault });
    expect(items.every(({ draft, version }) => draft && version === null)).toBe(true);
    expect((await must(ada, "sync.status", {})).pending).toBe(50);
    await restart();
    await settle(ada);
    await settle(bob);
    expect(await contents(bob, vault)).toEqual(await contents(ada, vault));
    expect((await must(bob, "item.list", { vault })).total).toBe(50);
  });

  it("makes a vault for each group, once, also where the first run was refused half-way; items that are here stay", async () => {
    const { running, ada, restart } = await shared();
    const bytes = readFixture("imports/keepassxc.kdbx");
    const read = async () => {
      const file = { format: "kdbx" as const, bytes, passphrase: "fixture-pass", fileName: "team.kdbx" };
      return must(ada, "import.preview", file);
    };
    const titles = async () => (await must(ada, "vault.list", {})).map(({ title }) => title).toSorted();
    const before = await titles();
    const { preview, groups } = await read();
    const targets = {
      ...Object.fromEntries(groups.map(({ name }) => [name, { newVault: `New ${name}` }])),
      Root: null,
    };
    await running.close();
    await must(ada, "sync.now", {});
    // A vault can only be made with the server: nothing is taken, and the same dry run goes on later.
    expect(await refusal(ada, "import.apply", { preview, targets })).toBe("offline");
    expect((await must(ada, "item.list", {})).total).toBe(0);
    await restart();
    await settle(ada);
    expect(await must(ada, "import.apply", { preview, targets })).toMatchObject({ added: 4, changed: 0, same: 0 });
    await settle(ada);
    const made = ["New Infrastructure", "New Infrastructure/DNS", "New Marketing"];
    expect(await titles()).toEqual([...before, ...made].toSorted());
    const again = await read();
    expect(again.items.map(({ state }) => state)).toEqual(["new", "same", "same", "same", "same"]);
    const report = await must(ada, "import.apply", { preview: again.preview, targets });
    expect(report).toMatchObject({ added: 0, same: 4 });
    expect(await titles()).toEqual([...before, ...made].toSorted());
  });

  it("brings a table into a new vault for each of its groups, and the same table with another password changes one item", async () => {
    const { ada } = await shared();
    const table = (password: string) =>
      new Uint8Array(
        Buffer.from(
          `Abteilung;Titel;Webseite;Benutzername;Kennwort;PUK\r\nIT;Router;https://r.test;admin;${password};1\r\nIT;Wiki;;bob;"a;b";\r\nVertrieb;CRM;https://c.test;eva;=1+1;\r\n;;;;;zu;viel\r\n`,
        ),
      );
    const read = (password: string) =>
      must(ada, "import.preview", { format: "csv", bytes: table(password), fileName: "logins.csv" });
    expect(await must(ada, "import.table", { bytes: table("x") })).toMatchObject({
      ...{ rows: 4, hasHeader: true, encoding: "UTF-8" },
      columns: ["group", "title", "url", "username", "password", "hidden"].map((field) => ({ field })),
    });
    const { preview, groups, notTaken } = await read("one");
    expect(groups).toEqual([
      { name: "IT", count: 2 },
      { name: "Vertrieb", count: 1 },
    ]);
    expect(notTaken).toEqual([{ what: "", why: { code: "row-columns", params: { count: 5 } } }]);
    const targets = { IT: { newVault: "IT" }, Vertrieb: { newVault: "Sales" } };
    expect(await must(ada, "import.apply", { preview, targets })).toMatchObject({ added: 3 });
    await settle(ada);
    const vaults = await must(ada, "vault.list", {});
    const sales = vaults.find(({ title }) => title === "Sales")?.vault as string;
    const { items } = await must(ada, "item.list", { vault: sales });
    expect(items).toMatchObject([{ title: "CRM", username: "eva" }]);
    const item = items[0]?.item as string;
    expect(await must(ada, "item.reveal", { item, field: "password" })).toEqual({ value: "=1+1" });
    const again = await read("two");
    expect(again.items.map(({ state }) => state)).toEqual(["changed", "same", "same"]);
    const report = await must(ada, "import.apply", { preview: again.preview, targets, items: [0, 1] });
    expect(report).toMatchObject({ added: 0, changed: 1, same: 1 });
    expect(await must(ada, "vault.list", {})).toHaveLength(vaults.length);
  });

  it("names what is wrong with a file or a vault, and takes nothing", async () => {
    const { ada, bob, vault } = await shared();
    const bytes = readFixture("imports/keepassxc.kdbx");
    const preview = { format: "kdbx" as const, bytes };
    expect(await refusal(ada, "import.preview", { ...preview, passphrase: "not this one" })).toBe("import");
    expect(await refusal(ada, "import.preview", preview)).toBe("import");
    expect(
      await refusal(ada, "import.preview", { ...preview, bytes: bytes.subarray(0, 900), passphrase: "x" }),
    ).not.toBe("bug");
    expect(await refusal(ada, "import.preview", { ...preview, bytes: new Uint8Array(10), passphrase: "x" })).toBe(
      "import",
    );
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
    const made = await must(bob, "import.preview", { ...preview, passphrase: "fixture-pass" });
    await eventually(
      () => must(bob, "vault.list", {}),
      (vaults) => vaults.some((one) => one.vault === vault && one.permission === "use"),
    );
    expect(await refusal(bob, "import.apply", { preview: made.preview, target: vault })).toBe("role");
    expect((await must(ada, "item.list", { vault })).total).toBe(0);
  });
});

describe("edits that meet", () => {
  it("an edit over a deletion brings the item back as a conflict; a deletion over an edit does nothing", async () => {
    const { running, ada, bob, vault, restart } = await shared();
    const make = async (title: string) =>
      (await must(ada, "item.save", { vault, changes: { title, password: "first" } })).item;
    const [one, two] = [await make("Deleted by Ada"), await make("Deleted by Bob")];
    await eventually(
      () => must(bob, "item.list", { vault }),
      ({ total }) => total === 2,
    );
    await running.close();
    await must(ada, "item.delete", { item: one });
    await must(ada, "item.save", { vault, item: two, changes: { password: "Ada's" } });
    await must(bob, "item.save", { vault, item: one, changes: { password: "Bob's" } });
    await must(bob, "item.delete", { item: two });
    expect((await must(ada, "item.list", { vault })).items.map(({ item }) => item)).toEqual([two]);
    expect((await must(bob, "item.list", { vault })).items.map(({ item }) => item)).toEqual([one]);
    await restart();
    // Ada's go first; Bob then meets them.
    for (const person of [ada, bob, ada]) await settle(person);
    for (const person of [ada, bob]) {
      const row = await eventually(
        () => must(person, "item.get", { item: one }),
        ({ version, draft }) => version === 3 && !draft,
      );
      expect(row.conflictList).toMatchObject([{ field: "deleted", user: await userOf(ada) }]);
      expect((await must(person, "item.reveal", { item: one, field: "password" })).value).toBe("Bob's");
      expect((await must(person, "item.reveal", { item: two, field: "password" })).value).toBe("Ada's");
      expect((await must(person, "item.list", { vault })).total).toBe(2);
    }
  });
});
