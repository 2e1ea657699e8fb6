/**
 * My copies of the vault chains: pulled page by page, verified by the shared code, durable before they count. What fails
 * to verify stops that vault at its last good head, with a named failure; other vaults go on. Opens no item.
 */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/commit.ts";
import type { Hash, VaultId } from "../../../shared/protocol/ids.ts";
import { limits } from "../../../shared/protocol/limits.ts";
import { bindings, rightOf } from "../../../shared/protocol/team-rules.ts";
import type { TeamState } from "../../../shared/protocol/team-state.ts";
import {
  checkBindings,
  checkPin,
  emptyChain,
  foldCommit,
  type VaultChain,
  verifyCommit,
} from "../../../shared/protocol/vault-chain.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/result.ts";
import type { Database, Ports } from "../ports.ts";
import { addSecurityEvent } from "../store/sealed-rows.ts";
import {
  addCommits,
  addEnvelopes,
  findEnvelope,
  markStopped,
  missingEnvelopes,
  readCommits,
} from "../store/vault-rows.ts";
import type { Chains, Profile, VaultListeners } from "../unlocked.ts";
import type { SyncedLog } from "./team-log.ts";
import type { Transport } from "./transport.ts";

export type VaultSync = Chains & {
  pull(vault: VaultId): Promise<Result<true>>;
  post(vault: VaultId, commit: Uint8Array, envelopes: Uint8Array[]): Promise<Result<true>>;
  envelopes(vault: VaultId, hashes: Hash[]): Promise<Result<(Uint8Array | null)[]>>;
  /** Fetches what current versions still lack. */
  complete(vault: VaultId): Promise<Result<true>>;
  /** Judges pins and cuts that a new entry brought. */
  rejudge(vault: VaultId): void;
};

type Holder = {
  ports: Ports;
  db: Database;
  profile: Profile;
  transport: Transport;
  log(): SyncedLog;
  listeners(): VaultListeners;
  alert(failure: Failure, vault: VaultId): void;
};

/** Failures that say something about the vault, not about the way to it. */
const passing = new Set<Failure["code"]>([
  "offline",
  "server-error",
  "throttled",
  "session-binding",
  "replay",
  "storage-full",
  "not-found",
  "limit",
  "pin",
]);

/** The chains of an unlocked profile, read from the store at first need. */
export function createVaultSync(holder: Holder): VaultSync {
  const { db, ports, transport } = holder;
  const chains = new Map<VaultId, VaultChain>();
  const failures = new Map<VaultId, Failure>();
  const turns = new Map<VaultId, Promise<unknown>>();

  function chain(vault: VaultId): VaultChain {
    const had = chains.get(vault);
    if (had !== undefined) return had;
    const loaded = emptyChain(vault);
    chains.set(vault, loaded);
    for (const bytes of readCommits(db, vault)) {
      const commit = parseCommit(bytes);
      const follows =
        commit.ok && commit.value.body.seq === loaded.head.seq + 1 && commit.value.body.prev === loaded.head.hash;
      if (!follows) {
        stop(vault, { code: "local-rollback", retry: "after-act" });
        break;
      }
      foldCommit(loaded, commit.value);
    }
    return loaded;
  }

  function stop(vault: VaultId, failure: Failure): void {
    if (failures.has(vault)) return;
    failures.set(vault, failure);
    markStopped(db, vault, failure.code);
    addSecurityEvent(db, {
      at: ports.clock.now(),
      code: failure.code,
      vault,
      user: failure.detail?.user,
      device: failure.detail?.device,
    });
    holder.alert(failure, vault);
  }

  /** One at a time per vault: a pull and a post would both fold the same commit. */
  function inTurn<T>(vault: VaultId, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(vault) ?? Promise.resolve()).then(work, work);
    turns.set(
      vault,
      turn.catch(() => {}),
    );
    return turn;
  }

  /** Verifies commits one on the other and keeps them in one transaction, with the envelopes at hand. */
  async function take(
    vault: VaultId,
    pages: readonly Uint8Array[],
    envelopes: readonly Uint8Array[],
  ): Promise<Result<Commit[]>> {
    const current = chain(vault);
    const taken: Commit[] = [];
    for (const bytes of pages) {
      let commit = verifyCommit(holder.log().state(), current, bytes);
      if (!commit.ok && commit.failure.code === "log-gap") {
        const pulled = await holder.log().pull();
        if (!pulled.ok) return pulled;
        commit = verifyCommit(holder.log().state(), current, bytes);
      }
      if (!commit.ok) return keepGood(vault, taken, commit.failure);
      const { value } = commit;
      db.transaction(() => addCommits(db, vault, [value]));
      foldCommit(current, value);
      taken.push(value);
      const pinned = checkPins(holder.log().state(), current);
      if (!pinned.ok) return keepGood(vault, taken, pinned.failure);
    }
    if (envelopes.length > 0)
      db.transaction(() =>
        addEnvelopes(
          db,
          envelopes.map((bytes) => ({ hash: envelopeHash(bytes), bytes })),
        ),
      );
    return ok(taken);
  }

  function keepGood(vault: VaultId, taken: Commit[], failure: Failure): Result<Commit[]> {
    if (!passing.has(failure.code)) stop(vault, failure);
    if (taken.length > 0)
      holder.listeners().vaultAdvanced(
        vault,
        taken.flatMap(({ body }) => body.changes),
      );
    return { ok: false, failure };
  }

  async function pullInTurn(vault: VaultId): Promise<Result<true>> {
    const stopped = failures.get(vault);
    if (stopped !== undefined) return { ok: false, failure: stopped };
    for (;;) {
      const page = await transport.call("commits", { from: chain(vault).head.seq + 1 }, vault);
      if (!page.ok) return page;
      const { head, commits } = page.value;
      const mine = chain(vault).head;
      if (head.seq < mine.seq) return rolledBack(vault, head.seq);
      if (head.seq === mine.seq && head.hash !== mine.hash) return forked(vault, head.seq);
      const taken = commits.length === 0 ? ok([]) : await take(vault, commits, []);
      if (!taken.ok) return taken;
      const complete = await completeInTurn(vault);
      if (taken.value.length > 0)
        holder.listeners().vaultAdvanced(
          vault,
          taken.value.flatMap(({ body }) => body.changes),
        );
      if (!complete.ok) return complete;
      if (chain(vault).head.seq >= head.seq) return ok(true);
      if (taken.value.length === 0) return fail("manifest", { vault, reason: "gap", number: head.seq });
    }
  }

  /** The server shows less than I verified: my head stays, and what it shows is not taken. */
  function rolledBack(vault: VaultId, seq: number): Result<never> {
    return fail("log-rollback", { vault, number: seq });
  }
  function forked(vault: VaultId, seq: number): Result<never> {
    const failure: Failure = { code: "log-fork", retry: "never", detail: { vault, number: seq } };
    stop(vault, failure);
    return { ok: false, failure };
  }

  async function fetchEnvelopes(vault: VaultId, hashes: readonly Hash[]): Promise<Result<Map<Hash, Uint8Array>>> {
    const found = new Map<Hash, Uint8Array>();
    for (let from = 0; from < hashes.length; ) {
      const asked = hashes.slice(from, from + limits.envelopesPerRequest);
      const answer = await transport.call("envelopes", { vault, hashes: asked });
      if (!answer.ok) return answer;
      const { envelopes } = answer.value;
      if (envelopes.length === 0 || envelopes.length > asked.length)
        return fail("encoding", { reason: "envelopes" }, "later");
      const good: { hash: Hash; bytes: Uint8Array }[] = [];
      for (const [at, bytes] of envelopes.entries()) {
        // An empty place is a claim like any other: the item keeps what we have.
        if (bytes === null) continue;
        if (envelopeHash(bytes) !== asked[at]) return fail("manifest", { vault, reason: "envelope" });
        good.push({ hash: asked[at] as Hash, bytes });
        found.set(asked[at] as Hash, bytes);
      }
      db.transaction(() => addEnvelopes(db, good));
      from += envelopes.length;
    }
    return ok(found);
  }

  async function completeInTurn(vault: VaultId): Promise<Result<true>> {
    const missing = missingEnvelopes(db, vault);
    if (missing.length === 0) return ok(true);
    const fetched = await fetchEnvelopes(vault, missing);
    return fetched.ok ? ok(true) : fetched;
  }

  return {
    chain,
    stopped: (vault) => failures.get(vault) ?? null,
    pull: (vault) => inTurn(vault, () => pullInTurn(vault)),
    post: (vault, commit, envelopes) =>
      inTurn(vault, async () => {
        const posted = await transport.call("push", { commits: [commit], envelopes }, vault);
        if (!posted.ok) return posted;
        const taken = await take(vault, [commit], envelopes);
        if (!taken.ok) return taken;
        holder.listeners().vaultAdvanced(
          vault,
          taken.value.flatMap(({ body }) => body.changes),
        );
        return ok(true);
      }),
    async envelopes(vault, hashes) {
      const stored = hashes.map((hash) => findEnvelope(db, hash));
      const missing = hashes.filter((_, at) => stored[at] === null);
      if (missing.length === 0) return ok(stored);
      const fetched = await fetchEnvelopes(vault, missing);
      if (!fetched.ok) return fetched;
      return ok(hashes.map((hash, at) => stored[at] ?? fetched.value.get(hash) ?? null));
    },
    complete: (vault) => inTurn(vault, () => completeInTurn(vault)),
    rejudge(vault) {
      if (rightOf(holder.log().state(), holder.profile.user, vault) === null) return;
      const judged = checkPins(holder.log().state(), chain(vault));
      const bound = judged.ok ? checkBindings(holder.log().state(), chain(vault)) : judged;
      if (!bound.ok) stop(vault, bound.failure);
    },
  };
}

function checkPins(state: TeamState, chain: VaultChain): Result<true> {
  for (const binding of bindings(state, chain.vault)) {
    if (binding.kind !== "pin") continue;
    const checked = checkPin(chain, binding);
    if (!checked.ok) return checked;
  }
  return ok(true);
}
