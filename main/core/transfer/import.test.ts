import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import { call, must } from "../vaults/test-calls.ts";
import { cleanUp, type Person, testTeam } from "../vaults/test-team.ts";
import { emptyXml, testFile } from "./kdbx/test-file.ts";

afterAll(cleanUp);

const alone = () => (testTeam({ ada: "manage" }).people as { ada: Person }).ada;
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../e2e/fixtures/imports/${name}`, import.meta.url)));
const fixturePassphrase = "fixture-pass";

type Entry = { id: number; title: string; password: string; notes?: string; past?: Omit<Entry, "id" | "past">[] };
const uuid = (id: number) => Buffer.from(id.toString(16).padStart(32, "0"), "hex").toString("base64");
function entryXml(entry: Entry): string {
  const string = (name: string, value: string) => `<String><Key>${name}</Key><Value>${value}</Value></String>`;
  const inner = ({ title, password, notes = "" }: Omit<Entry, "id" | "past">) =>
    string("Title", title) + string("Password", password) + string("Notes", notes);
  const past = (entry.past ?? []).map(
    (old, at) =>
      `<Entry><UUID>${uuid(entry.id)}</UUID><Times><LastModificationTime>2025-0${at + 1}-01T00:00:00Z</LastModificationTime></Times>${inner(old)}</Entry>`,
  );
  return `<Entry><UUID>${uuid(entry.id)}</UUID><Times><LastModificationTime>2026-01-01T00:00:00Z</LastModificationTime></Times>${inner(entry)}<History>${past.join("")}</History></Entry>`;
}
const fileOf = (entries: Entry[]) =>
  testFile({ xml: emptyXml.replace("</Group>", `${entries.map(entryXml).join("")}</Group>`) });
const many = (count: number) =>
  fileOf(Array.from({ length: count }, (_, at) => ({ id: at + 1, title: `Item ${at}`, password: `secret ${at}` })));

async function importFile(person: Person, bytes: Uint8Array, passphrase = "pw") {
  const preview = await must(person, "import.preview", { format: "kdbx", bytes, passphrase, target: person.vault });
  return must(person, "import.apply", { preview: preview.preview, target: person.vault });
}
const list = async (person: Person) => (await must(person, "item.list", {})).items;
const only = async (person: Person) => (await list(person))[0]?.item as string;
const reveal = async (person: Person, item: string, field = "password") =>
  (await must(person, "item.reveal", { item, field })).value;

test("a report that does not open is left out, and told of once", async () => {
  const ada = alone();
  await importFile(ada, many(2));
  expect(await must(ada, "import.reports", {})).toHaveLength(1);
  ada.db().exec("UPDATE import_reports SET report = 'another'");
  for (let time = 0; time < 2; time++) expect(await must(ada, "import.reports", {})).toEqual([]);
  expect(ada.events["alert.raised"]).toEqual([{ code: "damaged-database", reason: "reports" }]);
});

describe("the dry run", () => {
  test("says what will happen and writes nothing", async () => {
    const ada = alone();
    const preview = await must(ada, "import.preview", {
      format: "kdbx",
      bytes: fixture("keepassxc-rich.kdbx"),
      passphrase: fixturePassphrase,
      fileName: "rich.kdbx",
    });
    expect(preview).toMatchObject({
      format: "kdbx",
      formatVersion: "KDBX 3.1",
      fileName: "rich.kdbx",
      groups: [
        { name: "Root", count: 1 },
        { name: "Codes", count: 10 },
        { name: "Texts / odd", count: 9 },
      ],
    });
    expect(new Set(preview.items.map(({ state }) => state))).toEqual(new Set(["new"]));
    expect(preview.items.find(({ name }) => name === "Steam")?.notes.map(({ code }) => code)).toEqual(["code-steam"]);
    expect(preview.notTaken.map(({ what }) => what)).toContain("Thrown away");
    expect(await list(ada)).toEqual([]);
    expect(ada.items.drafts.waiting().count).toBe(0);
    expect(JSON.stringify(preview)).not.toContain("pw of");
  });

  test("wrong passphrase, damage, size and an unknown preview are named", async () => {
    const ada = alone();
    const bytes = fixture("keepassxc.kdbx");
    const refused = async (input: Partial<CommandInput<"import.preview">>) => {
      const result = await call(ada, "import.preview", { format: "kdbx", bytes, ...input });
      return result.ok ? "ok" : result.failure.code;
    };
    expect(await refused({ passphrase: "wrong" })).toBe("import");
    expect(await refused({ passphrase: fixturePassphrase, bytes: bytes.subarray(0, 1000) })).toBe("import");
    expect(await refused({ passphrase: fixturePassphrase, bytes: new Uint8Array(100 * 1024 * 1024 + 1) })).toBe(
      "limit",
    );
    const apply = await call(ada, "import.apply", { preview: "0".repeat(26), target: ada.vault });
    expect(apply).toMatchObject({ failure: { code: "not-found" } });
  });
});

describe("applying", () => {
  test("every field of the fixture arrives, on the other computer too; the same file twice adds nothing", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    const bytes = fixture("keepassxc.kdbx");
    const first = await importFile(ada, bytes, fixturePassphrase);
    expect(first).toMatchObject({ added: 5, changed: 0, same: 0 });
    expect(first.notTaken).toEqual([]);
    // One of them waits for its file.
    await ada.sync();
    await bob.sync();
    const aws = (await list(bob)).find(({ title }) => title === "AWS root");
    const seen = await must(bob, "item.get", { item: aws?.item as string });
    expect(seen.fields.map(({ field, type }) => [field, type])).toEqual([
      ["password", "password"],
      ["totp", "totp"],
      ["field:Account ID", "text"],
      ["field:Recovery codes", "hidden"],
      ["notes", "notes"],
    ]);
    expect(seen.sources).toEqual([{ format: "kdbx", id: "1292ad6ca3a74163ade6a09c377934ad" }]);
    expect(seen.imported).toMatchObject([{ field: "password", reveal: "history:0" }]);
    expect(await reveal(bob, seen.item, "history:0")).toBe("older-password-1");
    expect(await reveal(bob, seen.item, "field:Recovery codes")).toBe("aaaa-bbbb\ncccc-dddd");
    const registrar = (await list(bob)).find(({ title }) => title === "Registrar");
    expect((await must(bob, "item.get", { item: registrar?.item as string })).expires).toBe(
      Date.parse("2027-01-31T00:00:00Z"),
    );
    expect(await importFile(ada, bytes, fixturePassphrase)).toMatchObject({ added: 0, changed: 0, same: 5 });
    expect((await list(ada)).length).toBe(5);
  });

  test("each group goes to its vault; a group without one is said; a vault that may not be written to stops all", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    const bytes = fixture("keepassxc.kdbx");
    const input = { format: "kdbx" as const, bytes, passphrase: fixturePassphrase };
    const { preview } = await must(ada, "import.preview", input);
    const report = await must(ada, "import.apply", { preview, targets: { Marketing: ada.vault, Root: ada.vault } });
    expect(report).toMatchObject({ added: 3 });
    expect(report.notTaken.filter(({ why }) => why.code === "no-target")).toHaveLength(2);
    const bobs = await must(bob, "import.preview", input);
    const refused = await call(bob, "import.apply", { preview: bobs.preview, target: bob.vault });
    expect(refused).toMatchObject({ failure: { code: "role" } });
  });

  test("only chosen items are taken, and the report counts the others; a place that is not there is refused", async () => {
    const ada = alone();
    const { preview } = await must(ada, "import.preview", { format: "kdbx", bytes: many(5), passphrase: "pw" });
    const wrong = await call(ada, "import.apply", { preview, target: ada.vault, items: [1, 5] });
    expect(wrong).toMatchObject({ failure: { code: "invalid-input", detail: { field: "items" } } });
    const report = await must(ada, "import.apply", { preview, target: ada.vault, items: [1, 3] });
    expect(report).toMatchObject({
      added: 2,
      notTaken: [{ what: "", why: { code: "left-out", params: { count: 3 } } }],
    });
    expect((await list(ada)).map(({ title }) => title)).toEqual(["Item 1", "Item 3"]);
  });

  test("what is said of items that were taken is in the report, with the field's name, and stays in it", async () => {
    const ada = alone();
    const report = await importFile(ada, fileOf([{ id: 1, title: "Long", password: "pw", notes: "n".repeat(70_000) }]));
    const remarks = [{ what: "Long", why: { code: "notes-moved", params: { field: "Notes" } } }];
    expect(report).toMatchObject({ added: 1, remarks });
    expect(await must(ada.restart(), "import.reports", {})).toMatchObject([{ added: 1, remarks }]);
  });

  test("what is said of an item is said again where it is here already, in the dry run and in the report", async () => {
    const ada = alone();
    const file = fileOf([{ id: 1, title: "Long", password: "pw", notes: "n".repeat(70_000) }]);
    await importFile(ada, file);
    const why = { code: "notes-moved", params: { field: "Notes" } };
    const preview = await must(ada, "import.preview", { format: "kdbx", bytes: file, passphrase: "pw" });
    expect(preview.items).toMatchObject([{ state: "same", notes: [why] }]);
    const report = await importFile(ada, file);
    expect(report).toMatchObject({ added: 0, changed: 0, same: 1, remarks: [{ what: "Long", why }] });
  });

  test("a report is durable with each batch: killed in between, what was done and said is told", async () => {
    const ada = alone();
    await importFile(ada, fileOf([{ id: 1, title: "Mine", password: "one" }]));
    const item = await only(ada);
    await must(ada, "item.save", { vault: ada.vault, item, changes: { password: "ours" } });
    const entries = Array.from({ length: 300 }, (_, at) => ({ id: at + 1, title: `Item ${at}`, password: "theirs" }));
    const bytes = fileOf([{ id: 1, title: "Mine", password: "theirs" }, ...entries.slice(1)]);
    const { preview } = await must(ada, "import.preview", { format: "kdbx", bytes, passphrase: "pw" });
    const applying = call(ada, "import.apply", { preview, target: ada.vault }).catch(() => undefined);
    while (ada.events["import.progress"].length < 2) await new Promise((resolve) => setTimeout(resolve, 0));
    const [report, ...older] = await must(ada.restart(), "import.reports", {});
    await applying;
    expect(older).toHaveLength(1);
    expect(report).toMatchObject({ added: 255, changed: 1, same: 0 });
    expect(report?.remarks).toEqual([{ what: "Mine", why: { code: "values-aside", params: { names: "password" } } }]);
    expect(report?.notTaken).toEqual([{ what: "", why: { code: "broken-off", params: { count: 44 } } }]);
  });

  test("a new vault is not made for a group without anything new in it", async () => {
    const ada = alone();
    await importFile(ada, many(2));
    const { preview, items } = await must(ada, "import.preview", { format: "kdbx", bytes: many(2), passphrase: "pw" });
    expect(items).toMatchObject([
      { state: "same", vault: ada.vault },
      { state: "same", vault: ada.vault },
    ]);
    const report = await must(ada, "import.apply", { preview, targets: { Root: { newVault: "Root" } } });
    expect(report).toMatchObject({ added: 0, changed: 0, same: 2, notTaken: [] });
  });

  test("a dry run is over after half an hour, also where the computer slept and no timer rang", async () => {
    const ada = alone();
    const file = { format: "kdbx", bytes: many(1), passphrase: "pw" } as const;
    const { preview } = await must(ada, "import.preview", file);
    ada.now += 30 * 60_000 - 1;
    expect(await call(ada, "import.apply", { preview, target: ada.vault, items: [9] })).toMatchObject({
      failure: { code: "invalid-input" },
    });
    ada.now += 1;
    expect(await call(ada, "import.apply", { preview, target: ada.vault })).toMatchObject({
      failure: { code: "not-found", detail: { field: "preview" } },
    });
    expect(await list(ada)).toEqual([]);
  });

  test("progress is announced, reports are kept sealed, newest first", async () => {
    const ada = alone();
    await importFile(ada, many(600));
    const progress = ada.events["import.progress"];
    expect(progress.map(({ done }) => done)).toEqual([256, 512, 600]);
    ada.pass(1000);
    await importFile(ada, many(2));
    const reports = await must(ada.restart(), "import.reports", {});
    expect(reports.map(({ added, same }) => [added, same])).toEqual([
      [0, 2],
      [600, 0],
    ]);
    expect(reports[0]).toMatchObject({ format: "KDBX 4.1", notTaken: [] });
  });

  test("offline it is durable at once and goes out later", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
    ada.online = false;
    expect(await importFile(ada, many(700))).toMatchObject({ added: 700 });
    const again = ada.restart();
    again.online = true;
    expect(await importFile(again, many(700))).toMatchObject({ added: 0, same: 700 });
    expect((await again.sync()).ok).toBe(true);
    expect(again.items.drafts.waiting().count).toBe(0);
    await bob.sync();
    expect((await list(bob)).length).toBe(700);
  });

  test("cancel between two batches keeps what was done; the same file then brings the rest", async () => {
    const ada = alone();
    const { preview } = await must(ada, "import.preview", { format: "kdbx", bytes: many(900), passphrase: "pw" });
    const applying = call(ada, "import.apply", { preview, target: ada.vault });
    while (ada.events["import.progress"].length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await must(ada, "import.cancel", { preview });
    expect(await applying).toMatchObject({ failure: { code: "cancelled" } });
    const before = (await list(ada)).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(900);
    const [report] = await must(ada, "import.reports", {});
    expect(report?.notTaken.at(-1)?.why).toEqual({ code: "cancelled", params: { count: 900 - before } });
    expect(await importFile(ada, many(900))).toMatchObject({ added: 900 - before, same: before });
  });

  test("stopped dead at any step, then the same file again: exactly the same items, none twice", async () => {
    for (const step of [0, 1, 2, 3]) {
      const { holder, people } = testTeam({ ada: "manage", bob: "use" });
      const { ada, bob } = people as Record<"ada" | "bob", Person>;
      const { preview } = await must(ada, "import.preview", { format: "kdbx", bytes: many(1000), passphrase: "pw" });
      // The answer to one push is lost too: what the server took must not come twice.
      holder.loseNextAnswer = step === 2;
      const applying = call(ada, "import.apply", { preview, target: ada.vault }).catch(() => undefined);
      while (ada.events["import.progress"].length < step) await new Promise((resolve) => setTimeout(resolve, 0));
      const again = ada.restart();
      await applying;
      await again.sync();
      const report = await importFile(again, many(1000));
      expect(report.added + report.same).toBe(1000);
      expect((await again.sync()).ok).toBe(true);
      await bob.sync();
      for (const person of [again, bob]) {
        const titles = (await list(person)).map(({ title }) => title);
        expect([titles.length, new Set(titles).size]).toEqual([1000, 1000]);
      }
    }
  }, 60_000);
});

describe("the same file, changed since", () => {
  const first: Entry = { id: 1, title: "A", password: "one", notes: "n" };
  const second: Entry = { ...first, password: "two", past: [first] };

  test("what only the file changed is taken; a second change of it too", async () => {
    const ada = alone();
    await importFile(ada, fileOf([first]));
    const preview = await must(ada, "import.preview", { format: "kdbx", bytes: fileOf([second]), passphrase: "pw" });
    expect(preview.items).toMatchObject([{ state: "changed" }]);
    expect(await importFile(ada, fileOf([second]))).toMatchObject({ added: 0, changed: 1 });
    const item = await only(ada);
    expect(await reveal(ada, item)).toBe("two");
    const third: Entry = { ...first, password: "three", past: [first, { ...first, password: "two" }] };
    expect(await importFile(ada, fileOf([third]))).toMatchObject({ changed: 1 });
    expect(await reveal(ada, item)).toBe("three");
    expect((await must(ada, "item.get", { item })).conflicts).toBe(0);
    expect(await importFile(ada, fileOf([third]))).toMatchObject({ changed: 0, same: 1 });
  });

  test("what only we changed stays", async () => {
    const ada = alone();
    await importFile(ada, fileOf([first]));
    const item = await only(ada);
    await must(ada, "item.save", { vault: ada.vault, item, changes: { password: "ours" } });
    expect(await importFile(ada, fileOf([first]))).toMatchObject({ changed: 0, same: 1 });
    expect(await reveal(ada, item)).toBe("ours");
  });

  test("where both changed ours stays and theirs is in the history, once", async () => {
    const ada = alone();
    await importFile(ada, fileOf([first]));
    const item = await only(ada);
    await must(ada, "item.save", { vault: ada.vault, item, changes: { password: "ours" } });
    const theirs: Entry = { ...first, password: "theirs", notes: "their note" };
    expect(await importFile(ada, fileOf([theirs]))).toMatchObject({ changed: 1 });
    const seen = await must(ada, "item.get", { item });
    expect(await reveal(ada, item)).toBe("ours");
    expect(await reveal(ada, item, "notes")).toBe("their note");
    const kept = await Promise.all(
      seen.imported.map(async ({ field, reveal: name }) => [field, await reveal(ada, item, name)]),
    );
    expect(kept).toContainEqual(["password", "theirs"]);
    expect(await importFile(ada, fileOf([theirs]))).toMatchObject({ changed: 0, same: 1 });
  });

  test("a deleted item comes again as a new one; a foreign id changes nothing of ours", async () => {
    const ada = alone();
    await importFile(ada, fileOf([first]));
    const item = await only(ada);
    await must(ada, "item.delete", { item });
    expect(await importFile(ada, fileOf([first]))).toMatchObject({ added: 1 });
    expect(await only(ada)).not.toBe(item);
    const mine = await must(ada, "item.save", { vault: ada.vault, changes: { title: "Mine", password: "mine" } });
    const smuggled = Buffer.from(mine.item).toString("hex").slice(0, 32);
    await importFile(ada, fileOf([{ id: Number.parseInt(smuggled.slice(0, 8), 16), title: "Mine", password: "evil" }]));
    expect(await reveal(ada, mine.item)).toBe("mine");
  });
});

// Its id follows from its text: somebody else can give it to an item of theirs. e2e/import.spec.ts shows vaults of one's own.
test("a login of a table is not found again in a vault that somebody else reads", async () => {
  const ada = testTeam({ ada: "manage", bob: "use" }).people.ada as Person;
  const bytes = new TextEncoder().encode("name,url,username,password\nGitHub,https://github.com/,ada,one\n");
  const { preview } = await must(ada, "import.preview", { format: "csv", bytes, target: ada.vault });
  await must(ada, "import.apply", { preview, target: ada.vault });
  const again = await must(ada, "import.preview", { format: "csv", bytes });
  expect(again.items.map(({ state }) => state)).toEqual(["new"]);
});

test("a table with fewer columns takes nothing of an item away; what it replaces is said before and after", async () => {
  const ada = alone();
  const lastPass =
    "url,username,password,totp,extra,name,grouping,fav\nhttps://x.test,ada,one,JBSWY3DPEHPK3PXP,a note,X,,0\n";
  const chrome = (password: string) => `name,url,username,password\nX,https://x.test,ada,${password}\n`;
  const look = (table: string) =>
    must(ada, "import.preview", { format: "csv", bytes: new TextEncoder().encode(table), target: ada.vault });
  const first = await look(lastPass);
  await must(ada, "import.apply", { preview: first.preview, target: ada.vault });
  const item = await only(ada);
  const fieldsOf = async () => (await must(ada, "item.get", { item })).fields.map(({ field }) => field);
  expect((await look(chrome("one"))).items).toMatchObject([{ state: "same" }]);
  const changed = await look(chrome("two"));
  const says = { code: "values-replaced", params: { names: "password" } };
  expect(changed.items).toMatchObject([{ state: "changed", notes: [says] }]);
  const report = await must(ada, "import.apply", { preview: changed.preview, target: ada.vault });
  expect(report).toMatchObject({ changed: 1, remarks: [{ what: "X", why: says }] });
  expect([await reveal(ada, item), await reveal(ada, item, "notes")]).toEqual(["two", "a note"]);
  expect(await fieldsOf()).toEqual(["password", "totp", "notes"]);
  // The first program again: the password that it still has is an older one of ours.
  expect((await look(lastPass)).items).toMatchObject([{ state: "same" }]);
});
