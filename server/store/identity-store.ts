/** Queries on the server's own identity and its setup tokens. */
import type { Hash } from "../../shared/encoding/ids.ts";
import { type Db, query } from "./query.ts";

export type StoredIdentity = { seed: Uint8Array; port: number };

const identityRow = query((tables) => tables.selectFrom("server_identity").select(["seed", "port"]));
const insertIdentity = query((tables, given: StoredIdentity) =>
  tables
    .insertInto("server_identity")
    .values({ id: 1, seed: given.seed, port: given.port })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ port: given.port })),
);
const tokenRow = query((tables, given: { hash: Hash }) =>
  tables.selectFrom("setup_tokens").select("id").where("token_hash", "=", given.hash),
);
const anyTokenRow = query((tables) => tables.selectFrom("setup_tokens").select("id").limit(1));
const insertToken = query((tables, given: { hash: Hash }) =>
  tables.insertInto("setup_tokens").values({ token_hash: given.hash }),
);
const deleteTokens = query((tables) => tables.deleteFrom("setup_tokens"));

/** The stored seed and port, or undefined at the first start. */
export async function findIdentity(db: Db): Promise<StoredIdentity | undefined> {
  return await db.first(identityRow, {});
}

/** Keeps seed and port; the port may change by an explicit option, the seed never. */
export async function keepIdentity(db: Db, identity: StoredIdentity): Promise<void> {
  await db.run(insertIdentity, identity);
}

/** Whether this is the hash of a token that is still good. */
export async function isSetupToken(db: Db, hash: Hash): Promise<boolean> {
  return (await db.first(tokenRow, { hash })) !== undefined;
}

/** Whether any token is still good: without one nobody can make a team. */
export async function hasSetupTokens(db: Db): Promise<boolean> {
  return (await db.first(anyTokenRow, {})) !== undefined;
}

/** Adds a token. */
export async function addSetupToken(db: Db, hash: Hash): Promise<void> {
  await db.run(insertToken, { hash });
}

/** Forgets all tokens: none is good for anything from now on. */
export async function dropSetupTokens(db: Db): Promise<void> {
  await db.run(deleteTokens, {});
}

/** Spends a token, and every other with it; false where it is not good (any more). Inside the transaction that makes the team. */
export async function spendSetupToken(db: Db, hash: Hash): Promise<boolean> {
  if (!(await isSetupToken(db, hash))) return false;
  await dropSetupTokens(db);
  return true;
}
