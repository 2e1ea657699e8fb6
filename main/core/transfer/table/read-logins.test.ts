import { beforeAll, describe, expect, test } from "vitest";
import { cryptoReady } from "../../../../shared/crypto/ready.ts";
import { type ColumnField, importFileKind } from "../../../../shared/model/import-columns.ts";
import { importRemark } from "../../../../shared/model/import-remarks.ts";
import { likelyFields } from "./columns.ts";
import { lookAtTable, readLogins, type TableChoice } from "./read-logins.ts";
import { tableLimits } from "./read-table.ts";

beforeAll(cryptoReady);

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const text = (value: Uint8Array | null | undefined) => (value ? new TextDecoder().decode(value) : null);
function read(table: string, choice: TableChoice = {}) {
  const file = readLogins(bytes(table), choice);
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  const items = file.value.items.map(({ password, fields, ...item }) => ({
    ...item,
    password: text(password),
    fields: fields.map(({ name, type, value }) => [name, type, text(value)]),
  }));
  return { ...file.value, items };
}

describe("tables of programs are read without a word", () => {
  test("Chrome", () => {
    const file = read('name,url,username,password,note\nX,https://x.test/,ada,"p,w",hello\n');
    expect(file.formatVersion).toBe("CSV (Chrome)");
    expect(file.items).toMatchObject([
      {
        title: "X",
        urls: ["https://x.test/"],
        username: "ada",
        password: "p,w",
        notes: "hello",
        fields: [],
        kind: "login",
      },
    ]);
    expect(file.notTaken).toEqual([]);
  });

  test("Firefox, whose logins have no titles; columns that are left away are named", () => {
    const head =
      '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"';
    const file = read(`${head}\n"https://x.test","ada","pw",,"https://x.test","{1}","1","2","3"\n`);
    expect(file.items).toMatchObject([{ title: "x.test", username: "ada", password: "pw" }]);
    expect(file.notTaken.map(({ why }) => why)).toContainEqual(importRemark("column-left", { name: "guid" }));
    expect(file.notTaken.map(({ why }) => why)).not.toContainEqual(importRemark("column-left", { name: "httpRealm" }));
  });

  test("LastPass: folders, codes, notes", () => {
    const head = "url,username,password,totp,extra,name,grouping,fav";
    const file = read(
      `${head}\nhttps://x.test,ada,pw,JBSWY3DPEHPK3PXP,hello,X,Work\\Ops,1\nhttp://sn,,,,Only words,Note,,0\n`,
    );
    expect(file.items).toMatchObject([
      { title: "X", group: "Work/Ops", notes: "hello", totp: { digits: 6, period: 30, algorithm: "SHA1" } },
      { title: "Note", kind: "note", urls: [], notes: "Only words", group: "" },
    ]);
    expect(file.groups).toEqual([
      { name: "Work/Ops", count: 1 },
      { name: "", count: 1 },
    ]);
  });

  test("Bitwarden: own fields, several addresses", () => {
    const head = "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp";
    const row = 'Ops,,login,X,,"PIN: 1234\nHint: a: b",0,"https://x.test,https://y.test",ada,pw,';
    expect(read(`${head}\n${row}\n`).items).toMatchObject([
      {
        group: "Ops",
        urls: ["https://x.test", "https://y.test"],
        fields: [
          ["PIN", "hidden", "1234"],
          ["Hint", "hidden", "a: b"],
        ],
      },
    ]);
  });

  test("Meldium", () => {
    const file = read("DisplayName,Url,UserName,Password,Notes\nX,https://x.test,ada,pw,n\n");
    expect(file.items).toMatchObject([
      { title: "X", urls: ["https://x.test"], username: "ada", password: "pw", notes: "n" },
    ]);
    expect(file.formatVersion).toBe("CSV (Meldium)");
  });

  test.each<[string, string[], (ColumnField | null)[]]>([
    [
      "German",
      ["Bezeichnung", "Webseite", "Benutzername", "Kennwort", "Notizen", "PUK", "Abteilung"],
      ["title", "url", "username", "password", "notes", "hidden", "group"],
    ],
    [
      "French",
      ["Titre", "Site web", "Identifiant", "Mot de passe", "Commentaire"],
      ["title", "url", "username", "password", "notes"],
    ],
    [
      "Spanish",
      ["Nombre", "Sitio web", "Usuario", "Contraseña", "Notas"],
      ["title", "url", "username", "password", "notes"],
    ],
    ["Polish", ["Nazwa", "Strona", "Użytkownik", "Hasło", "Uwagi"], ["title", "url", "username", "password", "notes"]],
    ["unknown", ["Name", "Customer number", "Password", "Old password"], ["title", "text", "password", "hidden"]],
  ])("a spreadsheet in %s", (_, columns, fields) => {
    expect(likelyFields(columns)).toEqual(fields);
  });
});

describe("columns that a person chose", () => {
  const table = "Acme,ada,geheim,4711\nBeta,bob,auch,\n";

  test("a table without names is shown with its first rows, and read as chosen", () => {
    const seen = lookAtTable(bytes(table), {});
    expect(seen).toMatchObject({ value: { hasHeader: false, rows: 2, program: null } });
    expect(seen.ok && seen.value.columns[3]).toEqual({ name: "Column 4", field: null, samples: ["4711", ""] });
    const file = read(table, { columns: ["title", "username", "password", "hidden"] });
    expect(file.items).toMatchObject([
      { title: "Acme", username: "ada", password: "geheim", fields: [["Column 4", "hidden", "4711"]] },
      { title: "Beta", fields: [] },
    ]);
  });

  test("the first row counts as names only where that is said or seen", () => {
    expect(read(table, { hasHeader: true, columns: ["title", null, null, null] }).items).toHaveLength(1);
    expect(read("name,password\nX,y\n", { hasHeader: false, columns: ["title", "password"] }).items).toHaveLength(2);
  });

  test.each<[string, (ColumnField | null)[]]>([
    ["too few columns", ["title"]],
    ["two passwords", ["title", "password", "password", null]],
  ])("%s are refused", (_, columns) => {
    expect(readLogins(bytes(table), { columns })).toMatchObject({ failure: { code: "invalid-input" } });
  });
});

describe("rows", () => {
  test("one that does not fit is named by its number, the others come", () => {
    const file = read("name,url,username,password\nX,u,ada,pw\nY,u,bob,pw,more\n,,,\nZ,u\n,,\t,\n");
    expect(file.items.map(({ title }) => title)).toEqual(["X", "Z"]);
    expect(file.notTaken).toEqual([{ what: "", why: importRemark("row-columns", { count: 3 }) }]);
  });

  test("a formula is text; a code that is refused stays a hidden field, with its column's name", () => {
    const file = read("name,password,otp\n=HYPERLINK(1),=1+1,otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP\n");
    expect(file.items).toMatchObject([
      {
        title: "=HYPERLINK(1)",
        password: "=1+1",
        totp: null,
        fields: [["otp", "hidden", "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP"]],
        remarks: [importRemark("code-counter", { field: "otp" })],
      },
    ]);
  });

  test("a row has the same id in the next export, also with another password; equal rows have ids of their own", () => {
    const ids = (table: string) => read(table).items.map(({ sourceId }) => sourceId);
    const first = ids("name,url,username,password\nX,u,ada,one\nX,u,ada,two\n");
    expect(new Set(first).size).toBe(2);
    expect(ids("password,username,url,name,Extra\nother,ada,u,X,z\n")).toEqual([first[0]]);
  });
});

test("what kind of file was chosen is seen in its first bytes", () => {
  const kind = (head: string, encoding: BufferEncoding = "latin1") =>
    importFileKind(new Uint8Array(Buffer.from(head, encoding)));
  expect(kind("03d9a29a67fb4bb5", "hex")).toBe("kdbx");
  expect(kind("03d9a29a65fb4bb5", "hex")).toBe("keepass-1");
  expect([kind("PK\x03\x04..."), kind(' {"items": []}'), kind("name,pw\n"), kind("name,pw\n", "utf16le")]).toEqual([
    ...["workbook", "json", "table", "table"],
  ]);
  expect([kind(""), kind("\x7fELF\x02\x01\x01\x00\x00"), kind("\x89PNG\r\n\x1a\n")]).toEqual(Array(3).fill("unknown"));
});

test("a table whose header names more columns than a table has is refused, with their number", () => {
  const names = Array.from({ length: tableLimits.columns + 1 }, (_, at) => (at === 0 ? "name" : `c${at}`));
  const rows = `${names.join(",")}\n${names.map(() => "x").join(",")}\n`;
  const refused = { ok: false, failure: { code: "limit", detail: { field: "columns", number: names.length } } };
  expect(readLogins(bytes(rows), { hasHeader: true })).toMatchObject(refused);
  expect(lookAtTable(bytes(rows), { hasHeader: true })).toMatchObject(refused);
});
