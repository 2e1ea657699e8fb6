/** Queries on the server's own identity and its setup tokens. */
import type { Hash } from "../../shared/encoding/ids.ts";
import type { Db } from "./tables.ts";

/** The stored seed and port, or undefined at the first start. */
export async function findIdentity(db: Db): Promise<{ seed: Uint8Array; port: number } | undefined> {
  return await db.selectFrom("server_identity").select(["seed", "port"]).executeTakeFirst();
}

/** Keeps seed and port; the port may change by an explicit options, the seed never. */
export async function keepIdentity(db: Db, { seed, port }: { seed: Uint8Array; port: number }): Promise<void> {
  await db
    .insertInto("server_identity")
    .values({ id: 1, seed, port })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ port }))
    .execute();
}

/** Whether this is the hash of a token that is still good. */
export async function isSetupToken(db: Db, hash: Hash): Promise<boolean> {
  const row = await db.selectFrom("setup_tokens").select("id").where("token_hash", "=", hash).executeTakeFirst();
  return row !== undefined;
}

/** Adds a token. */
export async function addSetupToken(db: Db, hash: Hash): Promise<void> {
  await db.insertInto("setup_tokens").values({ token_hash: hash }).execute();
}

/** Forgets all tokens: none is good for anything from now on. */
export async function dropSetupTokens(db: Db): Promise<void> {
  await db.deleteFrom("setup_tokens").execute();
}

/** Spends a token, and every other with it; false where it is not good (any more). Inside the transaction that makes the team. */
export async function spendSetupToken(db: Db, hash: Hash): Promise<boolean> {
  if (!(await isSetupToken(db, hash))) return false;
  await dropSetupTokens(db);
  return true;
}
