/** What a check proves: every stored row by its own bytes. A table of all tables says which columns count and which cannot. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keep, scratchDir } from "../../e2e/kit/scratch.ts";
import { parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { must } from "../../shared/testing/team.ts";
import { openDatabase } from "../store/database.ts";
import { migrations } from "../store/migrate.ts";
import { filledServer } from "../testing/filled.ts";
import { checkDatabase } from "./check.ts";
import { foldLog } from "./snapshot.ts";

let filled = "";
let end: () => Promise<void>;
beforeAll(async () => {
  const { dataDir, server } = await filledServer();
  await server.close();
  filled = join(dataDir, "server.db");
  foldLog(filled);
  end = keep();
});
afterAll(() => end());

/** Of each table: the columns whose bytes a check proves, and whether it notices that a row is gone. */
const tables: Record<string, { proven: readonly string[]; row: boolean }> = {
  server_identity: { proven: [], row: true },
  // Hashes of tokens that nothing else names.
  setup_tokens: { proven: [], row: false },
  teams: { proven: ["team"], row: true },
  // Counts for the shares of space: a wrong one costs space, never data.
  member_shares: { proven: [], row: false },
  log_entries: { proven: ["hash", "bytes"], row: true },
  log_blobs: { proven: ["hash", "bytes"], row: true },
  // A message that is gone is sent again by whoever waits.
  joins: { proven: ["bytes"], row: false },
  vaults: { proven: ["vault", "head_hash"], row: true },
  vault_commits: { proven: ["hash", "bytes"], row: true },
  // A row that is gone lets a deletion be purged sooner or later, never unseen.
  tombstones: { proven: [], row: false },
  voided_commits: { proven: ["hash", "bytes"], row: false },
  envelopes: { proven: ["hash", "bytes"], row: true },
  blobs: { proven: ["blob"], row: true },
  blob_parts: { proven: ["hash", "bytes"], row: true },
  // Sealed, and nothing outside the seal holds their hash: readers see a gap in the sender's counter.
  letters: { proven: [], row: false },
  // One that is gone is said again by its computer.
  lacking: { proven: ["kind", "name", "user"], row: true },
  heads: { proven: ["bytes"], row: false },
  // Under the server's own key, which its check does not take out: one that does not open is enrolled anew.
  second_factors: { proven: [], row: false },
  second_factor_codes: { proven: [], row: false },
  second_factor_events: { proven: [], row: false },
  inbox_keys: { proven: ["kem_pk"], row: false },
};

const cases = Object.entries(tables).flatMap(([table, { proven }]) => proven.map((column) => ({ table, column })));

describe("a check", () => {
  it("of a database with rows of every kind proves all of it and changes nothing", async () => {
    const report = must(await checkDatabase(filled));
    expect(report.faults).toEqual([]);
    expect(report.proven).toMatchObject({ teams: 1, commits: 2, files: 1, letters: 1 });
    expect(report.proven.vaults).toBeGreaterThan(5);
    const raw = new Sqlite(filled, { readonly: true });
    const named = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
    const rows = (table: string) => raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(Object.keys(tables).sort()).toEqual(named.filter((name) => name !== "migrations").sort());
    const empty = Object.keys(tables).filter((table) => rows(table) === 0);
    raw.close();
    // A team spends all tokens when it is made.
    expect(empty).toEqual(["setup_tokens"]);
  });

  it.each(cases)("notices one other byte in any $column of $table", async ({ table, column }) => {
    const count = Math.min(3, rowsOf(table).length);
    for (let times = 0; times < count; times++) {
      const file = spoilt((raw) => flip(raw, table, column));
      expect(must(await checkDatabase(file)).faults, `${table}.${column}`).not.toEqual([]);
    }
  });

  it.each(Object.keys(tables).filter((table) => tables[table]?.row))(
    "notices that a row of %s is gone",
    async (table) => {
      const all = table === "envelopes" ? namedEnvelopes() : rowsOf(table);
      // A log without its last entry is that of a moment before: what apps tell of it, no check of the file can.
      const rows = table === "log_entries" ? all.slice(0, -1) : all;
      const gone = rows[Math.floor(Math.random() * rows.length)];
      const file = spoilt((raw) => raw.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(gone));
      const report = must(await checkDatabase(file));
      expect(table === "teams" ? report.faults.length + report.proven.teams : report.faults.length).not.toBe(0);
    },
  );

  it("says in which team, vault and place, and goes on with what is sound", async () => {
    const file = spoilt((raw) => raw.prepare("UPDATE vault_commits SET bytes = zeroblob(9) WHERE seq = 2").run());
    const { faults, proven } = must(await checkDatabase(file));
    expect(faults).toMatchObject([
      { code: "encoding", number: 2, team: expect.any(String), vault: expect.any(String) },
    ]);
    expect(proven).toMatchObject({ teams: 1, commits: 1, letters: 1 });
  });

  it("looks at what an older version wrote in a copy, and leaves it as it is", async () => {
    const file = join(scratchDir(), "old.db");
    must(openDatabase(file, migrations.slice(0, 2))).close();
    const raw = new Sqlite(file);
    raw.exec("INSERT INTO server_identity (id, seed, port) VALUES (1, randomblob(32), 1)");
    raw.pragma("journal_mode = DELETE");
    raw.close();
    expect(must(await checkDatabase(file)).faults).toEqual([]);
    const after = new Sqlite(file, { readonly: true });
    expect(after.prepare("SELECT max(number) FROM migrations").pluck().get()).toBe(2);
    after.close();
  });
});

function rowsOf(table: string): number[] {
  const raw = new Sqlite(filled, { readonly: true });
  // Tables without row numbers are not asked for theirs.
  const hasRowId = !/WITHOUT ROWID/.test(
    raw.prepare("SELECT sql FROM sqlite_schema WHERE name = ?").pluck().get(table) as string,
  );
  const rows = hasRowId ? (raw.prepare(`SELECT rowid FROM ${table}`).pluck().all() as number[]) : [1];
  raw.close();
  return rows;
}

/** The rows of the envelopes that a commit of a chain names: those of voided commits are evidence, which the chain can do without. */
function namedEnvelopes(): number[] {
  const raw = new Sqlite(filled, { readonly: true });
  const commits = raw.prepare("SELECT bytes FROM vault_commits").pluck().all() as Buffer[];
  const named = commits
    .flatMap((bytes) => must(parseCommit(bytes)).body.changes)
    .flatMap(({ overview, secret }) => [overview, secret])
    .flatMap((envelope) => envelope?.hash ?? []);
  const rows = named.map((hash) => raw.prepare("SELECT rowid FROM envelopes WHERE hash = ?").pluck().get(hash));
  raw.close();
  return rows.filter((row): row is number => row !== undefined);
}

function spoilt(spoil: (raw: Sqlite.Database) => unknown): string {
  const file = join(scratchDir(), "server.db");
  copyFileSync(filled, file);
  const raw = new Sqlite(file);
  raw.pragma("foreign_keys = OFF");
  spoil(raw);
  raw.pragma("journal_mode = DELETE");
  raw.close();
  return file;
}

/** One bit of a random value of this column; in a text, another character of the same alphabet. */
function flip(raw: Sqlite.Database, table: string, column: string): void {
  const values = raw.prepare(`SELECT ${column} FROM ${table}`).pluck().all() as (Buffer | string)[];
  const value = values[Math.floor(Math.random() * values.length)] as Buffer | string;
  const at = Math.floor(Math.random() * value.length);
  const next = typeof value === "string" ? otherText(value, at) : otherBytes(value, at);
  raw.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(next, value);
}

function otherText(value: string, at: number): string {
  return value.slice(0, at) + (value[at] === "0" ? "1" : "0") + value.slice(at + 1);
}

function otherBytes(value: Buffer, at: number): Buffer {
  const next = Buffer.from(value);
  next[at] = (next[at] as number) ^ (1 << Math.floor(Math.random() * 8));
  return next;
}
