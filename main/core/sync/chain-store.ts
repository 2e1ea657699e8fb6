/**
 * My copies of the vault chains: verified by the shared code, durable before they count, one transaction a page. What
 * fails to verify is kept as evidence and moves no head. Opens no item ([protocol: Team log] "cuts and pins bind", 6, 7).
 */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import type { DeviceId, Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { bindingNow, bindings, givenHeads } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Binding, Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import {
  checkBindings,
  checkPin,
  emptyChain,
  foldCommit,
  type VaultChain,
  verifyCommit,
} from "../../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { findVoidingPin, rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import type { Checkpoints } from "../local/chain-checkpoints.ts";
import type { KnownHead } from "../local/heads.ts";
import type { Database } from "../ports.ts";
import { addCommits, addEnvelopes, moveVoided, readCommits } from "../store/vault-rows.ts";
import { readChain } from "./chain-load.ts";

/** What of a page was taken, and what ended it: the failure and the commit that it is about. */
export type Taken = { commits: Commit[]; refused: { failure: Failure; evidence: Uint8Array } | null };

export type ChainStore = {
  /** The chain as far as it is verified here; `broken` hears of a file that does not reach the recorded head. */
  chain(vault: VaultId): VaultChain;
  /** Verifies commits one on the other and keeps them, with the envelopes at hand, in one transaction. */
  take(vault: VaultId, page: { commits: readonly Uint8Array[]; envelopes: readonly Uint8Array[] }): Taken;
  /** Whether commits verify, one page on the other from my chain on, which stays as it is; nothing is kept. */
  lookAhead(vault: VaultId): (commits: readonly Uint8Array[]) => boolean;
  /** Checks my chain against the cuts and pins of the log. */
  check(vault: VaultId): Result<true>;
  /** Takes the chain back to a manager's pin below it, if one voids what lies above; answers whether it did. */
  rewind(vault: VaultId): Result<boolean>;
};

export type ChainHooks = {
  broken(vault: VaultId, failure: Failure): void;
  /** The head of a vault that the file must reach, by the sealed record; null: none is known. */
  recorded(vault: VaultId): KnownHead | null;
  /** Called in the transaction that moves a vault's head, with the chain after it. */
  noted(chain: VaultChain): void;
  /** Called in the transaction that takes voided commits out of a chain, once they are out. */
  voided(vault: VaultId, commits: readonly Commit[]): void;
  now(): number;
  checkpoints: Checkpoints;
  /** Runs later, when nobody waits. */
  later(act: () => void): void;
};

/** A checkpoint is written anew once this many changes, and this part of the vault, came after it. */
const checkpointAfter = { changes: 500, part: 8 };

/** What the acts on my chains share. `fresh`: changes that came after the checkpoint of each vault. */
type Kept = {
  db: Database;
  state: () => TeamState;
  hooks: ChainHooks;
  chains: Map<VaultId, VaultChain>;
  fresh: Map<VaultId, number>;
};

/** Chains are read from the store at first need and folded in place from then on. */
export function createChainStore(db: Database, state: () => TeamState, hooks: ChainHooks): ChainStore {
  const kept: Kept = { db, state, hooks, chains: new Map(), fresh: new Map() };
  const chain = (vault: VaultId): VaultChain => kept.chains.get(vault) ?? loadChain(kept, vault);
  return {
    chain,
    take: (vault, page) => takePage(kept, chain(vault), page),
    lookAhead(vault) {
      let ahead: VaultChain | null = null;
      return (commits) => {
        // Most chains come in one page: the copy is made where a second one is needed.
        ahead ??= copyOf(chain(vault));
        return verifyAhead(state(), ahead, commits);
      };
    },
    check(vault) {
      const pinned = checkPins(state(), chain(vault));
      return pinned.ok ? checkBindings(state(), chain(vault)) : pinned;
    },
    rewind(vault) {
      const pin = findVoidingPin(chain(vault), bindings(state(), vault));
      if (!pin.ok) return pin;
      return pin.value === null ? ok(false) : takeBack(kept, vault, pin.value);
    },
  };
}

function count({ fresh }: Kept, vault: VaultId, commit: Commit): void {
  fresh.set(vault, (fresh.get(vault) ?? 0) + commit.body.changes.length);
}

/** An edit costs what it changes: the whole fold is written only after a part of the vault has changed. */
function checkpointSoon({ chains, fresh, hooks }: Kept, vault: VaultId): void {
  const isDue = (): boolean =>
    (fresh.get(vault) ?? 0) >
    Math.max(checkpointAfter.changes, (chains.get(vault)?.items.size ?? 0) / checkpointAfter.part);
  if (!isDue()) return;
  hooks.later(() => {
    const current = chains.get(vault);
    if (current === undefined || !isDue()) return;
    hooks.checkpoints.put(current);
    fresh.set(vault, 0);
  });
}

function loadChain(kept: Kept, vault: VaultId): VaultChain {
  const { db, state, hooks, chains, fresh } = kept;
  const source = { db, state: state(), checkpoints: hooks.checkpoints, recorded: hooks.recorded(vault) };
  const loaded = readChain(source, vault);
  chains.set(vault, loaded.chain);
  fresh.set(vault, loaded.fresh);
  if (!loaded.isWhole) {
    const detail = { vault, reason: "file", number: loaded.chain.head.seq };
    hooks.broken(vault, { code: "local-rollback", retry: "later", detail });
  }
  checkpointSoon(kept, vault);
  return loaded.chain;
}

function copyOf(chain: VaultChain): VaultChain {
  return { ...chain, items: new Map(chain.items), hashes: [...chain.hashes] };
}

function verifyAhead(state: TeamState, ahead: VaultChain, commits: readonly Uint8Array[]): boolean {
  for (const bytes of commits) {
    const commit = verifyCommit(state, ahead, bytes);
    if (!commit.ok) return false;
    foldCommit(ahead, commit.value);
    if (!checkPins(state, ahead).ok) return false;
  }
  return true;
}

function verifyAll(kept: Kept, current: VaultChain, commits: readonly Uint8Array[]): Taken {
  const { db, state } = kept;
  const { vault } = current;
  const taken: Taken = { commits: [], refused: null };
  for (const bytes of commits) {
    const commit = verifyCommit(state(), current, bytes);
    if (!commit.ok) return { ...taken, refused: { failure: commit.failure, evidence: bytes } };
    addCommits(db, vault, [commit.value]);
    foldCommit(current, commit.value);
    count(kept, vault, commit.value);
    taken.commits.push(commit.value);
    const pinned = checkPins(state(), current);
    if (!pinned.ok) return { ...taken, refused: { failure: pinned.failure, evidence: bytes } };
  }
  return taken;
}

type Page = { commits: readonly Uint8Array[]; envelopes: readonly Uint8Array[] };

function takePage(kept: Kept, current: VaultChain, { commits, envelopes }: Page): Taken {
  const { db, state, hooks, chains } = kept;
  const { vault } = current;
  const mustReach = boundHead(state(), vault)?.seq ?? 0;
  let taken: Taken = { commits: [], refused: null };
  try {
    const isKept = db.transaction((): Result<true> => {
      taken = verifyAll(kept, current, commits);
      addEnvelopes(
        db,
        envelopes.map((bytes) => ({ hash: envelopeHash(bytes), bytes })),
      );
      // Below a head that binds it is the whole way up to it, or nothing.
      const isWhole = taken.refused === null || current.head.seq >= mustReach;
      if (isWhole && taken.commits.length > 0) hooks.noted(current);
      return isWhole ? ok(true) : fail("manifest", { reason: "below-binding" });
    });
    if (isKept.ok) {
      checkpointSoon(kept, vault);
      return taken;
    }
    chains.delete(vault);
    return { commits: [], refused: taken.refused };
  } catch (error) {
    // What was folded is not on disk: the next look reads the file again.
    chains.delete(vault);
    throw error;
  }
}

/** All or nothing: where a listener meets a full disk, the chain stays as it was and is taken back the next time. */
function takeBack(kept: Kept, vault: VaultId, pin: Binding): Result<boolean> {
  const { db, state, hooks, chains, fresh } = kept;
  const commits = parseAll(kept, vault);
  if (!commits.ok) return commits;
  const { chain, voided } = rewind(vault, commits.value, pin);
  const pinned = checkPins(state(), chain);
  if (!pinned.ok) return pinned;
  try {
    db.transaction(() => {
      const head = { ...chain.head, logSeq: chain.logSeq };
      moveVoided(db, vault, { commits: voided, head, entrySeq: pin.entrySeq, at: hooks.now() });
      hooks.checkpoints.put(chain);
      chains.set(vault, chain);
      fresh.set(vault, 0);
      hooks.noted(chain);
      hooks.voided(vault, voided);
    });
  } catch (error) {
    chains.delete(vault);
    throw error;
  }
  return ok(true);
}

/** My own rows, read again, up to my head: one that is not the commit of my chain there was changed on this disk. */
function parseAll({ db, chains }: Kept, vault: VaultId): Result<Commit[]> {
  const commits: Commit[] = [];
  const { head, hashes } = chains.get(vault) ?? emptyChain(vault);
  for (const bytes of readCommits(db, vault, 0).slice(0, head.seq)) {
    const commit = parseCommit(bytes);
    if (!commit.ok || commit.value.hash !== hashes[commits.length + 1])
      return fail("local-rollback", { vault, reason: "file" }, "after-act");
    commits.push(commit.value);
  }
  return ok(commits);
}

/** A pin that a later manager's settled is no longer checked: their rotation is how a wrong one is replaced [protocol: Vault keys]. */
function checkPins(state: TeamState, chain: VaultChain): Result<true> {
  for (const binding of bindingNow(bindings(state, chain.vault))) {
    const checked = checkPin(chain, binding);
    if (!checked.ok) return checked;
  }
  return ok(true);
}

/** The highest head that binds: a server that shows less than this hides what signed entries name. */
export function boundHead(state: TeamState, vault: VaultId): Head | null {
  let highest: Head | null = null;
  for (const { seq, hash } of bindingNow(bindings(state, vault))) {
    if (highest === null || seq > highest.seq) highest = { seq, hash };
  }
  return highest;
}

/**
 * The heads that this computer was led to with keys [protocol: Vault keys]: a chain without one of them is refused. A key that
 * came with a rotation leads to nothing; there the rotation's own pin binds.
 */
export function advertisedHeads(state: TeamState, vault: VaultId, device: DeviceId): readonly Head[] {
  const inLog = state.vaults.get(vault);
  return inLog === undefined ? [] : givenHeads(inLog, device);
}

/** `log-rollback` where `chain` has reached one of the given heights by another way, or the server's head lies below it. */
export function checkGiven(given: readonly Head[], chain: VaultChain, serverSeq: number): Result<true> {
  for (const { seq, hash } of given) {
    const mine: Hash | undefined = chain.hashes[seq];
    const isThere = mine === undefined ? serverSeq >= seq : mine === hash;
    if (!isThere) return fail("log-rollback", { vault: chain.vault, number: seq, reason: "given-head" });
  }
  return ok(true);
}
