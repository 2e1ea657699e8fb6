/** The file's format: migrations, durability, and what is refused by name and left as it is. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { refusal } from "../../shared/copy/server-command.ts";
import { must } from "../../shared/testing/team.ts";
import { createServer } from "../app.ts";
import { openDatabase } from "./database.ts";
import { applicationId } from "./migrate.ts";
import { first } from "./migrations/001-first.ts";
import { shares } from "./migrations/002-shares.ts";

describe("migrations", () => {
  it("run once, one transaction each, with a copy of a filled database before", () => {
    const file = join(scratchDir(), "server.db");
    const second = { number: 2, statements: ["CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT"] };
    const broken = { number: 3, statements: ["CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT", "NONSENSE"] };
    must(openDatabase(file, [first])).close();
    expect(readdirSync(join(file, ".."))).toHaveLength(1);
    must(openDatabase(file, [first, second])).close();
    expect(readdirSync(join(file, "..")).filter((name) => name.includes(".before-2-"))).toHaveLength(1);
    expect(openDatabase(file, [first, second, broken]).ok).toBe(false);
    const raw = new Sqlite(file);
    const tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
    raw.close();
    expect(tables).toEqual([
      "envelopes",
      "joins",
      "log_blobs",
      "log_entries",
      "migrations",
      "more",
      "server_identity",
      "setup_tokens",
      "teams",
      "vault_commits",
      "vaults",
      "voided_commits",
    ]);
  });

  it("give a server of before its table of shares, in which what was stored then is nobody's", () => {
    const file = join(scratchDir(), "server.db");
    must(openDatabase(file, [first])).close();
    const raw = new Sqlite(file);
    raw.prepare("INSERT INTO teams (team, made_at, stored_bytes) VALUES ('t', 1, 12345)").run();
    raw.close();
    must(openDatabase(file)).close();
    const again = new Sqlite(file);
    expect(again.prepare("SELECT team, stored_bytes FROM teams").all()).toEqual([{ team: "t", stored_bytes: 12345 }]);
    expect(again.prepare("SELECT * FROM member_shares").all()).toEqual([]);
    const add = again.prepare("INSERT INTO member_shares (team_no, user, stored_bytes, entries) VALUES (1, 'u', 2, 3)");
    add.run();
    expect(() => add.run()).toThrow("UNIQUE");
    again.close();
    expect(readdirSync(join(file, "..")).filter((name) => name.includes(".before-"))).toHaveLength(1);
  });

  it("give a server of before its tables of files, and leave its rows as they were", () => {
    const file = join(scratchDir(), "server.db");
    must(openDatabase(file, [first, shares])).close();
    const raw = new Sqlite(file);
    raw.prepare("INSERT INTO teams (team, made_at, stored_bytes) VALUES ('t', 1, 12345)").run();
    raw
      .prepare("INSERT INTO vaults (team_no, vault, head_seq, head_hash, stored_bytes) VALUES (1, 'v', 0, '', 7)")
      .run();
    raw.close();
    must(openDatabase(file)).close();
    const again = new Sqlite(file);
    expect(again.prepare("SELECT vault, stored_bytes FROM vaults").all()).toEqual([{ vault: "v", stored_bytes: 7 }]);
    for (const table of ["blobs", "blob_parts"])
      expect(again.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    again.close();
  });

  it("leave what is acknowledged on the disk: WAL, synchronous FULL", () => {
    const { pragma, close } = must(openDatabase(join(scratchDir(), "server.db")));
    expect([pragma("journal_mode"), pragma("synchronous")]).toEqual(["wal", 2]);
    close();
  });
});

describe("a folder of the trial version", () => {
  /** What it wrote: the same tables, without a number in the header. */
  function trialFolder(): string {
    const dataDir = scratchDir();
    const raw = new Sqlite(join(dataDir, "server.db"));
    raw.pragma("journal_mode = WAL");
    raw.exec("CREATE TABLE migrations (number INTEGER PRIMARY KEY) STRICT; INSERT INTO migrations (number) VALUES (1)");
    for (const statement of first.statements) if (!statement.startsWith("PRAGMA")) raw.exec(statement);
    raw.close();
    return dataDir;
  }

  it("is refused by name and stays byte for byte as it was", async () => {
    const dataDir = trialFolder();
    const before = readFileSync(join(dataDir, "server.db"));
    const refused = await createServer({ dataDir });
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: "damaged-database", retry: "after-act", detail: { reason: "trial-version" } },
    });
    expect(readFileSync(join(dataDir, "server.db"))).toEqual(before);
    expect(readdirSync(dataDir).filter((name) => name.includes("before"))).toEqual([]);
    if (!refused.ok) expect(refusal(refused.failure)).toContain("made by a trial version");
  });

  it("is not confused with a database of another program", () => {
    const file = join(scratchDir(), "server.db");
    const raw = new Sqlite(file);
    raw.exec("CREATE TABLE migrations (number INTEGER PRIMARY KEY) STRICT");
    raw.close();
    expect(openDatabase(file)).toMatchObject({ failure: { code: "damaged-database", detail: { reason: "not-ours" } } });
  });

  it("is known by the header, which every database of ours carries", () => {
    const { pragma, close } = must(openDatabase(join(scratchDir(), "server.db")));
    expect(pragma("application_id")).toBe(applicationId);
    close();
  });
});
