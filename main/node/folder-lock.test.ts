/** One process for a data folder, whatever became of the file that its lock lies on. */
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { must } from "../../shared/testing/team.ts";
import { profileFiles } from "./profile-files.ts";

let dataDir = "";
let lock = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "latchkey-"));
  lock = join(dataDir, "lock.db");
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const held = { ok: false, failure: { code: "busy", detail: { reason: "data-folder" } } };
const inTheWay = { ok: false, failure: { code: "damaged-database", detail: { reason: "lock" } } };

/** What a disk, or whoever writes on it, may make of a file that is always empty. */
const damages: [string, () => void][] = [
  ["a byte", () => writeFileSync(lock, "x")],
  ["a page of garbage", () => writeFileSync(lock, Buffer.alloc(4096, 0x5a))],
  ["half of a header", () => writeFileSync(lock, "SQLite for")],
  ["a header and nothing that fits it", () => writeFileSync(lock, `SQLite format 3\0${"\xff".repeat(200)}`, "latin1")],
  [
    "a database that may not be written",
    () => {
      new Sqlite(lock).exec("CREATE TABLE t (x)").close();
      writeFileSync(lock, readFileSync(lock).fill(9, 18, 19));
    },
  ],
];

it.each(damages)("a lock with %s is emptied and taken", (_, damage) => {
  damage();
  const { release } = must(profileFiles(dataDir).claim());
  expect(profileFiles(dataDir).claim()).toMatchObject(held);
  release();
  must(profileFiles(dataDir).claim()).release();
});

it("a lock that is held stays held, whatever is written into it from outside", () => {
  const { release } = must(profileFiles(dataDir).claim());
  // By another process: a descriptor that this one closes would let go of the lock.
  execFileSync(process.execPath, ["-e", "require('node:fs').writeFileSync(process.argv[1], 'garbage')", lock]);
  expect(profileFiles(dataDir).claim()).toMatchObject(held);
  release();
});

it.each<[string, () => void]>([
  ["a folder", () => mkdirSync(lock)],
  ["a link to another file", () => symlinkSync(join(dataDir, "other"), lock)],
  ["another name of another file", () => linkSync(join(dataDir, "other"), lock)],
])("where the lock is %s, that is told by name and left as it is", (_, put) => {
  writeFileSync(join(dataDir, "other"), "somebody's words");
  put();
  expect(profileFiles(dataDir).claim()).toMatchObject(inTheWay);
  expect(readFileSync(join(dataDir, "other"), "utf8")).toBe("somebody's words");
});
