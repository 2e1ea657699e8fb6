/** A value just over a reader's bound costs itself and is named; its row, the other rows and the file are read. */
import { afterEach, describe, expect, it } from "vitest";
import { must } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../vaults/test-team.ts";
import { kdbxLimits } from "./kdbx/limits.ts";
import { sha512 } from "./kdbx/platform.ts";
import { chacha20 } from "./kdbx/stream-ciphers.ts";
import { emptyXml, entryXml, testFile } from "./kdbx/test-file.ts";
import { tableLimits } from "./table/read-table.ts";

afterEach(cleanUp);

const person = () => testTeam({ ada: "manage" }).people.ada as Person;
type File = { format: "kdbx"; bytes: Uint8Array; passphrase: string } | { format: "csv"; bytes: Uint8Array };

/** What the dry run and the report of an import into an empty vault say, and which titles are there afterwards. */
async function imported(file: File) {
  const ada = person();
  const preview = must(await ada.items.handlers["import.preview"](file as never));
  const { items, notTaken } = preview;
  const report = must(
    await ada.items.handlers["import.apply"]({ preview: preview.preview, target: ada.vault } as never),
  );
  const said = [...items.flatMap(({ notes }) => notes), ...notTaken.map(({ why }) => why)];
  const told = [...report.remarks, ...report.notTaken].map(({ why }) => why);
  expect(told.map(({ code }) => code).sort()).toEqual(said.map(({ code }) => code).sort());
  const titles = items.map(({ name }) => name);
  expect(
    must(await ada.items.handlers["item.list"]({}))
      .items.map(({ title }) => title)
      .sort(),
  ).toEqual(titles.sort());
  return { titles, said: said.map(({ code, params }) => [code, ...Object.values(params)].join(" ")) };
}

const over = "v".repeat(kdbxLimits.valueChars + 1);
const field = (name: string, value: string, attributes = "") =>
  `<String><Key>${name}</Key><Value${attributes}>${value}</Value></String>`;
const many = (count: number, one: (at: number) => string) => Array.from({ length: count }, (_, at) => one(at)).join("");
const second =
  "<Entry><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><String><Key>Title</Key><Value>Two</Value></String></Entry>";

describe("of a KeePass file", () => {
  const rows: [string, inner: string, said: string[]][] = [
    ["a field", field("Key", over), ["value-cut Key"]],
    ["a hidden field", field("Key", over, ' ProtectInMemory="True"'), ["value-left Key"]],
    ["a note", field("Notes", over), ["notes-moved Notes", "value-cut Notes"]],
    ["a username", field("UserName", over), ["username-moved Username", "value-cut Username"]],
    ["a password", field("Password", over), ["password-moved Password", "value-left Password"]],
    ["a website", field("URL", over), ["websites-moved Further websites", "value-cut Further websites"]],
    ["a further website", field("KP2A_URL_1", over), ["websites-moved Further websites", "value-cut Further websites"]],
    ["a code", field("otp", over), ["code-unreadable otp", "value-left otp"]],
    ["another address", `<OverrideURL>${over}</OverrideURL>`, ["value-cut Override URL"]],
    ["a tag", `<Tags>${over}</Tags>`, ["tags-moved Further tags", "value-cut Further tags"]],
    ["an older value", `<History><Entry>${field("Notes", over)}</Entry></History>`, ["older-values-left 1"]],
    ["a field's name", field("n".repeat(kdbxLimits.nameChars + 1), "x"), [`field-name-cut ${"n".repeat(40)}…`]],
    [
      "a file's name",
      `<Binary><Key>${"n".repeat(kdbxLimits.nameChars)}.txt</Key><Value>AAAA</Value></Binary>`,
      [`attachment-name-cut …${"n".repeat(36)}.txt`],
    ],
    ["a time", `<Times><LastModificationTime>${over}</LastModificationTime></Times>`, []],
    ["an id", `<UUID>${over}</UUID>`, []],
    ["what we do not know", `<Foreign>${over}</Foreign>`, []],
    ["a comment of auto-type", `<AutoType><DefaultSequence>${over}</DefaultSequence></AutoType>`, []],
    [
      "the name of a plug-in's value",
      `<CustomData><Item><Key>${"p".repeat(kdbxLimits.nameChars + 1)}</Key></Item></CustomData>`,
      [`plugin-values ${"p".repeat(1000)}`],
    ],
    [
      "fields by number, before the password",
      many(kdbxLimits.fieldsPerEntry + 1, (at) => field(`a${at}`, "x")) + field("Password", "secret"),
      // The title is one of a thousand.
      ["fields-left 2", "fields-joined 953 Further fields"],
    ],
    [
      "fields of an older version by number",
      `<History><Entry>${many(kdbxLimits.fieldsPerEntry + 1, (at) => field(`a${at}`, ""))}</Entry></History>`,
      ["older-values-left 1"],
    ],
    [
      "tags by number",
      `<Tags>${many(kdbxLimits.tagsPerEntry + 5, (at) => `t${at};`)}</Tags>`,
      ["tags-moved Further tags"],
    ],
    [
      "files by number",
      many(kdbxLimits.attachmentsPerEntry + 1, (at) => `<Binary><Key>${at}</Key><Value>AAAA</Value></Binary>`),
      ["attachments-many 951"],
    ],
  ];
  it.each(rows)("%s just over its bound", async (_, inner, said) => {
    const { titles, said: found } = await imported({
      format: "kdbx",
      bytes: testFile({ xml: entryXml(inner, second) }),
      passphrase: "pw",
    });
    expect(titles).toEqual(["One", "Two"]);
    expect(found).toEqual(said);
  });

  it("a title just over its bound", async () => {
    const xml = entryXml("", second).replace("<Value>One</Value>", `<Value>${over}</Value>`);
    const { titles, said } = await imported({ format: "kdbx", bytes: testFile({ xml }), passphrase: "pw" });
    expect(titles.map((title) => title.slice(0, 3))).toEqual(["Two", "vvv"]);
    expect(said).toEqual(["title-moved Title", "value-cut Title"]);
  });

  it.each([
    ["name", `<Name>${over}</Name>`, "group-name-cut"],
    ["note", `<Notes>${over}</Notes>`, "group-note"],
  ])("the %s of a group just over its bound", async (_, of, said) => {
    const xml = emptyXml.replace("</Group>", `<Group>${of}${second}</Group></Group>`);
    const found = await imported({ format: "kdbx", bytes: testFile({ xml }), passphrase: "pw" });
    expect(found).toEqual({ titles: ["Two"], said: [said] });
  });

  it("a protected value just over its bound keeps its beginning, and those behind it stay readable", async () => {
    const stretched = await sha512(new Uint8Array(64).fill(9));
    const stream = chacha20(stretched.subarray(0, 32), stretched.subarray(32, 44));
    const sealed = (text: string): string => {
      const bytes = new TextEncoder().encode(text);
      stream.apply(bytes);
      return field(
        text.slice(-3),
        Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\n"),
        ' Protected="True"',
      );
    };
    // Characters of three bytes: the bound lies within one of them.
    const long = `x${"€".repeat(kdbxLimits.valueChars / 4)}end`;
    const xml = entryXml(sealed(long) + sealed("short Pin"), second);
    const ada = person();
    const { handlers } = ada.items;
    const bytes = testFile({ xml: xml.replace("<Key>end</Key>", "<Key>Notes</Key>") });
    const { preview } = must(await handlers["import.preview"]({ format: "kdbx", bytes, passphrase: "pw" }));
    must(await handlers["import.apply"]({ preview, target: ada.vault } as never));
    const row = must(await handlers["item.list"]({})).items.find(({ title }) => title === "One");
    const shown = async (name: string) =>
      must(await handlers["item.reveal"]({ item: row?.item as never, field: name })).value;
    expect(await shown("field:Pin")).toBe("short Pin");
    expect(await shown("notes")).toMatch(/^x€+$/);
  });
});

describe("of a table", () => {
  const long = "v".repeat(1024 * 1024 + 1);
  const columns = ["name", "url", "username", "password", "totp", "notes", "folder", "tags", "PIN", "Branch"];
  const rows: [string, said: string[]][] = [
    ["name", ["title-moved Title", "value-cut Title"]],
    ["url", ["websites-moved Further websites", "value-cut Further websites"]],
    ["username", ["username-moved Username", "value-cut Username"]],
    ["password", ["password-moved Password", "value-left Password"]],
    ["totp", ["code-unreadable totp", "value-left totp"]],
    ["notes", ["notes-moved Notes", "value-cut Notes"]],
    ["folder", ["group-name-cut"]],
    ["tags", ["tags-moved Further tags", "value-cut Further tags"]],
    ["PIN", ["value-left PIN"]],
    ["Branch", ["value-cut Branch"]],
  ];
  const table = (header: string[], ...lines: string[][]) => ({
    format: "csv" as const,
    bytes: new TextEncoder().encode([header, ...lines].map((line) => line.join(",")).join("\n")),
  });
  const line = (name: string, one: string, value: string) =>
    columns.map((column) => (column === one ? value : column === "name" ? name : ""));

  it("has a row here for each of its columns", () => expect(rows.map(([name]) => name)).toEqual(columns));

  it.each(rows)("a cell of a million letters under %s", async (column, said) => {
    const { titles, said: found } = await imported(
      table(columns, line("One", column, long), line("Two", "password", "x")),
    );
    expect(titles.map((title) => title.slice(0, 3))).toEqual(column === "name" ? ["Two", "vvv"] : ["One", "Two"]);
    expect(found).toEqual(said);
  });

  it.each([
    ["Chrome", ["name", "url", "username", "password", "note"], "notes-moved Notes"],
    [
      "Firefox",
      ["url", "username", "password", "httpRealm", "formActionOrigin", "guid"],
      "websites-moved Further websites",
    ],
    ["LastPass", ["url", "username", "password", "totp", "extra", "name", "grouping", "fav"], "notes-moved Notes"],
    [
      "Bitwarden",
      ["folder", "name", "notes", "fields", "login_uri", "login_username", "login_password"],
      "notes-moved Notes",
    ],
    ["Meldium", ["DisplayName", "UserName", "Password", "Notes"], "notes-moved Notes"],
    ["KeePassXC", ["Group", "Title", "Username", "Password", "URL", "Notes", "TOTP", "Icon"], "notes-moved Notes"],
  ])("a table of %s with one such cell", async (_, header, said) => {
    const at = said.startsWith("notes") ? header.findIndex((name) => /^(note|notes|extra)$/i.test(name)) : 0;
    const cells = (value: string) => header.map((_name, place) => (place === at ? value : "x"));
    const { titles, said: found } = await imported(table(header, cells(long), cells("short")));
    expect(titles).toHaveLength(2);
    expect(found).toContain(said);
  });

  it("a row with more cells than a table has columns, with names and without", async () => {
    const wide = ["Wide", ...Array.from({ length: tableLimits.columns }, () => "x")];
    expect(await imported(table(["name", "password"], ["One", "a"], wide, ["Two", "b"]))).toEqual({
      titles: ["One", "Two"],
      said: ["row-columns 3"],
    });
    const ada = person();
    const full = ["title", ...Array.from({ length: tableLimits.columns - 1 }, () => "text")];
    const bytes = table(["One", "a"], wide, ["Two", "b"]).bytes;
    const input = { format: "csv", bytes, hasHeader: false, columns: full };
    const { items, notTaken } = must(await ada.items.handlers["import.preview"](input as never));
    expect(items.map(({ name }) => name)).toEqual(["One", "Two"]);
    expect(notTaken.map(({ why }) => why)).toEqual([{ code: "row-columns", params: { count: 2 } }]);
    const empty = ["Wide", ...Array.from({ length: tableLimits.columns }, () => "")];
    expect(await imported(table(["name", "password"], empty))).toEqual({ titles: ["Wide"], said: [] });
  });

  it("the name of a column", async () => {
    const found = await imported(table(["name", "n".repeat(300)], ["One", "a"]));
    expect(found).toEqual({ titles: ["One"], said: [`field-name-cut ${"n".repeat(40)}…`] });
  });
});
