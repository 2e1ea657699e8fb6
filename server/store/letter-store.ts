/** Queries on letters to inboxes, and on the keys of these. */
import type { LetterId } from "../../shared/encoding/ids.ts";
import { readPage } from "./pages.ts";
import { type Db, query } from "./query.ts";

type Inbox = { vaultNo: number; epoch: number };
export type LetterRow = { seq: number; letter: LetterId; epoch: number; bytes: Uint8Array };

const letterRows = query((tables, given: { vaultNo: number; from: number; count: number }) =>
  tables
    .selectFrom("letters")
    .select(({ ref }) => [ref("number").as("seq"), "letter", "epoch", "bytes"])
    .where("vault_no", "=", given.vaultNo)
    .where("number", ">=", given.from)
    .orderBy("number")
    .limit(given.count),
);
const letterRow = query((tables, given: { vaultNo: number; letter: LetterId }) =>
  tables
    .selectFrom("letters")
    .select(["epoch", "bytes"])
    .where("vault_no", "=", given.vaultNo)
    .where("letter", "=", given.letter),
);
const lastNumber = query((tables, given: { vaultNo: number }) =>
  tables
    .selectFrom("letters")
    .select("number")
    .where("vault_no", "=", given.vaultNo)
    .orderBy("number", "desc")
    .limit(1),
);
const insertLetter = query((tables, given: LetterRow & { vaultNo: number }) =>
  tables.insertInto("letters").values({
    vault_no: given.vaultNo,
    number: given.seq,
    letter: given.letter,
    epoch: given.epoch,
    bytes: given.bytes,
  }),
);
const keyRow = query((tables, given: Inbox) =>
  tables
    .selectFrom("inbox_keys")
    .select("kem_pk")
    .where("vault_no", "=", given.vaultNo)
    .where("epoch", "=", given.epoch),
);
const keyRows = query((tables, given: { vaultNo: number }) =>
  tables.selectFrom("inbox_keys").select(["epoch", "kem_pk"]).where("vault_no", "=", given.vaultNo).orderBy("epoch"),
);
const insertKey = query((tables, given: Inbox & { kemPk: Uint8Array }) =>
  tables
    .insertInto("inbox_keys")
    .values({ vault_no: given.vaultNo, epoch: given.epoch, kem_pk: given.kemPk })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Letters from this number on: as many as stay under both bounds, at least one where there is one. */
export async function readLetters(
  db: Db,
  page: { vaultNo: number; from: number; count: number; bytes: number },
): Promise<LetterRow[]> {
  return await readPage(page, (from, count) => db.all(letterRows, { vaultNo: page.vaultNo, from, count }));
}

/** The letter of this id, if it is here. */
export async function findLetter(
  db: Db,
  vaultNo: number,
  letter: LetterId,
): Promise<{ epoch: number; bytes: Uint8Array } | undefined> {
  return await db.first(letterRow, { vaultNo, letter });
}

/** The number of the last letter of an inbox; 0 where none came. */
export async function findLastNumber(db: Db, vaultNo: number): Promise<number> {
  return (await db.first(lastNumber, { vaultNo }))?.number ?? 0;
}

/** Keeps a letter. A number or id that is taken throws (the table is unique): nothing is overwritten. */
export async function addLetter(db: Db, vaultNo: number, row: LetterRow): Promise<void> {
  await db.run(insertLetter, { ...row, vaultNo });
}

/** The key of an inbox, if a reader published it. */
export async function findInboxKey(db: Db, inbox: Inbox): Promise<Uint8Array | undefined> {
  return (await db.first(keyRow, inbox))?.kem_pk;
}

/** Keeps the key of an inbox; answers whether it was not here. */
export async function addInboxKey(db: Db, inbox: Inbox & { kemPk: Uint8Array }): Promise<boolean> {
  return (await db.run(insertKey, inbox)) === 1;
}

/** Every key that was published for an inbox. */
export async function listInboxKeys(db: Db, vaultNo: number): Promise<{ epoch: number; kemPk: Uint8Array }[]> {
  return (await db.all(keyRows, { vaultNo })).map(({ epoch, kem_pk }) => ({ epoch, kemPk: kem_pk }));
}
