/** Queries on how much each member of a team stored. */
import type { UserId } from "../../shared/encoding/ids.ts";
import { type Db, query } from "./query.ts";

/** Bytes of entries, blobs, commits and envelopes, and how many entries. */
export type Share = { bytes: number; entries: number };
type Counted = { teamNo: number; user: UserId } & Share;

const shareRows = query((tables, given: { teamNo: number }) =>
  tables.selectFrom("member_shares").select(["user", "stored_bytes", "entries"]).where("team_no", "=", given.teamNo),
);
const addToShare = query((tables, given: Counted) =>
  tables
    .insertInto("member_shares")
    .values({ team_no: given.teamNo, user: given.user, stored_bytes: given.bytes, entries: given.entries })
    .onConflict((conflict) =>
      conflict.columns(["team_no", "user"]).doUpdateSet((row) => ({
        stored_bytes: row("member_shares.stored_bytes", "+", given.bytes),
        entries: row("member_shares.entries", "+", given.entries),
      })),
    ),
);

/** The share of everybody who stored something. */
export async function listShares(db: Db, teamNo: number): Promise<Map<UserId, Share>> {
  const rows = await db.all(shareRows, { teamNo });
  return new Map(rows.map(({ user, stored_bytes: bytes, entries }) => [user, { bytes, entries }]));
}

/** Adds to what a member stored, inside the transaction that stores it. */
export async function countShare(db: Db, counted: Counted): Promise<void> {
  await db.run(addToShare, counted);
}
