/** What sync tells the areas above it, which opens no item itself: they subscribe when the profile is composed. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import type { Change } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Subscriptions } from "../subscriptions.ts";

export type SyncEvents = {
  /** New verified entries are durable and the state holds them. */
  entriesVerified: readonly Entry[];
  /** New verified changes stand in the store, pulled or posted by this computer. */
  vaultAdvanced: { vault: VaultId; changes: readonly Change[] };
  /** A key arrived or an epoch began: overviews that did not open may open now. */
  keysChanged: VaultId;
  /** The right to read this vault ended. */
  vaultClosed: VaultId;
  /** Something local waits to be pushed: a round soon. */
  syncRequested: null;
};
export type SyncSubscriptions = Subscriptions<SyncEvents>;
