import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { importRemark } from "../../../../shared/model/import-remarks.ts";
import { codeAt } from "../../secondfactor/code.ts";
import type { ImportedFile } from "../imported/imported-item.ts";
import { entryXml, testFile } from "../kdbx/test-file.ts";
import { readKdbx } from "./read-kdbx.ts";

const fixtureUrl = (name: string) => new URL(`../../../../e2e/fixtures/imports/${name}`, import.meta.url);
async function read(name: string): Promise<ImportedFile> {
  const file = await readKdbx(new Uint8Array(readFileSync(fixtureUrl(name))), {
    password: "fixture-pass",
    keyFile: null,
  });
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  return file.value;
}
const rich = await read("keepassxc-rich.kdbx");
const titled = (title: string) => rich.items.find((item) => item.title === title);
const text = (bytes: Uint8Array | null | undefined) => (bytes ? new TextDecoder().decode(bytes) : null);

describe("the given fixture", () => {
  test("every field of the table in its README arrives", async () => {
    const file = await read("keepassxc.kdbx");
    expect(file.groups).toEqual([
      { name: "Root", count: 1 },
      { name: "Marketing", count: 2 },
      { name: "Infrastructure", count: 1 },
      { name: "Infrastructure/DNS", count: 1 },
    ]);
    const [wifi, mail, x, aws, dns] = file.items;
    expect([wifi?.title, text(wifi?.password), wifi?.username]).toEqual(["Office Wi-Fi", "guest-2026", null]);
    expect(mail).toMatchObject({ tags: ["newsletter", "shared"], totp: { algorithm: "SHA1", digits: 6, period: 30 } });
    expect([x?.title, text(x?.password), x?.totp?.secret.length]).toEqual(["X / Twitter", 'pa,ss"word', 20]);
    expect(aws).toMatchObject({ totp: { algorithm: "SHA512", digits: 8, period: 60 } });
    expect(aws?.fields.map(({ name, type, value }) => [name, type, text(value)])).toEqual([
      ["Account ID", "text", "1234-5678-9012"],
      ["Recovery codes", "hidden", "aaaa-bbbb\ncccc-dddd"],
    ]);
    expect(aws?.history.map(({ field, value }) => [field, text(value)])).toEqual([["password", "older-password-1"]]);
    expect(file.notTaken).toEqual([]);
    expect(aws?.files.map(({ name }) => name)).toEqual(["runbook.txt"]);
    expect([text(dns?.password), dns?.notes]).toEqual(["zürich-straße-日本", "Unicode in every field: žluťoučký kůň"]);
    expect(dns?.expires).toBe(Date.parse("2027-01-31T00:00:00Z"));
  });
});

describe("codes", () => {
  test.each([
    ["Old settings", { algorithm: "SHA1", digits: 6, period: 30 }],
    ["Old settings long", { algorithm: "SHA1", digits: 8, period: 60 }],
    ["KeeOtp", { algorithm: "SHA256", digits: 8, period: 60 }],
    ["KeePass own", { algorithm: "SHA256", digits: 7, period: 45 }],
    ["KeePass hex", { algorithm: "SHA1", digits: 6, period: 30 }],
  ])("%s is taken, and its fields are gone", (title, totp) => {
    expect(titled(title)).toMatchObject({ totp, fields: [], remarks: [] });
  });

  test.each([
    ["Steam", "TOTP Seed", "code-steam"],
    ["Steam link", "otp", "code-steam"],
    ["Counter link", "otp", "code-counter"],
    ["KeePass counter", "HmacOtp-Secret-Base32", "code-counter"],
    ["Broken seed", "otp", "code-unreadable"],
  ])("%s is refused by name and stays as a hidden field", (title, field, code) => {
    const item = titled(title);
    expect(item?.totp).toBeNull();
    expect(item?.fields.find(({ name }) => name === field)).toMatchObject({ type: "hidden" });
    expect(item?.remarks).toContainEqual({ code, params: { field } });
  });

  const command = "/usr/bin/keepassxc-cli";
  describe.skipIf(!existsSync(command))("equal those of KeePassXC's own command", () => {
    test.each([
      ["keepassxc-rich.kdbx", "Old settings", "Codes"],
      ["keepassxc-rich.kdbx", "Old settings long", "Codes"],
      ["keepassxc-rich.kdbx", "KeeOtp", "Codes"],
      ["keepassxc.kdbx", "Mailchimp", "Marketing"],
      ["keepassxc.kdbx", "AWS root", "Infrastructure"],
    ])(
      "in %s: %s",
      async (file, title, group) => {
        const totp = (await read(file)).items.find((item) => item.title === title)?.totp;
        if (totp === null || totp === undefined) throw new Error(`${title} has no code`);
        const before = codeAt(totp, Date.now()).code;
        const args = ["show", "-q", "-t", fileURLToPath(fixtureUrl(file)), `${group}/${title}`];
        const shown = execFileSync(command, args, { input: "fixture-pass\n", encoding: "utf8", stdio: "pipe" }).trim();
        expect([before, codeAt(totp, Date.now()).code]).toContain(shown);
      },
      30_000,
    );
  });
});

describe("texts", () => {
  test("addresses, tags, expiry", () => {
    const item = titled("Many addresses");
    expect(item?.urls).toEqual(["https://acme.test/", "https://one.acme.test/", "https://two.acme.test/login?a=1&b=2"]);
    expect(item?.tags.toSorted()).toEqual(["on call", "ops", "ünïcode"]);
    expect(item?.expires).toBe(Date.parse("2027-01-31T00:00:00Z"));
    expect(item?.fields).toEqual([]);
  });

  test("references: resolved, dangling, circular", () => {
    const item = titled("Refers");
    expect(item).toMatchObject({
      username: "many.addresses@acme.test",
      notes: "user is many.addresses@acme.test here",
    });
    expect(text(item?.password)).toBe("pw of Many addresses");
    expect(item?.urls).toEqual(["https://x/{REF:A@I:00000000000000000000000000000FFF}"]);
    expect(item?.remarks).toContainEqual(importRemark("reference-unresolved", { field: "URL" }));
    expect(titled("Around itself")?.username).toMatch(/^\{REF:U@I:/);
  });

  test("a note alone is a note; an empty entry and the bin are not taken, and said", () => {
    expect(titled("Only words")).toMatchObject({ kind: "note", notes: "Line one\nline two <b>&amp;</b>" });
    expect(rich.items.map((item) => item.title)).not.toContain("Thrown away");
    expect(rich.notTaken).toEqual([
      { what: "Texts / odd", why: importRemark("empty-entry", {}) },
      { what: "Thrown away", why: importRemark("recycle-bin", {}) },
      { what: "Thrown away too", why: importRemark("recycle-bin", {}) },
      { what: "Texts / odd/Empty group", why: importRemark("group-note", {}) },
    ]);
  });

  test("the past of an entry, newest first, with its times", () => {
    expect(titled("With a past")?.history.map(({ field, value, at }) => [field, text(value), at])).toEqual([
      ["username", "earlier@acme.test", Date.parse("2026-02-02T09:00:00Z")],
      ["password", "older", Date.parse("2026-02-02T09:00:00Z")],
      ["field:PIN", "1111", Date.parse("2026-02-02T09:00:00Z")],
      ["password", "oldest", Date.parse("2026-01-01T09:00:00Z")],
    ]);
    expect(titled("With a past")?.passwordChangedAt).toBe(Date.parse("2026-03-03T09:00:00Z"));
  });
});

describe("hostile references", () => {
  const id = (number: number) => number.toString(16).padStart(32, "0");
  const entry = (number: number, value: string, hidden = false) =>
    `<Entry><UUID>${Buffer.from(id(number), "hex").toString("base64")}</UUID>` +
    `<String><Key>Title</Key><Value>e${number}</Value></String>` +
    `<String><Key>Notes</Key><Value${hidden ? ' ProtectInMemory="True"' : ""}>${value}</Value></String></Entry>`;
  const from = async (more: string) => {
    const file = await readKdbx(testFile({ xml: entryXml("", more) }), { password: "pw", keyFile: null });
    if (!file.ok) throw new Error(JSON.stringify(file.failure));
    return file.value;
  };

  test("a chain that doubles at each step ends at a bound, quickly", async () => {
    let more = entry(1, "x".repeat(1000));
    for (let number = 2; number < 60; number++) more += entry(number, `{REF:N@I:${id(number - 1)}}`.repeat(200));
    const started = performance.now();
    const file = await from(more);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(Math.max(...file.items.map((item) => item.notes?.length ?? 0))).toBeLessThan(200_000);
  });

  test("a protected value never gets into what is opened at unlock", async () => {
    const file = await from(
      entry(1, "top secret", true) +
        `<Entry><UUID>${Buffer.from(id(2), "hex").toString("base64")}</UUID><String><Key>Title</Key><Value>{REF:N@I:${id(1)}}</Value></String></Entry>`,
    );
    expect(file.items.map((item) => item.title).join()).not.toContain("top secret");
    expect(file.items.at(-1)?.remarks).toContainEqual(importRemark("reference-protected", { field: "Title" }));
  });

  test("the same id twice, or none, still gives each entry an id of its own, and the same one again", async () => {
    const more =
      entry(7, "a") + entry(7, "b") + "<Entry><String><Key>Title</Key><Value>t</Value></String></Entry>".repeat(2);
    const [first, second] = [await from(more), await from(more)];
    const ids = first.items.map((item) => item.sourceId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.items.map((item) => item.sourceId)).toEqual(ids);
  });
});

describe("names that a hostile file repeats or makes long", () => {
  const entryOf = (title: string) => `<Entry><String><Key>Title</Key><Value>${title}</Value></String></Entry>`;
  const from = async (more: string): Promise<ImportedFile> => {
    const file = await readKdbx(testFile({ xml: entryXml("", more) }), { password: "pw", keyFile: null });
    if (!file.ok) throw new Error(JSON.stringify(file.failure));
    return file.value;
  };

  test("twenty thousand groups of one name are each found by their own, quickly", async () => {
    const started = performance.now();
    const file = await from(`<Group><Name>a</Name>${entryOf("t")}</Group>`.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(file.groups.map(({ name }) => name).slice(1, 4)).toEqual(["a", "a (2)", "a (3)"]);
    expect(new Set(file.groups.map(({ name }) => name)).size).toBe(20_001);
  });

  test("a group that bears another's number already is passed over", async () => {
    const named = ["a", "a (2)", "a", "a"].map((name) => `<Group><Name>${name}</Name>${entryOf("t")}</Group>`);
    const file = await from(named.join(""));
    expect(file.groups.map(({ name }) => name).slice(1)).toEqual(["a", "a (2)", "a (3)", "a (4)"]);
  });

  test("names of plug-ins' values are told as far as a person reads them", async () => {
    const item = `<Item><Key>${"k".repeat(200)}</Key></Item>`;
    const file = await from(entryOf("t").replace("</Entry>", `<CustomData>${item.repeat(5000)}</CustomData></Entry>`));
    const texts = JSON.stringify([file.items.map(({ remarks }) => remarks), file.notTaken]);
    expect(texts).toContain("plugin-values");
    expect(texts.length).toBeLessThan(3000);
  });
});

describe("what is odd in a file and costs only itself", () => {
  const readXml = async (xml: string) => {
    const file = await readKdbx(testFile({ xml }), { password: "pw", keyFile: null });
    if (!file.ok) throw new Error(JSON.stringify(file.failure));
    return file.value;
  };
  const binned = (enabled: string) =>
    entryXml("").replace(
      "<Meta/>",
      `<Meta><RecycleBinEnabled>${enabled}</RecycleBinEnabled><RecycleBinUUID>AAAAAAAAAAAAAAAAAAAAAQ==</RecycleBinUUID></Meta>`,
    );
  const bin =
    "<Group><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Bin</Name><Entry><String><Key>Title</Key><Value>Two</Value></String></Entry></Group></Group></Root>";

  test("a recycle bin that is switched off is a group like any other", async () => {
    const titles = async (enabled: string) =>
      (await readXml(binned(enabled).replace("</Group></Root>", bin))).items.map(({ title }) => title);
    expect(await titles("True")).toEqual(["One"]);
    expect(await titles("False")).toEqual(["One", "Two"]);
  });

  test.each(["&#x1;", "&#0;", "&#xFFFF;", "&#xD800;", "\u0001"])("the forbidden character %j", async (odd) => {
    const notes = `<String><Key>Notes</Key><Value>one${odd}two &amp; &#228;</Value></String>`;
    const { items } = await readXml(entryXml(notes));
    expect(items).toMatchObject([
      { title: "One", notes: "one\ufffdtwo & ä", remarks: [importRemark("text-invalid", { field: "Notes" })] },
    ]);
  });
});
