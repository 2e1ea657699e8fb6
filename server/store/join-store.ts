/** Queries on join messages that wait for an admin. */
import type { Hash } from "../../shared/encoding/ids.ts";
import { type Db, query } from "./query.ts";

type JoinKey = { teamNo: number; invite: Hash };

const joinRow = query((tables, given: JoinKey) =>
  tables.selectFrom("joins").select("bytes").where("team_no", "=", given.teamNo).where("invite", "=", given.invite),
);
const insertJoin = query((tables, given: JoinKey & { bytes: Uint8Array }) =>
  tables.insertInto("joins").values({ team_no: given.teamNo, invite: given.invite, bytes: given.bytes }),
);
const joinRows = query((tables, given: { teamNo: number }) =>
  tables.selectFrom("joins").select(["invite", "bytes"]).where("team_no", "=", given.teamNo).limit(1000),
);
const countRows = query((tables, given: { teamNo: number }) =>
  tables
    .selectFrom("joins")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("team_no", "=", given.teamNo),
);
const deleteJoin = query((tables, given: JoinKey) =>
  tables.deleteFrom("joins").where("team_no", "=", given.teamNo).where("invite", "=", given.invite),
);

/** The join message that waits under an invite. */
export async function findJoin(db: Db, teamNo: number, invite: Hash): Promise<Uint8Array | undefined> {
  return (await db.first(joinRow, { teamNo, invite }))?.bytes;
}

/** Keeps a join message. */
export async function addJoin(db: Db, join: JoinKey & { bytes: Uint8Array }): Promise<void> {
  await db.run(insertJoin, join);
}

/** Waiting join messages of a team, at most a thousand. */
export async function listJoins(db: Db, teamNo: number): Promise<{ invite: Hash; bytes: Uint8Array }[]> {
  return await db.all(joinRows, { teamNo });
}

/** How many join messages of a team wait. */
export async function countJoins(db: Db, teamNo: number): Promise<number> {
  return (await db.first(countRows, { teamNo }))?.count ?? 0;
}

/** Takes away joins whose invites are closed. */
export async function removeJoins(db: Db, teamNo: number, invites: readonly Hash[]): Promise<void> {
  await db.runEach(
    deleteJoin,
    invites.map((invite) => ({ teamNo, invite })),
  );
}
