/** The query layer on SQLite: one compilation for each query, all or nothing, and nobody sees a transaction before its end. */
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { first } from "./migrations/001-first.ts";
import { query } from "./query.ts";
import { sqliteDb } from "./sqlite.ts";

const tokens = query((tables, given: { from: string }) =>
  tables
    .selectFrom("setup_tokens")
    .select("token_hash")
    .where("token_hash", ">=", given.from as never),
);
const insert = query((tables, given: { hash: string }) =>
  tables.insertInto("setup_tokens").values({ token_hash: given.hash as never }),
);

function open() {
  const raw = new Sqlite(":memory:");
  for (const statement of first.statements) raw.exec(statement);
  return { raw, db: sqliteDb(raw) };
}

describe("the query layer", () => {
  it("compiles each query once, however often it runs", async () => {
    const { db } = open();
    let built = 0;
    const counted = query<{ from: string }, unknown>((tables, given) => {
      built += 1;
      return tokens.build(tables, given);
    });
    for (let times = 0; times < 5; times++) await db.all(counted, { from: `a${times}` });
    expect(built).toBe(1);
  });

  it("gives each call its own values, whatever they contain", async () => {
    const { db } = open();
    await db.runEach(insert, [{ hash: "b" }, { hash: "'; DROP TABLE setup_tokens; --" }]);
    expect(await db.all(tokens, { from: "b" })).toEqual([{ token_hash: "b" }]);
    expect(await db.all(tokens, { from: "" })).toHaveLength(2);
  });

  it("takes all of a transaction or none of it", async () => {
    const { db } = open();
    const broken = db.transaction(async (inside) => {
      await inside.run(insert, { hash: "a" });
      await inside.run(insert, { hash: "a" });
    });
    await expect(broken).rejects.toThrow("UNIQUE");
    expect(await db.all(tokens, { from: "" })).toEqual([]);
    expect(await db.transaction(async (inside) => inside.run(insert, { hash: "a" }))).toBe(1);
  });

  it("shows nobody a transaction before its end, and lets one follow the other", async () => {
    const { db } = open();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    const write = (hash: string) =>
      db.transaction(async (inside) => {
        await inside.run(insert, { hash });
        await pause();
        if (hash === "b") throw new Error("rolled back");
        await inside.run(insert, { hash: `${hash}2` });
      });
    const writes = Promise.allSettled([write("a"), write("b"), write("c")]);
    const seen: number[] = [];
    for (let times = 0; times < 6; times++) {
      seen.push((await db.all(tokens, { from: "" })).length);
      await pause();
    }
    await writes;
    expect(seen.every((count) => count % 2 === 0)).toBe(true);
    expect((await db.all(tokens, { from: "" })).map(({ token_hash }) => token_hash)).toEqual(["a", "a2", "c", "c2"]);
  });

  it("refuses a transaction inside a transaction", async () => {
    const { db } = open();
    await expect(db.transaction((inside) => inside.transaction(async () => 1))).rejects.toThrow("inside");
  });
});
