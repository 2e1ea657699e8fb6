/** Queries on second factors: one row a person who has one, and the hashes of their recovery codes. */
import type { DeviceId, Hash, UserId } from "../../shared/encoding/ids.ts";
import { type Db, query } from "./query.ts";
import type { FactorEventKind } from "./tables.ts";

type Key = { teamNo: number; user: UserId };
export type StoredFactor = {
  sealed: Uint8Array;
  enrolledAt: number;
  lastStep: number;
  /** The device of each wrong answer since the last right one of that device. */
  failedBy: readonly DeviceId[];
  waitUntil: number;
  released: { device: DeviceId; until: number } | null;
};

const factorRow = query((tables, given: Key) =>
  tables
    .selectFrom("second_factors")
    .select(["sealed", "enrolled_at", "last_step", "failed_by", "wait_until", "released_device", "released_until"])
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user),
);
const deleteFactor = query((tables, given: Key) =>
  tables.deleteFrom("second_factors").where("team_no", "=", given.teamNo).where("user", "=", given.user),
);
const deleteCodes = query((tables, given: Key) =>
  tables.deleteFrom("second_factor_codes").where("team_no", "=", given.teamNo).where("user", "=", given.user),
);
const insertFactor = query((tables, given: Key & { sealed: Uint8Array; enrolledAt: number; lastStep: number }) =>
  tables.insertInto("second_factors").values({
    team_no: given.teamNo,
    user: given.user,
    sealed: given.sealed,
    enrolled_at: given.enrolledAt,
    last_step: given.lastStep,
    failed_by: "",
    wait_until: 0,
    released_device: "",
    released_until: 0,
  }),
);
const insertCode = query((tables, given: Key & { hash: Hash }) =>
  tables.insertInto("second_factor_codes").values({ team_no: given.teamNo, user: given.user, hash: given.hash }),
);
const raiseStep = query((tables, given: Key & { step: number }) =>
  tables
    .updateTable("second_factors")
    .set({ last_step: given.step })
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user)
    .where("last_step", "<", given.step),
);
const setFailures = query((tables, given: Key & { failedBy: string; waitUntil: number }) =>
  tables
    .updateTable("second_factors")
    .set({ failed_by: given.failedBy, wait_until: given.waitUntil })
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user),
);
const setReleased = query((tables, given: Key & { device: DeviceId; until: number }) =>
  tables
    .updateTable("second_factors")
    .set({ released_device: given.device, released_until: given.until })
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user),
);
const deleteCode = query((tables, given: Key & { hash: Hash }) =>
  tables
    .deleteFrom("second_factor_codes")
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user)
    .where("hash", "=", given.hash),
);
const allCodes = query((tables, given: Key) =>
  tables
    .selectFrom("second_factor_codes")
    .select("hash")
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user)
    .orderBy("hash"),
);
const codesLeft = query((tables, given: Key) =>
  tables
    .selectFrom("second_factor_codes")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user),
);
const usersWithFactor = query((tables, given: { teamNo: number }) =>
  tables.selectFrom("second_factors").select("user").where("team_no", "=", given.teamNo).orderBy("user"),
);

export type FactorEvent = { at: number; what: FactorEventKind; device: DeviceId; by: UserId };

const insertEvent = query((tables, given: Key & FactorEvent) =>
  tables.insertInto("second_factor_events").values({
    ...{ team_no: given.teamNo, user: given.user, at: given.at, what: given.what },
    ...{ device: given.device, by_user: given.by },
  }),
);
const lastEvents = query((tables, given: Key & { count: number }) =>
  tables
    .selectFrom("second_factor_events")
    .select(["number", "at", "what", "device", "by_user"])
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user)
    .orderBy("number", "desc")
    .limit(given.count),
);
const deleteEventsUpTo = query((tables, given: Key & { number: number }) =>
  tables
    .deleteFrom("second_factor_events")
    .where("team_no", "=", given.teamNo)
    .where("user", "=", given.user)
    .where("number", "<", given.number),
);

/** Notes what happened to a person's second factor, of which so many are kept. Inside the transaction in which it happened. */
export async function keepFactorEvent(db: Db, key: Key, event: FactorEvent, count: number): Promise<void> {
  await db.run(insertEvent, { ...key, ...event });
  const oldest = (await listFactorEvents(db, key, count)).at(-1);
  if (oldest !== undefined) await db.run(deleteEventsUpTo, { ...key, number: oldest.number });
}

/** The last ones, newest first. */
export async function listFactorEvents(db: Db, key: Key, count: number): Promise<(FactorEvent & { number: number })[]> {
  return (await db.all(lastEvents, { ...key, count })).map(({ by_user: by, ...event }) => ({ ...event, by }));
}

const deleteAllCodes = query((tables) => tables.deleteFrom("second_factor_codes"));
const endAllReleases = query((tables) =>
  tables.updateTable("second_factors").set({ released_device: "", released_until: 0 }),
);
const raiseAllSteps = query((tables, given: { step: number }) =>
  tables.updateTable("second_factors").set({ last_step: given.step }).where("last_step", "<", given.step),
);

/** What an older copy of the database may not bring back: recovery codes and steps that were used since, and releases that were. */
export async function dropFactorUses(db: Db, step: number): Promise<void> {
  await db.run(deleteAllCodes, {});
  await db.run(endAllReleases, {});
  await db.run(raiseAllSteps, { step });
}

/** A person's second factor; undefined where they have none. */
export async function findFactor(db: Db, key: Key): Promise<StoredFactor | undefined> {
  const row = await db.first(factorRow, key);
  if (row === undefined) return undefined;
  return {
    sealed: row.sealed,
    enrolledAt: row.enrolled_at,
    lastStep: row.last_step,
    failedBy: row.failed_by.split(" ").filter((device) => device !== "") as DeviceId[],
    waitUntil: row.wait_until,
    released: row.released_device === "" ? null : { device: row.released_device, until: row.released_until },
  };
}

/** A new one with its codes, in the place of what was there. Inside a transaction. */
export async function replaceFactor(
  db: Db,
  key: Key,
  factor: { sealed: Uint8Array; enrolledAt: number; lastStep: number; codes: readonly Hash[] },
): Promise<void> {
  const { sealed, enrolledAt, lastStep, codes } = factor;
  await db.run(deleteFactor, key);
  await db.run(deleteCodes, key);
  await db.run(insertFactor, { ...key, sealed, enrolledAt, lastStep });
  await db.runEach(
    insertCode,
    codes.map((hash) => ({ ...key, hash })),
  );
}

/** Takes a step if none as late was taken before: false for a code that counted already. */
export async function takeStep(db: Db, key: Key, step: number): Promise<boolean> {
  return (await db.run(raiseStep, { ...key, step })) === 1;
}

/** Takes a recovery code: false where it is none of theirs, or was used. */
export async function takeCode(db: Db, key: Key, hash: Hash): Promise<boolean> {
  return (await db.run(deleteCode, { ...key, hash })) === 1;
}

/** Notes who gave the wrong answers, and until when none is looked at. */
export async function keepFailures(
  db: Db,
  key: Key,
  { failedBy, waitUntil }: Pick<StoredFactor, "failedBy" | "waitUntil">,
): Promise<void> {
  await db.run(setFailures, { ...key, failedBy: failedBy.join(" "), waitUntil });
}

/** Lets one device enrol anew until then. */
export async function keepRelease(db: Db, key: Key, released: { device: DeviceId; until: number }): Promise<void> {
  await db.run(setReleased, { ...key, ...released });
}

/** How many recovery codes are left. */
export async function countCodes(db: Db, key: Key): Promise<number> {
  return (await db.first(codesLeft, key))?.count ?? 0;
}

/** The hashes of a person's recovery codes, ascending. */
export async function listCodes(db: Db, key: Key): Promise<Hash[]> {
  return (await db.all(allCodes, key)).map(({ hash }) => hash);
}

/** Everybody of a team who has a second factor. */
export async function listFactors(db: Db, teamNo: number): Promise<UserId[]> {
  return (await db.all(usersWithFactor, { teamNo })).map(({ user }) => user);
}
