/** Rows of vault chains, their envelopes, and of joins that wait. */
import type { Kysely } from "kysely";
import type { Hash, InviteId, TeamId, VaultId } from "../../shared/protocol/ids.ts";
import { cutPage } from "./log-rows.ts";
import type { Tables } from "./tables.ts";

/** Commits of a vault from `from` on, until `maxBytes` is reached. */
export async function readCommits(
  db: Kysely<Tables>,
  team: TeamId,
  vault: VaultId,
  page: { from: number; maxBytes: number },
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("commits")
    .select("bytes")
    .where("team", "=", team)
    .where("vault", "=", vault)
    .where("seq", ">=", page.from)
    .orderBy("seq")
    .limit(2000)
    .execute();
  return cutPage(
    rows.map(({ bytes }) => bytes),
    page.maxBytes,
  );
}

/** Every commit of a vault, for folding its chain once after a start. */
export async function readChain(db: Kysely<Tables>, team: TeamId, vault: VaultId): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("commits")
    .select("bytes")
    .where("team", "=", team)
    .where("vault", "=", vault)
    .orderBy("seq")
    .execute();
  return rows.map(({ bytes }) => bytes);
}

/** Appends commits and envelopes; inside the caller's transaction. */
export async function appendCommits(
  db: Kysely<Tables>,
  at: { team: TeamId; vault: VaultId },
  commits: { seq: number; hash: Hash; bytes: Uint8Array }[],
  envelopes: { hash: Hash; bytes: Uint8Array }[],
): Promise<void> {
  await db
    .insertInto("commits")
    .values(commits.map((commit) => ({ ...at, ...commit })))
    .execute();
  for (let from = 0; from < envelopes.length; from += 200) {
    await db
      .insertInto("envelopes")
      .values(envelopes.slice(from, from + 200).map((envelope) => ({ ...at, ...envelope })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Envelopes by hash, in the order asked; null where there is none. */
export async function readEnvelopes(
  db: Kysely<Tables>,
  at: { team: TeamId; vault: VaultId },
  hashes: Hash[],
): Promise<(Uint8Array | null)[]> {
  const found = new Map<string, Uint8Array>();
  for (let from = 0; from < hashes.length; from += 500) {
    const rows = await db
      .selectFrom("envelopes")
      .select(["hash", "bytes"])
      .where("team", "=", at.team)
      .where("vault", "=", at.vault)
      .where("hash", "in", hashes.slice(from, from + 500))
      .execute();
    for (const { hash, bytes } of rows) found.set(hash, bytes);
  }
  return hashes.map((hash) => found.get(hash) ?? null);
}

/** Keeps a join message; false where another one stands for this invite. */
export async function putJoin(
  db: Kysely<Tables>,
  join: { team: TeamId; invite: InviteId; at: number; bytes: Uint8Array },
): Promise<boolean> {
  const { team, invite, at, bytes } = join;
  const had = await db
    .selectFrom("joins")
    .select("bytes")
    .where("team", "=", team)
    .where("invite", "=", invite)
    .executeTakeFirst();
  if (had !== undefined) return Buffer.compare(had.bytes, bytes) === 0;
  await db.insertInto("joins").values({ team, invite, posted_at: at, bytes }).execute();
  return true;
}

/** Join messages of these invites. */
export async function readJoins(db: Kysely<Tables>, team: TeamId, invites: InviteId[]): Promise<Uint8Array[]> {
  if (invites.length === 0) return [];
  const rows = await db
    .selectFrom("joins")
    .select("bytes")
    .where("team", "=", team)
    .where("invite", "in", invites)
    .orderBy("number")
    .execute();
  return rows.map(({ bytes }) => bytes);
}
