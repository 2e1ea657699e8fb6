/**
 * Comparing heads that were known here with what is here now [protocol: Rollback guard]: whether the database is up to date
 * with both records, what is owed where it is not, and whether that was reached.
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, fail } from "../../../shared/failures.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { bindings, rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Profile } from "../store/profile-row.ts";
import { type HeadsRecord, isHead, type KnownHead, knownHead, namesSame, type OwnHeads } from "./heads.ts";
import type { Kept } from "./kept-heads.ts";

/** What this computer holds by now, to be compared with what it held. */
export type HeldNow = {
  state: TeamState;
  user: Profile["user"];
  chain(vault: VaultId): VaultChain;
  /** The vault stands still for a named reason: that blocks it alone. */
  isStopped(vault: VaultId): boolean;
};

/** How a profile was found when it was opened. */
export type Opened = {
  /** What the keychain held. */
  kept: Kept;
  /** This profile was made with a record in database and keychain from the start. */
  isMarked: boolean;
};
/** Heads that were known here and have to be reached again, as of the entry `logSeq`. */
export type Owed = { logSeq: number; log: KnownHead | null; vaults: Map<VaultId, KnownHead> };

/** Below the keychain's counter: an older file. At it: the same heads. Above it: the keychain missed the last write. */
export function isUpToDate({ kept, isMarked }: Opened, own: OwnHeads, log: Head): boolean {
  const isKeptNone = kept.state === "none" || kept.state === "unavailable";
  // A profile from before there were records.
  if (own.state === "none") return !isMarked && isKeptNone;
  if (own.state === "foreign") return false;
  const { record } = own;
  if (record.log.seq !== log.seq || !isHead(record.log, log.hash)) return false;
  if (kept.state === "unavailable") return true;
  if (kept.state === "none") return !record.isKept;
  if (kept.state === "foreign") return false;
  if (record.counter !== kept.record.counter) return record.counter > kept.record.counter;
  return namesSame(record, kept.record) || isFirstForm(kept.record);
}

/** The first version's entry holds no heads that could be compared; its counter was. */
const isFirstForm = ({ log }: HeadsRecord): boolean => log.hash.length === 0;

/** What the newer of both records named: all of it has to be reached again. */
export function owedOf(own: HeadsRecord | null, kept: Kept): Owed {
  const record = kept.state === "record" && kept.record.counter >= (own?.counter ?? 0) ? kept.record : own;
  if (record === null) return { logSeq: 0, log: null, vaults: new Map() };
  return { logSeq: record.log.seq, log: record.log, vaults: new Map(record.vaults) };
}

/** What of the known heads is not reached, and the vaults for which a named stop says why. */
export function findLacking(
  { log, logSeq, vaults }: Owed,
  held: HeldNow,
): { failure: Failed | null; blocked: Map<VaultId, KnownHead> } {
  const blocked = new Map<VaultId, KnownHead>();
  const { state } = held;
  if (log !== null && !isHead(log, hashAt(state.hashes, log.seq))) {
    const isBeside = state.head.seq >= log.seq;
    const code = isBeside ? "log-fork" : "local-rollback";
    return { failure: fail(code, { number: isBeside ? log.seq : state.head.seq }, "later"), blocked };
  }
  for (const [vault, target] of vaults) {
    if (rightOf(state, held.user, vault) === null) continue;
    const chain = held.chain(vault);
    if (isReached(target, logSeq, { state, chain })) continue;
    if (!held.isStopped(vault))
      return { failure: fail("local-rollback", { vault, number: chain.head.seq }, "later"), blocked };
    blocked.set(vault, target);
  }
  return { failure: null, blocked };
}

/** Whether a chain holds a head that was known, or a later manager's pin took it out of the chain. */
export function isReached(
  target: KnownHead,
  logSeq: number,
  { state, chain }: { state: TeamState; chain: VaultChain },
): boolean {
  if (isHead(target, chain.hashes[target.seq])) return true;
  return bindings(state, chain.vault).some(
    ({ kind, manager, entrySeq, seq, hash }) =>
      kind === "pin" && manager && entrySeq > logSeq && chain.hashes[seq] === hash,
  );
}

/** The heads of all chains that this person reads; of the others what was known last. */
export function headsNow({ state, user, chain }: HeldNow, before: Map<VaultId, KnownHead>): Map<VaultId, KnownHead> {
  const heads = new Map(before);
  for (const vault of state.vaults.keys()) {
    if (rightOf(state, user, vault) === null) continue;
    const { head } = chain(vault);
    if (head.seq > 0) heads.set(vault, knownHead(head));
    else heads.delete(vault);
  }
  return heads;
}
