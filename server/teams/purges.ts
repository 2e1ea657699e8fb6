/**
 * Purges [protocol: Vault chain]: not before thirty days after this server took the deletion, by its own clock; then what the purged
 * versions alone named goes in the same transaction, and its space is free again.
 */
import type { BlobId, Hash, ItemId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { readersOf } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { type Commit, type CommitBody, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { dropBlob, findBlob } from "../store/blob-store.ts";
import { dropEnvelope, findEnvelopeSize } from "../store/envelope-store.ts";
import { removeLacking } from "../store/lacking-store.ts";
import type { Db } from "../store/query.ts";
import { countShare } from "../store/share-store.ts";
import { countVaultBytes, findTombstoneTime, readCommits } from "../store/vault-store.ts";
import type { Added } from "./quota.ts";

/** What nothing names any more: envelopes with who stored them, and files. */
export type Gone = { envelopes: ReadonlyMap<Hash, UserId>; files: ReadonlySet<BlobId> };
type Stored = { vault: VaultId; vaultNo: number };

/** Whether these commits do nothing but give space back. */
export function isPurgeAlone(commits: readonly Uint8Array[]): boolean {
  return commits.every((bytes) => {
    const commit = parseCommit(bytes);
    return commit.ok && commit.value.body.changes.every(({ op }) => op === "purge");
  });
}

/** Commits in which something is deleted, by their numbers. */
export function deletionsIn(commits: readonly Commit[]): number[] {
  return commits.flatMap(({ body }) => (body.changes.some(({ op }) => op !== "put") ? body.seq : []));
}

/** Where the deletions stand that a commit purges; asked before it is folded. */
export function purgedTombstones({ items }: VaultChain, { changes }: CommitBody): number[] {
  return changes.flatMap(({ op, item }) => (op === "purge" ? (items.get(item)?.commitSeq ?? []) : []));
}

/** `throttled` with what is left of the thirty days of the youngest of these deletions, all of which stand in commits up to `head`. */
export async function checkAge(
  { db, now }: { db: Db; now(): number },
  { vault, vaultNo, head }: Stored & { head: number },
  tombstones: readonly number[],
): Promise<Result<true>> {
  let left = 0;
  for (const seq of new Set(tombstones)) {
    const taken = seq > head ? now() : await findTombstoneTime(db, vaultNo, seq);
    left = Math.max(left, taken + limits.purgeWaitMs - now());
  }
  return left <= 0 ? ok(true) : fail("throttled", { vault, waitMs: left, reason: "purge" }, "later");
}

/** Whether nobody but this person may read the vault: nobody else loses anything. */
export function isAlone(state: TeamState, vault: VaultId, user: UserId): boolean {
  return readersOf(state, vault).every((reader) => reader.user === user);
}

/** What the purges of these commits leave without a name. `chain` holds them already; the server has all below the first of them. */
export async function findGone(
  db: Db,
  { chain, vaultNo }: { chain: VaultChain; vaultNo: number },
  commits: readonly Commit[],
): Promise<Result<Gone>> {
  const envelopes = new Map<Hash, UserId>();
  const files = new Set<BlobId>();
  const purges = new Set(
    commits.flatMap(({ body }) => body.changes.flatMap(({ op, item }) => (op === "purge" ? item : []))),
  );
  if (purges.size === 0) return ok({ envelopes, files });
  const upTo = (commits[0] as Commit).body.seq - 1;
  const each = (visit: (body: CommitBody) => void) =>
    eachCommit(db, { vaultNo, upTo, vault: chain.vault }, commits, visit);
  const purged = purgedSets(chain);
  const collected = await each(({ author, changes }) => {
    for (const { item, version, overview, secret, blobs } of changes) {
      if (!purges.has(item) || !purged(item).has(version)) continue;
      for (const part of [overview, secret])
        if (part !== null && !envelopes.has(part.hash)) envelopes.set(part.hash, author.user);
      for (const { blob } of blobs) files.add(blob);
    }
  });
  if (!collected.ok) return collected;
  const kept = await each(({ changes }) => {
    for (const { item, version, overview, secret, blobs } of changes) {
      if (purged(item).has(version)) continue;
      for (const part of [overview, secret]) if (part !== null) envelopes.delete(part.hash);
      for (const { blob } of blobs) files.delete(blob);
    }
  });
  return kept.ok ? ok({ envelopes, files }) : kept;
}

/** The purged versions of an item, as a set that is made once. */
function purgedSets({ items }: VaultChain): (item: ItemId) => ReadonlySet<number> {
  const sets = new Map<ItemId, ReadonlySet<number>>();
  const none: ReadonlySet<number> = new Set();
  return (item) => {
    const versions = items.get(item)?.purged ?? [];
    if (versions.length === 0) return none;
    const set = sets.get(item) ?? new Set(versions);
    sets.set(item, set);
    return set;
  };
}

async function eachCommit(
  db: Db,
  { vaultNo, upTo, vault }: Stored & { upTo: number },
  added: readonly Commit[],
  visit: (body: CommitBody) => void,
): Promise<Result<true>> {
  for (let from = 1; from <= upTo; ) {
    const page = await readCommits(db, { vaultNo, from, to: upTo, bytes: limits.pageBytes });
    if (page.length === 0) return fail("damaged-database", { vault, number: from });
    for (const { bytes } of page) {
      const commit = parseCommit(bytes);
      if (!commit.ok) return fail("damaged-database", { vault, number: from });
      visit(commit.value.body);
      from++;
    }
  }
  for (const { body } of added) visit(body);
  return ok(true);
}

/** Takes it away inside the transaction that takes the purge; answers whose space is free again, below zero. */
export async function dropGone(
  inside: Db,
  { teamNo, vaultNo }: { teamNo: number; vaultNo: number },
  { envelopes, files }: Gone,
): Promise<Added[]> {
  const freed = new Map<UserId, number>();
  const free = (user: UserId, bytes: number) => freed.set(user, (freed.get(user) ?? 0) - bytes);
  for (const [hash, user] of envelopes) {
    await removeLacking(inside, { teamNo, vaultNo, kind: "envelope", name: hash });
    const size = await findEnvelopeSize(inside, vaultNo, hash);
    if (size === undefined) continue;
    await dropEnvelope(inside, vaultNo, hash);
    await countVaultBytes(inside, vaultNo, -size);
    free(user, size);
  }
  for (const blob of files) {
    await removeLacking(inside, { teamNo, vaultNo, kind: "file", name: blob });
    const row = await findBlob(inside, vaultNo, blob);
    if (row !== undefined) free(row.user, await dropBlob(inside, { blobNo: row.blobNo, vaultNo }));
  }
  const added = [...freed].map(([user, bytes]) => ({ user, bytes, entries: 0 }));
  for (const one of added) await countShare(inside, { teamNo, ...one });
  return added;
}
