/**
 * Taking commits of one vault: by compare-and-set on `seq`, through the one shared `verifyCommit`, with every envelope and file
 * that they name, durable before anybody is answered. The same bytes again are answered ok.
 */

import type { DeviceId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { routes } from "../../shared/protocol/routes/routes.ts";
import { bindingNow, bindings } from "../../shared/protocol/team-log/state/rules.ts";
import type { Binding, Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { type VaultChain, verifyCommit } from "../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { bytesEqual } from "../../shared/text.ts";
import { nameBlobs } from "../store/blob-store.ts";
import { addEnvelopes, type EnvelopeRow } from "../store/envelope-store.ts";
import { countShare } from "../store/share-store.ts";
import { addCommits, addTombstones, moveHead, readCommits } from "../store/vault-store.ts";
import { boundChains, chainOf, foldForNow } from "./chains.ts";
import { matchEnvelopes } from "./envelopes.ts";
import { commitWaitMs } from "./holds.ts";
import { checkAge, deletionsIn, dropGone, findGone, type Gone, isPurgeAlone, purgedTombstones } from "./purges.ts";
import { type Added, checkQuota, countStored } from "./quota.ts";
import type { StoredVault, Team, TeamContext } from "./team.ts";
import { matchBlobs } from "./uploads.ts";

export type Push = { commits: readonly Uint8Array[]; envelopes: readonly Uint8Array[] };
type Author = { user: UserId; device: DeviceId };

/**
 * Call in the team's turn. A right that an entry took away while this waited is seen by the verifier. `manifest` with our head's number and retry `later`:
 * the race was lost; `throttled`: held back; else what `verifyCommit` refuses.
 */
export async function pushCommits(
  context: TeamContext,
  { team, vault }: { team: Team; vault: VaultId },
  author: Author,
  push: Push,
): Promise<Result<{ head: Head }>> {
  const stored = team.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  const waitMs = commitWaitMs(
    team.holds,
    { vault, user: author.user },
    { now: context.elapsed(), limits: context.limits },
  );
  if (waitMs > 0) return fail("throttled", { vault, waitMs, reason: "held" }, "later");
  const bytes = [...push.commits, ...push.envelopes].reduce((sum, part) => sum + part.length, 0);
  const added = { user: author.user, bytes, entries: 0 };
  const fits = checkQuota(context.limits, team, added);
  // Where no space is left, giving some back is the way out.
  if (!fits.ok && !isPurgeAlone(push.commits)) return fits;
  const chain = await chainOf(context.db, team, vault);
  if (!chain.ok) return chain;
  if (missingBinding(team.state, chain.value) !== undefined)
    return fail("manifest", { vault, reason: "behind", number: stored.head.seq }, "later");
  const undo: (() => void)[] = [];
  let isDurable = false;
  try {
    const taken = checkCommits(team, chain.value, author, push.commits, undo);
    if (!taken.ok) return isRace(taken) ? answerRepeat(context, { vault, stored }, push.commits) : taken;
    const { commits, tombstones } = taken.value;
    const beside = await findBeside(context, { chain: chain.value, stored, tombstones }, commits, push.envelopes);
    if (!beside.ok) return beside;
    const { head } = chain.value;
    const freed = await write(context, { teamNo: team.teamNo, stored, head, added }, commits, beside.value);
    isDurable = true;
    team.vaults.set(vault, { ...stored, head });
    for (const one of [added, ...freed]) countStored(team, one);
    boundChains(team, context.limits.itemsInMemory);
    const fields = { team: team.state.team, vault, seq: head.seq, count: commits.length, bytes };
    context.log.event("commits-taken", fields);
    return ok({ head });
  } finally {
    if (!isDurable) for (const takeBack of undo.reverse()) takeBack();
  }
}

/** A head that binds and that this chain does not hold: it was restored from an older copy, and takes nothing new before it does. */
export function missingBinding(state: TeamState, { vault, hashes }: VaultChain): Binding | undefined {
  return bindingNow(bindings(state, vault)).find(({ seq, hash }) => hashes[seq] !== hash);
}

/** Not the next commit of our chain: another was faster, or this one is here already. */
function isRace({ failure }: Failed): boolean {
  return failure.code === "manifest" && failure.detail?.reason === "chain";
}

/** The answer to commits that do not follow our head: ok where they are what we have, else where our head is. */
async function answerRepeat(
  { db }: TeamContext,
  { vault, stored }: { vault: VaultId; stored: StoredVault },
  commits: readonly Uint8Array[],
): Promise<Result<{ head: Head }>> {
  const first = parseCommit(commits[0] as Uint8Array);
  if (!first.ok) return first;
  if (first.value.body.vault !== vault) return fail("manifest", { vault, reason: "vault" });
  const { head, vaultNo } = stored;
  const from = first.value.body.seq;
  const to = from + commits.length - 1;
  const known = to > head.seq ? [] : await readCommits(db, { vaultNo, from, to, bytes: routes.push.requestBytes });
  const isSame =
    known.length === commits.length && known.every(({ bytes }, at) => bytesEqual(bytes, commits[at] as Uint8Array));
  return isSame ? ok({ head }) : fail("manifest", { vault, reason: "head", number: head.seq }, "later");
}

/** Verifies and folds one after the other; `undo` takes each back. */
function checkCommits(
  team: Team,
  chain: VaultChain,
  author: Author,
  commits: readonly Uint8Array[],
  undo: (() => void)[],
): Result<{ commits: Commit[]; tombstones: number[] }> {
  const taken: Commit[] = [];
  const tombstones: number[] = [];
  for (const bytes of commits) {
    const commit = verifyCommit(team.state, chain, bytes);
    if (!commit.ok) return commit;
    const { body } = commit.value;
    if (body.author.device !== author.device || body.author.user !== author.user)
      return fail("role", { vault: chain.vault, reason: "author" });
    tombstones.push(...purgedTombstones(chain, body));
    undo.push(foldForNow(chain, commit.value));
    taken.push(commit.value);
  }
  return ok({ commits: taken, tombstones });
}

type Beside = { envelopes: readonly EnvelopeRow[]; blobs: readonly number[]; gone: Gone };

/** The envelopes and files that these commits name, and what their purges leave without a name: `manifest`, `throttled`. */
async function findBeside(
  { db, now }: TeamContext,
  { chain, stored, tombstones }: { chain: VaultChain; stored: StoredVault; tombstones: readonly number[] },
  commits: readonly Commit[],
  given: readonly Uint8Array[],
): Promise<Result<Beside>> {
  const at = { vault: chain.vault, vaultNo: stored.vaultNo };
  const aged = await checkAge({ db, now }, { ...at, head: stored.head.seq }, tombstones);
  if (!aged.ok) return aged;
  const envelopes = await matchEnvelopes(db, at, commits, given);
  if (!envelopes.ok) return envelopes;
  const blobs = await matchBlobs(db, at, commits);
  if (!blobs.ok) return blobs;
  const gone = await findGone(db, { chain, vaultNo: stored.vaultNo }, commits);
  return gone.ok ? ok({ envelopes: envelopes.value, blobs: blobs.value, gone: gone.value }) : gone;
}

async function write(
  { db, now }: TeamContext,
  at: { teamNo: number; stored: StoredVault; head: Head; added: Added },
  commits: readonly Commit[],
  beside: Beside,
): Promise<Added[]> {
  const { teamNo, head: to, added } = at;
  const { vaultNo, head: from } = at.stored;
  return await db.transaction(async (transaction) => {
    const isMoved = await moveHead(transaction, { vaultNo, from, to, bytes: added.bytes });
    if (!isMoved) throw new Error("a head moved outside its turn");
    const rows = commits.map(({ body, hash, bytes }) => ({ seq: body.seq, hash, bytes }));
    await addCommits(transaction, vaultNo, rows);
    await addTombstones(transaction, vaultNo, { seqs: deletionsIn(commits), now: now() });
    await addEnvelopes(transaction, vaultNo, beside.envelopes);
    await nameBlobs(transaction, beside.blobs);
    await countShare(transaction, { teamNo, ...added });
    return await dropGone(transaction, { teamNo, vaultNo }, beside.gone);
  });
}
