/** Queries on envelopes: sealed overviews and secrets, by hash. */
import type { Hash } from "../../shared/encoding/ids.ts";
import { readPage } from "./pages.ts";
import { type Db, query } from "./query.ts";

type EnvelopeKey = { vaultNo: number; hash: Hash };
export type EnvelopeRow = { hash: Hash; bytes: Uint8Array };

const insertEnvelope = query((tables, given: EnvelopeKey & { bytes: Uint8Array }) =>
  tables
    .insertInto("envelopes")
    .values({ vault_no: given.vaultNo, hash: given.hash, bytes: given.bytes })
    .onConflict((conflict) => conflict.doNothing()),
);
const envelopeSize = query((tables, given: EnvelopeKey) =>
  tables
    .selectFrom("envelopes")
    .select(({ fn }) => fn<number>("length", ["bytes"]).as("size"))
    .where("vault_no", "=", given.vaultNo)
    .where("hash", "=", given.hash),
);
const envelopesFrom = query((tables, given: { vaultNo: number; from: number; count: number }) =>
  tables
    .selectFrom("envelopes")
    .select(({ ref }) => [ref("id").as("seq"), "hash", "bytes"])
    .where("vault_no", "=", given.vaultNo)
    .where("id", ">=", given.from)
    .orderBy("id")
    .limit(given.count),
);
const envelopeRow = query((tables, given: EnvelopeKey) =>
  tables.selectFrom("envelopes").select("bytes").where("vault_no", "=", given.vaultNo).where("hash", "=", given.hash),
);

const deleteEnvelope = query((tables, given: EnvelopeKey) =>
  tables.deleteFrom("envelopes").where("vault_no", "=", given.vaultNo).where("hash", "=", given.hash),
);

/** Keeps envelopes; those that are here already stay as they are. */
export async function addEnvelopes(db: Db, vaultNo: number, envelopes: readonly EnvelopeRow[]): Promise<void> {
  await db.runEach(
    insertEnvelope,
    envelopes.map((envelope) => ({ ...envelope, vaultNo })),
  );
}

/** How many bytes an envelope of this vault has; undefined where it is not here. */
export async function findEnvelopeSize(db: Db, vaultNo: number, hash: Hash): Promise<number | undefined> {
  return (await db.first(envelopeSize, { vaultNo, hash }))?.size;
}

/** The bytes of an envelope of this vault. */
export async function findEnvelope(db: Db, vaultNo: number, hash: Hash): Promise<Uint8Array | undefined> {
  return (await db.first(envelopeRow, { vaultNo, hash }))?.bytes;
}

/** Takes an envelope of this vault away. */
export async function dropEnvelope(db: Db, vaultNo: number, hash: Hash): Promise<void> {
  await db.run(deleteEnvelope, { vaultNo, hash });
}

/** Envelopes of a vault by their place in the table, from `from` on: as many as stay under both bounds. */
export async function readEnvelopesFrom(
  db: Db,
  page: { vaultNo: number; from: number; count: number; bytes: number },
): Promise<(EnvelopeRow & { seq: number })[]> {
  return await readPage(page, (from, count) => db.all(envelopesFrom, { vaultNo: page.vaultNo, from, count }));
}
