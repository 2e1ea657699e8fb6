/**
 * Taking back commits that a server lost when it was restored from an older copy [protocol: Restored servers]: from any computer that
 * reads the vault, through the one `verifyCommit`, whoever signed them. While the log names a head that the chain here does not hold,
 * it is the whole way up to that head or nothing; what stands in its place here goes aside, since no app ever takes it.
 */
import type { BlobId, Hash, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import type { Binding, Head } from "../../shared/protocol/team-log/state/team-state.ts";
import { foldCommit, type VaultChain, verifyCommit } from "../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { nameBlobs } from "../store/blob-store.ts";
import { addEnvelopes, type EnvelopeRow, findEnvelopeSize } from "../store/envelope-store.ts";
import { addLacking, type LackingRow, removeLacking } from "../store/lacking-store.ts";
import { countShare } from "../store/share-store.ts";
import { addCommits, addTombstones, moveHead, voidCommits } from "../store/vault-store.ts";
import { held } from "./append-entries.ts";
import { boundChains, chainOf, chainUpTo } from "./chains.ts";
import { envelopeRows } from "./envelopes.ts";
import { commitWaitMs } from "./holds.ts";
import { checkAge, deletionsIn, dropGone, findGone, type Gone, isAlone, purgedTombstones } from "./purges.ts";
import { missingBinding } from "./push-commits.ts";
import { type Added, checkQuota, countStored } from "./quota.ts";
import { supplyEnvelopes } from "./supply.ts";
import type { StoredVault, Team, TeamContext } from "./team.ts";
import { matchBlobs } from "./uploads.ts";

/** `user` offers them. */
type At = { team: Team; vault: VaultId; stored: StoredVault; user: UserId };
type Run = { chain: VaultChain; commits: Commit[] };
type Beside = { envelopes: EnvelopeRow[]; files: number[]; lacking: LackingRow[] };

/**
 * Call in the team's turn. Answers where the chain stands now; a failure where nothing of it was taken: what `verifyCommit` refuses,
 * `manifest` (they do not follow, or do not reach the head that is owed), `limit`, `throttled`.
 */
export async function restoreCommits(
  context: TeamContext,
  { team, vault, user }: { team: Team; vault: VaultId; user: UserId },
  { commits, envelopes }: { commits: readonly Uint8Array[]; envelopes: readonly Uint8Array[] },
): Promise<Result<{ head: Head }>> {
  const stored = team.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  await supplyEnvelopes(context, { team, stored }, envelopes);
  const mine = await chainOf(context.db, team, vault);
  if (!mine.ok) return mine;
  const news = withoutHeld(mine.value, commits);
  if (!news.ok) return news;
  if (news.value.length === 0) return ok({ head: stored.head });
  const at = { team, vault, stored, user };
  const run = await readRun(context, at, { mine: mine.value, news: news.value });
  if (!run.ok) return run;
  const gone = await findGone(context.db, { chain: run.value.chain, vaultNo: stored.vaultNo }, run.value.commits);
  if (!gone.ok) return gone;
  const added = addedBy(run.value.commits, envelopes);
  for (const one of added) {
    const fits = checkQuota(context.limits, team, one);
    if (!fits.ok) return fits;
  }
  const beside = await findBeside(context, at, run.value.commits, envelopes);
  const freed = await write(context, at, run.value, { added, beside: { ...beside, gone: gone.value } });
  const { chain } = run.value;
  team.vaults.set(vault, { ...stored, head: chain.head });
  team.chains.delete(vault);
  team.chains.set(vault, chain);
  for (const one of [...added, ...freed]) countStored(team, one);
  boundChains(team, context.limits.itemsInMemory);
  const count = run.value.commits.length;
  const bytes = added.reduce((sum, one) => sum + one.bytes, 0);
  context.log.event("commits-taken", { team: team.state.team, vault, seq: chain.head.seq, count, bytes });
  return ok({ head: chain.head });
}

/** From the first on that is not here. */
function withoutHeld({ vault, hashes }: VaultChain, commits: readonly Uint8Array[]): Result<Commit[]> {
  const news: Commit[] = [];
  for (const bytes of commits) {
    const commit = parseCommit(bytes);
    if (!commit.ok) return commit;
    const { body, hash } = commit.value;
    if (body.vault !== vault) return fail("manifest", { vault, reason: "vault" });
    if (news.length > 0 || hashes[body.seq] !== hash) news.push(commit.value);
  }
  return ok(news);
}

/** Verifies them one on the other on a copy of the chain, as far as they verify. */
async function readRun(
  context: TeamContext,
  at: At,
  { mine, news }: { mine: VaultChain; news: readonly Commit[] },
): Promise<Result<Run>> {
  const { team, vault } = at;
  const owed = missingBinding(team.state, mine);
  const base = await baseOf(context, at, { mine, first: news[0] as Commit, owed });
  if (!base.ok) return base;
  const chain = base.value;
  const commits: Commit[] = [];
  const above = (news[0] as Commit).body.seq - 1;
  let refused: Failed | null = null;
  for (const { bytes, body } of news) {
    const commit = verifyCommit(team.state, chain, bytes);
    refused = commit.ok ? await mayRestore(context, at, { chain, above, commit: commit.value }) : commit;
    if (!commit.ok || refused !== null) break;
    foldCommit(chain, commit.value);
    commits.push({ ...commit.value, body });
  }
  if (owed !== undefined && chain.hashes[owed.seq] !== owed.hash)
    return refused ?? fail("manifest", { vault, reason: "behind", number: owed.seq }, "later");
  return commits.length > 0 || refused === null ? ok({ chain, commits }) : refused;
}

/** A copy of what they stand on: the chain, or where it passes beside a head that is owed, what is below the first of them. */
async function baseOf(
  { db }: TeamContext,
  { vault, stored }: At,
  { mine, first, owed }: { mine: VaultChain; first: Commit; owed: Binding | undefined },
): Promise<Result<VaultChain>> {
  const { seq } = first.body;
  if (seq > mine.head.seq) return ok({ ...mine, items: new Map(mine.items), hashes: [...mine.hashes] });
  const isBelow = owed !== undefined && seq >= 1 && seq <= owed.seq;
  if (!isBelow) return fail("manifest", { vault, reason: "head", number: mine.head.seq }, "later");
  return await chainUpTo(db, { vaultNo: stored.vaultNo, vault, seq: seq - 1 });
}

/** Those before one that comes too early are taken all the same: among them is the deletion, whose time begins with it. */
async function mayRestore(
  { db, elapsed, limits, now }: TeamContext,
  at: At,
  { chain, above, commit }: { chain: VaultChain; above: number; commit: Commit },
): Promise<Failed | null> {
  const { team, vault, stored } = at;
  const { body } = commit;
  const waitMs = commitWaitMs(team.holds, { vault, user: body.author.user }, { now: elapsed(), limits });
  if (waitMs > 0) return held(waitMs);
  if (!isOneWord(at, commit)) return null;
  const { vaultNo } = stored;
  const aged = await checkAge({ db, now }, { vault, vaultNo, head: above }, purgedTombstones(chain, body));
  return aged.ok ? null : aged;
}

/** Where nobody but its signer offers a purge, and others lose by it, the copy here decides how long the deletion stands. */
function isOneWord({ team, vault, user }: At, { body }: Commit): boolean {
  return body.author.user === user && !isAlone(team.state, vault, user);
}

/** What each author stores. */
function addedBy(commits: readonly Commit[], envelopes: readonly Uint8Array[]): Added[] {
  const sizes = new Map<UserId, number>();
  const given = new Map(envelopeRows(envelopes).map(({ hash, bytes }) => [hash, bytes.length]));
  for (const { bytes, body } of commits) {
    const beside = namedBy(body).reduce((sum, { hash }) => sum + (given.get(hash) ?? 0), 0);
    sizes.set(body.author.user, (sizes.get(body.author.user) ?? 0) + bytes.length + beside);
  }
  return [...sizes].map(([user, bytes]) => ({ user, bytes, entries: 0 }));
}

function namedBy({ changes }: Commit["body"]): { hash: Hash; size: number }[] {
  return changes.flatMap(({ overview, secret }) => [overview, secret].flatMap((part) => part ?? []));
}

/** What they name: given with them, here already, or owed. */
async function findBeside(
  { db }: TeamContext,
  { vault, stored }: At,
  commits: readonly Commit[],
  given: readonly Uint8Array[],
): Promise<Beside> {
  const { vaultNo } = stored;
  const rows = new Map(envelopeRows(given).map((row) => [row.hash, row]));
  const beside: Beside = { envelopes: [], files: [], lacking: [] };
  for (const commit of commits) {
    const { user } = commit.body.author;
    for (const { hash, size } of namedBy(commit.body)) {
      const row = rows.get(hash);
      if (row?.bytes.length === size) beside.envelopes.push(row);
      else if ((await findEnvelopeSize(db, vaultNo, hash)) !== size)
        beside.lacking.push({ vaultNo, kind: "envelope", name: hash, user, place: size });
    }
    const files = await matchBlobs(db, { vault, vaultNo }, [commit]);
    if (files.ok) beside.files.push(...files.value);
    else
      beside.lacking.push(
        ...filesOf(commit).map((name) => ({ ...{ vaultNo, kind: "file" as const, name, user }, place: 0 })),
      );
  }
  return beside;
}

function filesOf({ body }: Commit): BlobId[] {
  return body.changes.flatMap(({ blobs }) => blobs.map(({ blob }) => blob));
}

async function write(
  { db, now }: TeamContext,
  { team, stored }: At,
  { chain, commits }: Run,
  { added, beside }: { added: readonly Added[]; beside: Beside & { gone: Gone } },
): Promise<Added[]> {
  const { teamNo } = team;
  const { vaultNo, head: from } = stored;
  const above = (commits[0] as Commit).body.seq - 1;
  const bytes = added.reduce((sum, one) => sum + one.bytes, 0);
  return await db.transaction(async (inside) => {
    const entrySeq = team.state.head.seq;
    if (above < from.seq) await voidCommits(inside, { vaultNo, above, entrySeq });
    const isMoved = await moveHead(inside, { vaultNo, from, to: chain.head, bytes });
    if (!isMoved) throw new Error("a head moved outside its turn");
    await addCommits(
      inside,
      vaultNo,
      commits.map((commit) => ({ seq: commit.body.seq, hash: commit.hash, bytes: commit.bytes })),
    );
    await addTombstones(inside, vaultNo, { seqs: deletionsIn(commits), now: now() });
    await addEnvelopes(inside, vaultNo, beside.envelopes);
    await nameBlobs(inside, beside.files);
    await addLacking(inside, teamNo, beside.lacking);
    for (const { hash } of commits) await removeLacking(inside, { teamNo, vaultNo, kind: "chain", name: hash });
    for (const one of added) await countShare(inside, { teamNo, ...one });
    return await dropGone(inside, { teamNo, vaultNo }, beside.gone);
  });
}
