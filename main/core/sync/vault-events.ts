/** What sync tells the areas above it, which opens no item itself: they subscribe when the profile is composed. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import type { Change, Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Subscriptions } from "../subscriptions.ts";

export type SyncEvents = {
  /** New verified entries are durable and the state holds them. */
  entriesVerified: readonly Entry[];
  /** New verified changes stand in the store, pulled or posted by this computer. */
  vaultAdvanced: { vault: VaultId; changes: readonly Change[] };
  /**
   * These commits of mine and of others are out of the chain: a manager's rotation voided them, or another history took the place
   * of theirs. `isGone`: the vault itself is on that other history no more. Told within the
   * transaction that took them out, so that what a listener writes is durable with it.
   */
  commitsVoided: { vault: VaultId; commits: readonly Commit[]; isGone: boolean };
  /** A key arrived or an epoch began: overviews that did not open may open now. */
  keysChanged: VaultId;
  /** The right to read this vault ended. */
  vaultClosed: VaultId;
  /** Something local waits to be pushed: a round soon. */
  syncRequested: null;
};
export type SyncSubscriptions = Subscriptions<SyncEvents>;
