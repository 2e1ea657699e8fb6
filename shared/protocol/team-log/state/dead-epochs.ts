/**
 * Epochs under which nothing is alive [protocol: Rotation]: a manager's rotation is pinned at or below where they began, so
 * that all that was written under them is void. Their keys may be missing in every later history; no other may.
 */
import type { EarlierKey } from "../../../crypto/vault-key.ts";
import type { Head, VaultInLog } from "./team-state.ts";

/** The height at which the rotation that made an epoch was pinned; 0 for the first, and for one that the log does not hold. */
export function pinOf(vault: VaultInLog, epoch: number): number {
  const made = vault.epochs.get(epoch);
  if (epoch === 1 || made === undefined) return 0;
  return vault.bindings.find(({ kind, entrySeq }) => kind === "pin" && entrySeq === made.entrySeq)?.seq ?? 0;
}

/** Whether a later manager's rotation left an epoch dead. In `audit` nothing is voided: there any epoch may be missing. */
export function isDead(vault: VaultInLog, epoch: number): boolean {
  if (vault.kind === "audit") return true;
  const made = vault.epochs.get(epoch);
  if (made === undefined) return false;
  const began = pinOf(vault, epoch);
  return vault.bindings.some(
    ({ kind, manager, entrySeq, seq }) => kind === "pin" && manager && entrySeq > made.entrySeq && seq <= began,
  );
}

/** Whether the keys sealed under the one of `epoch` leave out, or say null for, a key under which something is alive. */
export function lacksLiveKey(vault: VaultInLog, epoch: number, earlier: readonly EarlierKey[]): boolean {
  const given = new Set(earlier.flatMap((one) => (one.key === null ? [] : [one.epoch])));
  for (let old = 1; old < epoch; old++) if (!given.has(old) && !isDead(vault, old)) return true;
  return false;
}

/** Whether a manager's rotation to this pin may leave the key of an epoch out of its history. */
export function mayLeaveOut(vault: VaultInLog, epoch: number, pin: Pick<Head, "seq">): boolean {
  return isDead(vault, epoch) || pinOf(vault, epoch) >= pin.seq;
}
