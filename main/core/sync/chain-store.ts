/**
 * My copies of the vault chains: verified by the shared code, durable before they count, one transaction a page. What
 * fails to verify is kept as evidence and moves no head. Opens no item ([protocol: Team log] "cuts and pins bind", 6, 7).
 */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import type { DeviceId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { bindingNow, bindings, type NamedHead } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Binding, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import {
  checkPin,
  emptyChain,
  foldCommit,
  type VaultChain,
  verifyCommit,
} from "../../../shared/protocol/vault-chain/chain.ts";
import { type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { checkBindings, missingHead, requiredHeads } from "../../../shared/protocol/vault-chain/completeness.ts";
import { findVoidingPin, rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import type { Checkpoints } from "../local/chain-checkpoints.ts";
import type { KnownHead } from "../local/heads.ts";
import type { Database } from "../ports.ts";
import { addCommits, addEnvelopes, moveVoided, readCommits } from "../store/vault-rows.ts";
import { readChain } from "./chain-load.ts";
import type { NewChain } from "./chain-restart.ts";

/** What of a page was taken, and what ended it: the failure and the commit that it is about. */
export type Taken = { commits: Commit[]; refused: { failure: Failure; evidence: Uint8Array } | null };

/** By which entry another chain counts; `isGone`: the vault is no more, and what is left of its chain is what was before. */
type Replacing = { entrySeq: number; isGone?: boolean };

export type ChainStore = {
  /** The chain as far as it is verified here; `broken` hears of a file that does not reach the recorded head. */
  chain(vault: VaultId): VaultChain;
  /** Verifies commits one on the other and keeps them, with the envelopes at hand, in one transaction. */
  take(vault: VaultId, page: { commits: readonly Uint8Array[]; envelopes: readonly Uint8Array[] }): Taken;
  /** Whether commits verify, one page on the other from my chain on, which stays as it is; nothing is kept. */
  lookAhead(vault: VaultId): (commits: readonly Uint8Array[]) => boolean;
  /** What I hold against the cuts, pins and roots of the log, wherever my head stands. */
  check(vault: VaultId): Result<true>;
  /** My own commits, read again: `local-rollback`, reason `file`, where one is not that of my chain. */
  commits(vault: VaultId): Result<Commit[]>;
  /** The commit at a height as it was received: evidence. */
  commitAt(vault: VaultId, seq: number): Uint8Array | undefined;
  /** Puts another chain in the place of mine, which is kept as evidence: what leads to a manager's pin, or of another history. */
  replace(vault: VaultId, made: NewChain, by: Replacing): Result<true>;
  /** Takes the chain back to a manager's pin below it, if one voids what lies above; answers that pin, null where none does. */
  rewind(vault: VaultId): Result<Binding | null>;
};

export type ChainHooks = {
  broken(vault: VaultId, failure: Failure): void;
  /** Whose computer this is: the heads to which it was led are its own. */
  device: DeviceId;
  /** The head of a vault that the file must reach, by the sealed record; null: none is known. */
  recorded(vault: VaultId): KnownHead | null;
  /** Called in the transaction that moves a vault's head, with the chain after it. */
  noted(chain: VaultChain): void;
  /** Called in the transaction that takes voided commits out of a chain, once they are out. */
  voided(vault: VaultId, commits: readonly Commit[], isGone: boolean): void;
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
      const inLog = state().vaults.get(vault);
      const pinned = checkPins(state(), chain(vault));
      const below = pinned.ok ? checkPinsBelow(kept, chain(vault)) : pinned;
      return below.ok && inLog !== undefined ? checkBindings(inLog, chain(vault)) : below;
    },
    commits(vault) {
      chain(vault);
      return parseAll(kept, vault);
    },
    commitAt: (vault, seq) => readCommits(db, vault, seq - 1)[0],
    replace: (vault, made, by) => replaceChain(kept, vault, made, by),
    rewind(vault) {
      const pin = findVoidingPin(chain(vault), bindings(state(), vault));
      if (!pin.ok) return pin;
      return pin.value === null ? pin : takeBack(kept, vault, pin.value);
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
  const [first] = commits;
  const standing = checkPins(state(), current);
  if (!standing.ok && first !== undefined) return { ...taken, refused: { failure: standing.failure, evidence: first } };
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
  const { db, hooks, chains } = kept;
  const { vault } = current;
  const had = current.head.seq;
  const required = requiredOf(kept, vault);
  const mustReach = Math.max(0, ...required.map(({ seq }) => seq));
  let taken: Taken = { commits: [], refused: null };
  try {
    const isKept = db.transaction((): Result<true> => {
      taken = verifyAll(kept, current, commits);
      addEnvelopes(
        db,
        envelopes.map((bytes) => ({ hash: envelopeHash(bytes), bytes })),
      );
      const passed = required.find(({ seq, hash }) => seq > had && (current.hashes[seq] ?? hash) !== hash);
      if (passed !== undefined)
        taken = {
          commits: [],
          refused: { failure: missingHead(vault, passed).failure, evidence: commits.at(-1) as Uint8Array },
        };
      // Below a head that binds, or that was given, it is the whole way up to it, or nothing; and nothing that passes beside.
      const isWhole = passed === undefined && (taken.refused === null || current.head.seq >= mustReach);
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
function takeBack(kept: Kept, vault: VaultId, pin: Binding): Result<Binding> {
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
      hooks.voided(vault, voided, false);
    });
  } catch (error) {
    chains.delete(vault);
    throw error;
  }
  return ok(pin);
}

function requiredOf({ state, hooks }: Kept, vault: VaultId): NamedHead[] {
  const inLog = state().vaults.get(vault);
  return inLog === undefined ? [] : requiredHeads(inLog, { device: hooks.device, upTo: state().head.seq });
}

/** Drafts are made between the two, on what both chains have: an edit is so laid over the other branch, and undoes nothing there. */
function replaceChain(
  kept: Kept,
  vault: VaultId,
  made: NewChain,
  { entrySeq, isGone = false }: Replacing,
): Result<true> {
  const { db, hooks, chains, fresh } = kept;
  const mine = parseAll(kept, vault);
  if (!mine.ok) return mine;
  const voided = mine.value.slice(made.common.head.seq);
  try {
    db.transaction(() => {
      const head = { ...made.common.head, logSeq: made.common.logSeq };
      moveVoided(db, vault, { commits: voided, head, entrySeq, at: hooks.now() });
      chains.set(vault, made.common);
      hooks.voided(vault, voided, isGone);
      addCommits(db, vault, made.commits);
      hooks.checkpoints.put(made.chain);
      chains.set(vault, made.chain);
      fresh.set(vault, 0);
      hooks.noted(made.chain);
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

/** Pins that came after my head had passed their height: my fold as it stood there is made once more. What knows their entry was checked there on its way up. */
function checkPinsBelow(kept: Kept, chain: VaultChain): Result<true> {
  const passed = bindingNow(bindings(kept.state(), chain.vault)).filter(
    ({ root, seq, hash, entrySeq }) =>
      root !== null && seq < chain.head.seq && chain.hashes[seq] === hash && chain.logSeq < entrySeq,
  );
  if (passed.length === 0) return ok(true);
  const commits = parseAll(kept, chain.vault);
  if (!commits.ok) return commits;
  for (const pin of passed) {
    const checked = checkPin(rewind(chain.vault, commits.value, pin).chain, pin);
    if (!checked.ok) return checked;
  }
  return ok(true);
}
