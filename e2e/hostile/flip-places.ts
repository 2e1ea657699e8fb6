/** One byte of what lies on a disk: of a value in a row, through SQLite; of a file, whatever it holds; of a keychain's entry. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import Sqlite from "better-sqlite3";
import type { Dice } from "../../server/testing/tamper.ts";
import { profileFile } from "../kit/profile-file.ts";
import type { Resting } from "./flip-profile.ts";

/** Changes one byte somewhere; answers where, to be read by people. */
export function flipSomewhere(
  dice: Dice,
  closed: () => Resting,
  killed: () => Resting,
): { where: string; flipped: Resting } {
  const throwOf = dice.below(100);
  if (throwOf < 60) return flipIn(closed(), (resting) => flipCell(dice, resting));
  if (throwOf < 75) return flipIn(closed(), (resting) => flipFile(dice, resting));
  if (throwOf < 90) return flipIn(killed(), (resting) => flipFile(dice, resting));
  return flipIn(closed(), (resting) => flipEntry(dice, resting));
}

function flipIn(flipped: Resting, flip: (resting: Resting) => string): { where: string; flipped: Resting } {
  return { where: flip(flipped), flipped };
}

function flipByte(dice: Dice, bytes: Uint8Array): number {
  const at = dice.below(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
  return at;
}

type Value = string | number | bigint | Buffer | null;

/** A value of a row; the row is written again by SQLite and is in itself whole. */
function flipCell(dice: Dice, { dataDir }: Resting): string {
  const db = new Sqlite(profileFile(dataDir));
  try {
    for (;;) {
      const table = dice.pick(tablesOf(db));
      const rows = db.prepare(`SELECT rowid AS place FROM ${table} ORDER BY rowid`).all() as { place: number }[];
      const { place } = dice.pick(rows);
      const column = dice.pick(columnsOf(db, table));
      const { value } = db.prepare(`SELECT ${column} AS value FROM ${table} WHERE rowid = ?`).get(place) as {
        value: Value;
      };
      const changed = flippedValue(dice, value);
      if (changed === null) continue;
      const cast = typeof value === "string" ? "CAST(? AS TEXT)" : "?";
      try {
        db.prepare(`UPDATE ${table} SET ${column} = ${cast} WHERE rowid = ?`).run(changed.value, place);
      } catch {
        // It would stand twice where it may stand once.
        continue;
      }
      return `${table}.${column} of row ${place}, byte ${changed.at}`;
    }
  } finally {
    db.close();
  }
}

function tablesOf(db: Sqlite.Database): string[] {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as {
    name: string;
  }[];
  return tables
    .map(({ name }) => name)
    .filter((name) => db.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get() !== undefined);
}

function columnsOf(db: Sqlite.Database, table: string): string[] {
  return (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
}

function flippedValue(dice: Dice, value: Value): { value: Buffer | bigint; at: number } | null {
  if (value === null || value === "" || (value instanceof Buffer && value.length === 0)) return null;
  if (typeof value === "number" || typeof value === "bigint") {
    const bits = Math.max(8, BigInt(value).toString(2).length);
    const bit = dice.below(bits);
    return { value: BigInt(value) ^ (1n << BigInt(bit)), at: bit >> 3 };
  }
  const bytes = Buffer.from(value as string);
  const at = flipByte(dice, bytes);
  return { value: bytes, at };
}

/** Any file of the profile's folder: pages of the database, its write-ahead log. */
function flipFile(dice: Dice, { dataDir }: Resting): string {
  const folder = join(dataDir, "profiles");
  const files = (
    readdirSync(folder, { recursive: true, withFileTypes: true }) as {
      isFile(): boolean;
      parentPath: string;
      name: string;
    }[]
  )
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.endsWith("-shm"))
    .sort();
  const file = dice.pick(files);
  const bytes = readFileSync(file);
  const at = flipByte(dice, bytes);
  writeFileSync(file, bytes);
  return `${relative(folder, file).split("/").pop()}, byte ${at} of ${bytes.length}`;
}

function flipEntry(dice: Dice, { entries }: Resting): string {
  const [name, secret] = dice.pick([...entries]);
  const at = flipByte(dice, secret);
  return `the keychain's ${name.slice(26) || "device secret"}, byte ${at}`;
}
