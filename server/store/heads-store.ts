/** Queries on where the computers of a team say that they stand: one row each. */
import type { DeviceId } from "../../shared/encoding/ids.ts";
import { readPage } from "./pages.ts";
import { type Db, query } from "./query.ts";

type HeadsRow = { seq: number; bytes: Uint8Array };

const rowsFrom = query((tables, given: { teamNo: number; from: number; count: number }) =>
  tables
    .selectFrom("heads")
    .select(({ ref }) => [ref("number").as("seq"), "bytes"])
    .where("team_no", "=", given.teamNo)
    .where("number", ">=", given.from)
    .orderBy("number")
    .limit(given.count),
);
const rowOf = query((tables, given: { teamNo: number; device: DeviceId }) =>
  tables
    .selectFrom("heads")
    .select(["counter", "bytes"])
    .where("team_no", "=", given.teamNo)
    .where("device", "=", given.device),
);
const lastRow = query((tables, given: { teamNo: number }) =>
  tables.selectFrom("heads").select("number").where("team_no", "=", given.teamNo).orderBy("number", "desc").limit(1),
);
const putRow = query(
  (tables, given: { teamNo: number; device: DeviceId; number: number; counter: number; bytes: Uint8Array }) =>
    tables.replaceInto("heads").values({
      team_no: given.teamNo,
      device: given.device,
      number: given.number,
      counter: given.counter,
      bytes: given.bytes,
    }),
);

/** Statements from this number on: as many as stay under both bounds, at least one where there is one. */
export async function readStatements(
  db: Db,
  page: { teamNo: number; from: number; count: number; bytes: number },
): Promise<HeadsRow[]> {
  return await readPage(page, (from, count) => db.all(rowsFrom, { teamNo: page.teamNo, from, count }));
}

/** The last statement of a computer, if there is one. */
export async function findStatement(
  db: Db,
  teamNo: number,
  device: DeviceId,
): Promise<{ counter: number; bytes: Uint8Array } | undefined> {
  return await db.first(rowOf, { teamNo, device });
}

/** The highest number of a team's statements; 0 where none came. */
export async function findLastStatement(db: Db, teamNo: number): Promise<number> {
  return (await db.first(lastRow, { teamNo }))?.number ?? 0;
}

/** Keeps a statement in the place of the one before it. */
export async function putStatement(
  db: Db,
  row: { teamNo: number; device: DeviceId; number: number; counter: number; bytes: Uint8Array },
): Promise<void> {
  await db.run(putRow, row);
}
