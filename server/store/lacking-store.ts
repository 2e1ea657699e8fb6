/** Queries on what a restored server lacks: named by signed messages, brought by apps one after the other. */
import type { UserId } from "../../shared/encoding/ids.ts";
import { type Db, query } from "./query.ts";
import type { LackingKind } from "./tables.ts";

export type LackingRow = { vaultNo: number; kind: LackingKind; name: string; user: UserId; place: number };
type Key = { teamNo: number; vaultNo: number; kind: LackingKind; name: string };

const insertRow = query((tables, given: LackingRow & { teamNo: number }) =>
  tables
    .insertInto("lacking")
    .values({
      team_no: given.teamNo,
      vault_no: given.vaultNo,
      kind: given.kind,
      name: given.name,
      user: given.user,
      place: given.place,
    })
    .onConflict((conflict) => conflict.doNothing()),
);
const rowOf = query((tables, given: Key) =>
  tables
    .selectFrom("lacking")
    .select(["user", "place"])
    .where("team_no", "=", given.teamNo)
    .where("vault_no", "=", given.vaultNo)
    .where("kind", "=", given.kind)
    .where("name", "=", given.name),
);
const deleteRow = query((tables, given: Key) =>
  tables
    .deleteFrom("lacking")
    .where("team_no", "=", given.teamNo)
    .where("vault_no", "=", given.vaultNo)
    .where("kind", "=", given.kind)
    .where("name", "=", given.name),
);
const rowsFrom = query((tables, given: { teamNo: number; from: number; count: number }) =>
  tables
    .selectFrom("lacking")
    .select(["id", "vault_no", "kind", "name", "user", "place"])
    .where("team_no", "=", given.teamNo)
    .where("id", ">=", given.from)
    .orderBy("id")
    .limit(given.count),
);

const rowsOf = query((tables, given: { teamNo: number; vaultNo: number }) =>
  tables
    .selectFrom("lacking")
    .select(["kind", "name", "user", "place"])
    .where("team_no", "=", given.teamNo)
    .where("vault_no", "=", given.vaultNo),
);

/** Notes what is missing, each once. */
export async function addLacking(db: Db, teamNo: number, rows: readonly LackingRow[]): Promise<void> {
  await db.runEach(
    insertRow,
    rows.map((row) => ({ ...row, teamNo })),
  );
}

/** Who signed for it and where it stands; undefined where it is not missing. */
export async function findLacking(db: Db, key: Key): Promise<{ user: UserId; place: number } | undefined> {
  return await db.first(rowOf, key);
}

/** It came. */
export async function removeLacking(db: Db, key: Key): Promise<void> {
  await db.run(deleteRow, key);
}

/** What is missing, by its place in the table, from `from` on. */
export async function readLacking(
  db: Db,
  page: { teamNo: number; from: number; count: number },
): Promise<(LackingRow & { id: number })[]> {
  const rows = await db.all(rowsFrom, page);
  return rows.map(({ id, vault_no: vaultNo, kind, name, user, place }) => ({ id, vaultNo, kind, name, user, place }));
}

/** What is missing beside the log (0) or in a vault. */
export async function listLacking(db: Db, of: { teamNo: number; vaultNo: number }): Promise<LackingRow[]> {
  return (await db.all(rowsOf, of)).map((row) => ({ vaultNo: of.vaultNo, ...row }));
}
