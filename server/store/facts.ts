/** What the server knows of itself. */
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

export type FactName = "seed" | "port" | "setup-token";

/** A fact's bytes, or null. */
export async function findFact(db: Kysely<Tables>, name: FactName): Promise<Uint8Array | null> {
  const row = await db.selectFrom("facts").select("value").where("name", "=", name).executeTakeFirst();
  return row === undefined ? null : new Uint8Array(row.value);
}

/** Sets a fact. */
export async function putFact(db: Kysely<Tables>, name: FactName, value: Uint8Array): Promise<void> {
  await db
    .insertInto("facts")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

/** Forgets a fact. */
export async function dropFact(db: Kysely<Tables>, name: FactName): Promise<void> {
  await db.deleteFrom("facts").where("name", "=", name).execute();
}
