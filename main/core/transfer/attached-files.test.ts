/** Attached files of a KDBX become files of the items: whole, bounded, found again by the next import, and named where not. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { BlobId, ItemId } from "../../../shared/encoding/ids.ts";
import { must } from "../../../shared/testing/team.ts";
import { cleanUp, type Holder, type Person, testTeam } from "../vaults/test-team.ts";
import { entryXml, testFile } from "./kdbx/test-file.ts";
import { readKdbx } from "./keepass/read-kdbx.ts";

afterEach(cleanUp);

const MiB = 1024 * 1024;
const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : new TextDecoder().decode(bytes));

/** A file of version 3's way: contents in the XML's own list, which version 4 readers know too. */
function fileOf(contents: Uint8Array[], entry: string, attributes = ""): Uint8Array {
  const list = contents.map(
    (bytes, at) => `<Binary ID="${at}"${attributes}>${Buffer.from(bytes).toString("base64")}</Binary>`,
  );
  return testFile({ xml: entryXml(entry).replace("<Meta/>", `<Meta><Binaries>${list.join("")}</Binaries></Meta>`) });
}
const attached = (name: string, ref: number) => `<Binary><Key>${name}</Key><Value Ref="${ref}"/></Binary>`;
const read = async (bytes: Uint8Array) => must(await readKdbx(bytes, { password: "pw", keyFile: null }));

async function importInto(person: Person, bytes: Uint8Array, passphrase = "pw") {
  const { handlers } = person.items;
  const { preview, items } = must(await handlers["import.preview"]({ format: "kdbx", bytes, passphrase }));
  const report = must(await handlers["import.apply"]({ preview, target: person.vault } as never));
  await person.sync();
  return {
    report,
    notes: items.flatMap((row) => row.notes),
    brings: items.map((row) => row.brings.files),
    bytes: items.map((row) => row.fileBytes),
  };
}

async function filesOf(person: Person, title: string) {
  const { items } = must(await person.items.handlers["item.list"]({}));
  const item = items.find((row) => row.title === title)?.item as ItemId;
  return { item, files: must(await person.items.handlers["item.get"]({ item })).attachments };
}

async function savedBy(person: Person, title: string): Promise<Record<string, string | null>> {
  const { item, files } = await filesOf(person, title);
  const saved: Record<string, string | null> = {};
  for (const { file, name } of files) {
    must(await person.items.handlers["attachment.save"]({ item, file: file as BlobId }));
    saved[name] = text(person.saved.get(name));
  }
  return saved;
}

function flip({ files }: Holder): void {
  for (const [part] of files.values()) if (part !== undefined) part[40] = (part[40] ?? 0) ^ 1;
}

const people = () => testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;

describe("attached files", () => {
  it("arrive with their items, for colleagues too; the same file again adds nothing", async () => {
    const { ada, bob } = people();
    const bytes = fileOf([Buffer.from("first"), Buffer.from("second")], attached("a.txt", 0) + attached("b.txt", 1));
    const { report, brings } = await importInto(ada, bytes);
    expect(report).toMatchObject({ added: 1, remarks: [], notTaken: [] });
    expect(brings).toEqual([2]);
    await bob.sync();
    expect(await savedBy(bob, "One")).toEqual({ "a.txt": "first", "b.txt": "second" });
    expect((await importInto(ada, bytes)).report).toMatchObject({ added: 0, changed: 0, same: 1 });
    expect(ada.items.drafts.waiting().count).toBe(0);
  });

  it("that an earlier import did not bring are added by the next one; what was removed here stays away", async () => {
    const { ada } = people();
    await importInto(ada, testFile({ xml: entryXml("") }));
    const bytes = fileOf([Buffer.from("first"), Buffer.from("second")], attached("a.txt", 0) + attached("b.txt", 1));
    expect((await importInto(ada, bytes)).report).toMatchObject({ added: 0, changed: 1 });
    const { item, files } = await filesOf(ada, "One");
    expect(files).toHaveLength(2);
    must(await ada.items.handlers["attachment.remove"]({ item, file: files[0]?.file as BlobId }));
    expect((await importInto(ada, bytes)).report).toMatchObject({ changed: 0, same: 1 });
    expect((await filesOf(ada, "One")).files).toHaveLength(1);
  });

  it("of equal name and size are compared by content, from here or fetched; another content comes beside", async () => {
    const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
    const withContent = (...contents: string[]) =>
      fileOf(
        contents.map((content) => Buffer.from(content)),
        contents.map((_, at) => attached("plan.txt", at)).join(""),
      );
    await importInto(ada, withContent("monday"));
    await bob.sync();
    for (const person of [ada, bob])
      expect((await importInto(person, withContent("monday"))).report).toMatchObject({ same: 1, remarks: [] });
    const beside = { code: "attachment-beside", params: { name: "plan.txt" } };
    const { report, notes, bytes } = await importInto(bob, withContent("friday"));
    expect(report).toMatchObject({ changed: 1, remarks: [{ what: "One", why: beside }] });
    expect([notes, bytes]).toEqual([[beside], [6]]);
    await ada.sync();
    const { item, files } = await filesOf(ada, "One");
    const contents = [];
    for (const { file } of files) {
      must(await ada.items.handlers["attachment.save"]({ item, file: file as BlobId }));
      contents.push(text(ada.saved.get("plan.txt")));
    }
    expect(contents).toEqual(["monday", "friday"]);
    for (const kept of [withContent("monday"), withContent("friday"), withContent("friday", "monday")])
      expect((await importInto(ada, kept)).report).toMatchObject({ same: 1, remarks: [] });
    // Removed here, the older content stays away; a third one is another.
    must(await ada.items.handlers["attachment.remove"]({ item, file: files[0]?.file as BlobId }));
    expect((await importInto(ada, withContent("monday"))).report).toMatchObject({ changed: 0, same: 1 });
    expect((await importInto(ada, withContent("sunday"))).report).toMatchObject({ changed: 1 });
  });

  const turnings: [string, (bob: Person, holder: Holder) => void][] = [
    [
      "offline",
      (bob) => {
        bob.online = !bob.online;
      },
    ],
    ["damaged on the server", (_, holder) => flip(holder)],
  ];
  it.each(turnings)("that cannot be compared (%s) are said, and found to differ once they can be", async (_, turn) => {
    const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
    const { ada, bob } = people as Record<"ada" | "bob", Person>;
    const withContent = (content: string) => fileOf([Buffer.from(content)], attached("plan.txt", 0));
    await importInto(ada, withContent("monday"));
    await bob.sync();
    turn(bob, holder);
    const said = { code: "attachment-uncompared", params: { name: "plan.txt" } };
    for (const content of ["monday", "friday"]) {
      const { report, notes } = await importInto(bob, withContent(content));
      expect(report).toMatchObject({ added: 0, changed: 0, same: 1, remarks: [{ what: "One", why: said }] });
      expect(notes).toEqual([said]);
    }
    turn(bob, holder);
    expect((await importInto(bob, withContent("monday"))).report).toMatchObject({ same: 1, remarks: [] });
    expect((await importInto(bob, withContent("friday"))).report).toMatchObject({ changed: 1 });
  });

  it("of both fixtures are read whole: KDBX 4, and KDBX 3 with contents that are compressed by themselves", async () => {
    for (const name of ["keepassxc.kdbx", "keepassxc-rich.kdbx"]) {
      const bytes = new Uint8Array(readFileSync(new URL(`../../../e2e/fixtures/imports/${name}`, import.meta.url)));
      const file = must(await readKdbx(bytes, { password: "fixture-pass", keyFile: null }));
      const found = file.items.flatMap(({ files }) => files);
      expect(found.map(({ bytes }) => bytes.length > 0)).toEqual([true]);
    }
  });

  it("that are equal lie in memory once, wherever they are named", async () => {
    const twice = attached("a.txt", 0) + attached("b.txt", 1);
    const [item] = (await read(fileOf([Buffer.from("same"), Buffer.from("same")], twice))).items;
    expect(item?.files.map(({ name }) => name)).toEqual(["a.txt", "b.txt"]);
    expect(item?.files[0]?.bytes).toBe(item?.files[1]?.bytes);
  });

  it("that stand in their entry itself are read, protected or not", async () => {
    const inline = `<Binary><Key>a.txt</Key><Value>${Buffer.from("inline").toString("base64")}</Value></Binary>`;
    const [item] = (await read(testFile({ xml: entryXml(inline) }))).items;
    expect(item?.files.map(({ bytes }) => text(bytes))).toEqual(["inline"]);
  });

  it("that are too large, unpack to too much, or are no base64 cost that file with a remark", async () => {
    const left = [{ code: "attachment", params: { name: "a.bin" } }];
    const large = fileOf([new Uint8Array(25 * MiB + 1)], attached("a.bin", 0));
    expect((await read(large)).items).toMatchObject([{ files: [], remarks: left }]);
    const bomb = fileOf([gzipSync(new Uint8Array(26 * MiB))], attached("a.bin", 0), ' Compressed="True"');
    expect((await read(bomb)).items).toMatchObject([{ files: [], remarks: left }]);
    const noBase64 = testFile({ xml: entryXml("<Binary><Key>a.bin</Key><Value>%%%%</Value></Binary>") });
    expect((await read(noBase64)).items).toMatchObject([{ files: [], remarks: left }]);
    const nowhere = testFile({ xml: entryXml(attached("a.bin", 7)) });
    expect((await read(nowhere)).items).toMatchObject([{ files: [], remarks: left }]);
  });

  it("of earlier versions alone are named in the report", async () => {
    const past = `<History><Entry><UUID>gmnh5kdTSn6ADPPzCN7rIg==</UUID>${attached("old.txt", 1)}${attached("a.txt", 0)}</Entry></History>`;
    const file = fileOf([Buffer.from("first"), Buffer.from("old")], attached("a.txt", 0) + past);
    const [item] = (await read(file)).items;
    expect(item?.files.map(({ name }) => name)).toEqual(["a.txt"]);
    expect(item?.remarks).toEqual([{ code: "attachment-older", params: { name: "old.txt" } }]);
  });

  it("more than an item holds are counted in the report", async () => {
    const { ada } = people();
    const names = Array.from({ length: 53 }, (_, at) => attached(`${at}.txt`, 0));
    const { report } = await importInto(ada, fileOf([Buffer.from("same")], names.join("")));
    expect(report.remarks).toEqual([{ what: "One", why: { code: "attachments-many", params: { count: 3 } } }]);
    expect((await filesOf(ada, "One")).files).toHaveLength(50);
  });

  it("that have no place beside the item's values are said each time, and change nothing", async () => {
    const { ada } = people();
    const names = Array.from({ length: 50 }, (_, at) => attached(`${at}.txt`, 0)).join("");
    const older = Array.from(
      { length: 49 },
      (_, at) =>
        `<Entry><UUID>gmnh5kdTSn6ADPPzCN7rIg==</UUID><String><Key>Notes</Key><Value>${at}${"n".repeat(5100)}</Value></String></Entry>`,
    );
    const bytes = fileOf([Buffer.from("same")], `${names}<History>${older.join("")}</History>`);
    const space = { what: "One", why: { code: "attachments-space", params: { count: 50 } } };
    for (const counts of [{ added: 1 }, { changed: 0, same: 1 }]) {
      const { report } = await importInto(ada, bytes);
      expect(report).toMatchObject(counts);
      expect(report.remarks).toContainEqual(space);
    }
    expect((await filesOf(ada, "One")).files).toEqual([]);
    expect(ada.db().prepare("SELECT count(*) AS files FROM attachment_files").get()).toEqual({ files: 0 });
  });

  it("for which the disk has no space refuse the import by name, and leave no half files", async () => {
    const { ada } = people();
    const bytes = fileOf([new Uint8Array(3 * MiB).fill(7)], attached("a.bin", 0));
    const pages = ada.db().pragma("page_count", { simple: true }) as number;
    ada.db().pragma(`max_page_count = ${pages + 8}`);
    const { handlers } = ada.items;
    const { preview } = must(await handlers["import.preview"]({ format: "kdbx", bytes, passphrase: "pw" }));
    const applied = await handlers["import.apply"]({ preview, target: ada.vault } as never).catch((error) => error);
    expect(applied).not.toMatchObject({ ok: true });
    ada.db().pragma("max_page_count = 1073741823");
    expect(ada.db().prepare("SELECT count(*) AS files FROM attachment_files").get()).toEqual({ files: 0 });
  });
});

const command = "/usr/bin/keepassxc-cli";
it.skipIf(!existsSync(command))(
  "that KeePassXC attached arrive byte by byte",
  async () => {
    const { ada } = people();
    const folder = mkdtempSync(join(tmpdir(), "latchkey-attached-"));
    const [database, plan] = [join(folder, "made.kdbx"), join(folder, "plan.bin")];
    const bytes = Buffer.alloc(300_000, "not the same in every place ");
    writeFileSync(plan, bytes);
    const run = (input: string, ...args: string[]) => execFileSync(command, args, { input, stdio: "pipe" });
    run("pw\npw\n", "db-create", "-q", "-p", "-t", "100", database);
    run("pw\n", "add", "-q", "-u", "root", database, "Router");
    run("pw\n", "attachment-import", "-q", database, "Router", "plan.bin", plan);
    const made = new Uint8Array(readFileSync(database));
    rmSync(folder, { recursive: true });
    await importInto(ada, made);
    await savedBy(ada, "Router");
    expect(Buffer.from(ada.saved.get("plan.bin") as Uint8Array).equals(bytes)).toBe(true);
  },
  30_000,
);
