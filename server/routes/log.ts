/** The team log: reading it, and appending by compare-and-set through the shared verifier. */
import { bundleHash } from "../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../shared/crypto/vault-key.ts";
import type { Entry } from "../../shared/protocol/entry.ts";
import type { Hash, TeamId, VaultId } from "../../shared/protocol/ids.ts";
import { limits } from "../../shared/protocol/limits.ts";
import type { TeamState } from "../../shared/protocol/team-state.ts";
import { manifestRoot } from "../../shared/protocol/vault-chain.ts";
import { applyEntry, applyGenesis } from "../../shared/protocol/verify-entry.ts";
import { fail, ok, type Result } from "../../shared/result.ts";
import { bytesEqual } from "../../shared/text.ts";
import { servedRight } from "../served.ts";
import { dropFact } from "../store/facts.ts";
import { appendLog, readBlobs, readEntries } from "../store/log-rows.ts";
import { chainOf, inTurn, type Team } from "../teams.ts";
import type { Context, Handler } from "./context.ts";

/** A page of the log from `from` on, and the head. */
export const readLog: Handler<"log"> = async ({ store, teams }, { session, request }) => {
  const team = teams.get(session.team);
  if (team === undefined) return fail("session-binding");
  const entries = await readEntries(store.db, session.team, {
    from: request.from,
    maxCount: limits.entriesPerPage,
    maxBytes: limits.pageBytes,
  });
  return ok({ head: team.state.head, entries });
};

/** Appends entries, all or none; a repeat of the same bytes is ok. */
export const append: Handler<"append"> = async (context, { session, request }) => {
  const team = context.teams.get(session.team);
  if (session.identity.kind === "founder")
    return team === undefined ? makeTeam(context, session.team, request) : repeated(context, team, request.entries);
  if (team === undefined) return fail("session-binding");
  return inTurn(team, () => appendInTurn(context, team, request));
};

type Post = { entries: Uint8Array[]; blobs: Uint8Array[]; setup: Uint8Array | null };

async function appendInTurn(context: Context, team: Team, post: Post): Promise<Result<{ head: TeamState["head"] }>> {
  let { state } = team;
  const taken: Entry[] = [];
  for (const bytes of post.entries) {
    const next = applyEntry(state, bytes);
    if (!next.ok) {
      const again = next.failure.code === "log-gap" ? await repeated(context, team, post.entries) : next;
      return again.ok ? again : next;
    }
    const heads = await checkHeads(context, team, next.value.entry);
    if (!heads.ok) return heads;
    state = next.value.state;
    taken.push(next.value.entry);
  }
  await write(context, state.team, taken, post.blobs, false);
  team.state = state;
  context.hint(team, { kind: "log", vault: null, seq: state.head.seq }, () => true);
  return ok({ head: state.head });
}

/** The answer to a post that we already took: its author lost our answer. */
async function repeated(
  context: Context,
  team: Team,
  entries: Uint8Array[],
): Promise<Result<{ head: TeamState["head"] }>> {
  const last = entries.at(-1) as Uint8Array;
  for (let from = Math.max(0, team.state.head.seq - 256); from <= team.state.head.seq; from += limits.entriesPerPage) {
    const known = await readEntries(context.store.db, team.state.team, {
      from,
      maxCount: limits.entriesPerPage,
      maxBytes: limits.requestBytes,
    });
    const at = known.findIndex((bytes) => bytesEqual(bytes, last));
    if (
      at >= entries.length - 1 &&
      entries.every((bytes, back) => bytesEqual(bytes, known[at - entries.length + 1 + back] as Uint8Array))
    )
      return ok({ head: team.state.head });
  }
  return fail("log-gap", { number: team.state.head.seq }, "later");
}

async function makeTeam(context: Context, id: TeamId, post: Post): Promise<Result<{ head: TeamState["head"] }>> {
  if (post.setup === null || !context.isSetupToken(post.setup)) return fail("setup-code", undefined, "after-act");
  if (context.teams.size >= context.maxTeams) return fail("limit", { field: "teams" });
  const [first, ...rest] = post.entries;
  const genesis = applyGenesis(first as Uint8Array, id);
  if (!genesis.ok) return genesis;
  let state = genesis.value;
  const taken: Entry[] = [{ bytes: first as Uint8Array, hash: state.head.hash, body: { seq: 0 } } as Entry];
  for (const bytes of rest) {
    const next = applyEntry(state, bytes);
    if (!next.ok) return next;
    state = next.value.state;
    taken.push(next.value.entry);
  }
  if (state.head.seq < 5) return fail("genesis", { reason: "short" });
  // Another founder may have been faster while this one was verified.
  if (context.teams.has(id) || !context.isSetupToken(post.setup)) return fail("setup-code", undefined, "after-act");
  context.teamMade();
  await write(context, id, taken, post.blobs, true);
  context.teams.set(id, { state, chains: new Map(), queue: Promise.resolve() });
  return ok({ head: state.head });
}

/** Cuts, given heads and pins are the heads of this moment, or heads that we have (protocol 5, 6). */
async function checkHeads(context: Context, team: Team, entry: Entry): Promise<Result<true>> {
  const { attached } = entry.body;
  for (const { vault, seq, hash } of attached.cuts) {
    const { head } = await chainOf(context.store, team, vault);
    if (head.seq !== seq || head.hash !== hash)
      return fail("recipient-set", { vault, reason: "cut-head", number: head.seq }, "later");
  }
  for (const given of [...attached.heads, ...attached.bundles.flatMap((bundle) => bundle.given)]) {
    const chain = await chainOf(context.store, team, given.vault);
    if (chain.hashes[given.seq] !== given.hash)
      return fail("recipient-set", { vault: given.vault, reason: "given-head" }, "later");
  }
  if (entry.body.type !== "vault-rotate") return ok(true);
  for (const { vault, pin, root, voids } of entry.body.payload.vaults) {
    const chain = await chainOf(context.store, team, vault);
    // Voiding commits comes with the issue that builds its screens; until then no server takes it.
    if (voids > 0) return fail("client-too-old", { vault });
    if (pin.seq !== chain.head.seq || pin.hash !== chain.head.hash)
      return fail("recipient-set", { vault, reason: "pin", number: chain.head.seq }, "later");
    if (manifestRoot(chain) !== root) return fail("manifest", { vault, reason: "root" });
  }
  return ok(true);
}

/** Only blobs that an entry of this post names are kept. */
async function write(
  context: Context,
  team: TeamId,
  entries: Entry[],
  blobs: Uint8Array[],
  isNew: boolean,
): Promise<void> {
  const named = new Map<Hash, number>();
  for (const { body } of entries) {
    for (const { hash } of body.attached?.bundles ?? []) named.set(hash, body.seq);
    if (body.type === "vault-rotate") for (const { history } of body.payload.vaults) named.set(history, body.seq);
  }
  const kept = blobs.flatMap((bytes) => {
    const hash = [bundleHash(bytes), historyHash(bytes)].find((one) => named.has(one));
    return hash === undefined ? [] : [{ hash, entrySeq: named.get(hash) as number, bytes }];
  });
  await context.store.db.transaction().execute(async (transaction) => {
    await appendLog(
      transaction,
      team,
      entries.map(({ body, hash, bytes }) => ({ seq: body.seq, hash, bytes })),
      kept,
    );
    if (isNew) await dropFact(transaction, "setup-token");
  });
}

/** Bundles for the calling device, and histories of vaults that it may read, of entries from `from` on. */
export const readBundles: Handler<"bundles"> = async ({ store, teams, now }, { session, request }) => {
  const team = teams.get(session.team);
  if (team === undefined || session.identity.kind !== "device") return fail("session-binding");
  const { user, device } = session.identity;
  const hashes = new Set<Hash>();
  for (const [id, vault] of team.state.vaults) {
    if (servedRight(team.state, user, id as VaultId, now()) === null) continue;
    for (const epoch of vault.epochs.values()) {
      const sent = epoch.sent.get(device);
      if (sent !== undefined && sent.entrySeq >= request.from) hashes.add(sent.bundle);
      // A device that was just let in needs the histories of epochs before it.
      const isNews = epoch.entrySeq >= request.from || (sent !== undefined && sent.entrySeq >= request.from);
      if (epoch.history !== null && isNews) hashes.add(epoch.history);
    }
  }
  return ok({ blobs: await readBlobs(store.db, session.team, [...hashes]), next: null });
};
