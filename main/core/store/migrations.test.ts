/** Every step from one form of a profile's database to the next, and what is refused untouched [protocol: Local file]. */
import { readFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { migrations, openProfileStore } from "./open-profile-store.ts";
import { filesOf, testDatabase } from "./test-database.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../e2e/fixtures/profiles/${name}`, import.meta.url), "utf8");
const fromSql = (sql: string): Sqlite.Database => new Sqlite(":memory:").exec(sql);
const contents = (raw: Sqlite.Database, table: string): unknown[] => raw.prepare(`SELECT * FROM ${table}`).all();
const tablesOf = (raw: Sqlite.Database): string[] =>
  raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
const formatOf = (raw: Sqlite.Database) => [
  raw.pragma("application_id", { simple: true }),
  raw.pragma("user_version", { simple: true }),
];

describe("migration 001", () => {
  it("makes strict tables only, each with a comment that says what it holds, and writes the format into the header", () => {
    const { raw } = testDatabase(migrations.slice(0, 1));
    const strict = raw.prepare(
      "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'",
    );
    expect(new Set(strict.pluck().all())).toEqual(new Set([1]));
    const statements = (migrations[0] as string).split("CREATE TABLE ");
    for (const before of statements.slice(0, -1)) expect(before).toMatch(/\n-- [^\n]+\n$/);
    expect(formatOf(raw)).toEqual([0x4c4b5046, 1]);
  });

  it("is frozen: its tables are those of the profile that was kept from its time", () => {
    const schemaOf = (raw: Sqlite.Database) =>
      raw.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").pluck().all();
    expect(schemaOf(testDatabase(migrations.slice(0, 1)).raw)).toEqual(schemaOf(fromSql(fixture("profile-001.sql"))));
  });
});

describe("migration 002", () => {
  it("keeps every row of a profile that 001 made; its drafts wait for nothing", () => {
    const raw = fromSql(fixture("profile-001.sql"));
    const before = new Map(tablesOf(raw).map((table) => [table, contents(raw, table)]));
    const files = filesOf(raw);
    expect(openProfileStore(files, "profile", migrations.slice(0, 2)).ok).toBe(true);
    expect(files.backups).toEqual(["before-2"]);
    expect(formatOf(raw)).toEqual([0x4c4b5046, 2]);
    expect(before.get("drafts")).toHaveLength(2);
    for (const [table, rows] of before) {
      const added = table === "drafts" ? { after_draft: null } : {};
      expect(contents(raw, table), table).toEqual(rows.map((row) => ({ ...(row as object), ...added })));
    }
  });
});

describe("migration 003", () => {
  it("keeps every row of a profile that 002 made, and adds tables of files with nothing in them", () => {
    const raw = fromSql(fixture("profile-001.sql"));
    const files = filesOf(raw);
    expect(openProfileStore(files, "profile", migrations.slice(0, 2)).ok).toBe(true);
    const before = new Map(tablesOf(raw).map((table) => [table, contents(raw, table)]));
    expect(openProfileStore(files, "profile", migrations.slice(0, 3)).ok).toBe(true);
    expect(files.backups).toEqual(["before-2", "before-3"]);
    expect(formatOf(raw)).toEqual([0x4c4b5046, 3]);
    for (const [table, rows] of before) expect(contents(raw, table), table).toEqual(rows);
    for (const table of ["attachment_files", "attachment_parts"]) expect(contents(raw, table)).toEqual([]);
  });
});

describe("migration 004", () => {
  it("keeps every row of a profile that 003 made, and adds tables of the activity with nothing in them", () => {
    const raw = fromSql(fixture("profile-001.sql"));
    const files = filesOf(raw);
    expect(openProfileStore(files, "profile", migrations.slice(0, 3)).ok).toBe(true);
    const before = new Map(tablesOf(raw).map((table) => [table, contents(raw, table)]));
    expect(openProfileStore(files, "profile", migrations.slice(0, 4)).ok).toBe(true);
    expect(files.backups).toEqual(["before-2", "before-3", "before-4"]);
    expect(formatOf(raw)).toEqual([0x4c4b5046, 4]);
    for (const [table, rows] of before) expect(contents(raw, table), table).toEqual(rows);
    for (const table of ["activity_events", "failed_unlocks"]) expect(contents(raw, table)).toEqual([]);
  });
});

describe("migration 006", () => {
  it("keeps every row of a profile that 005 made, and adds a table of other computers' activity with nothing in it", () => {
    const raw = fromSql(fixture("profile-001.sql"));
    const files = filesOf(raw);
    expect(openProfileStore(files, "profile", migrations.slice(0, 5)).ok).toBe(true);
    const before = new Map(tablesOf(raw).map((table) => [table, contents(raw, table)]));
    expect(openProfileStore(files, "profile", migrations.slice(0, 6)).ok).toBe(true);
    expect(formatOf(raw)).toEqual([0x4c4b5046, 6]);
    for (const [table, rows] of before) expect(contents(raw, table), table).toEqual(rows);
    expect(contents(raw, "audit_batches")).toEqual([]);
  });
});

describe("opening a profile's database", () => {
  it("brings an empty file up to the newest form without a backup", () => {
    const raw = new Sqlite(":memory:");
    const files = filesOf(raw);
    expect(openProfileStore(files, "profile").ok).toBe(true);
    expect(files.backups).toEqual([]);
    expect(formatOf(raw)).toEqual([0x4c4b5046, migrations.length]);
  });

  it.each([
    [
      "of the trial version",
      fixture("trial-version.sql"),
      { code: "damaged-database", detail: { reason: "trial-version" } },
    ],
    [
      "of another program",
      "CREATE TABLE notes (text TEXT)",
      { code: "damaged-database", detail: { reason: "not-ours" } },
    ],
    [
      "of a newer Latchkey",
      `${fixture("profile-001.sql")}PRAGMA user_version = 99;`,
      { code: "newer-database", detail: { number: 99 } },
    ],
  ])("refuses a file %s by name and writes nothing", (_, sql, failure) => {
    const raw = fromSql(sql);
    const before = raw.serialize();
    const files = filesOf(raw);
    expect(openProfileStore(files, "profile")).toMatchObject({ ok: false, failure });
    expect(files.backups).toEqual([]);
    expect(raw.serialize().equals(before)).toBe(true);
  });

  it("leaves a file as it was where a step fails in its middle", () => {
    const raw = fromSql(fixture("profile-001.sql"));
    const before = raw.serialize();
    const broken = [migrations[0] as string, "CREATE TABLE half (x TEXT) STRICT; INSERT INTO nowhere VALUES (1);"];
    expect(() => openProfileStore(filesOf(raw), "profile", broken)).toThrow();
    expect(raw.serialize().equals(before)).toBe(true);
  });
});
