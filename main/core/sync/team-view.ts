/**
 * What sync gives to everything above it: the team as this computer verified it, the keys to open it, and the ways to ask the
 * server for more. Functions take of it what they need.
 */
import type { BlobId, Hash, VaultId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { LocalProfile } from "../local/local-profile.ts";
import type { Append } from "./append.ts";
import type { ChainHistory } from "./chain-history.ts";
import type { NewChain } from "./chain-restart.ts";
import type { Keyring } from "./keyring.ts";
import type { Rights } from "./own-rights.ts";
import type { LogReader } from "./team-log.ts";
import type { SyncSubscriptions } from "./vault-events.ts";
import type { VaultForkWatch } from "./vault-fork-watch.ts";
import type { Chains } from "./vault-sync.ts";

/** The team log: verified state, and the one way to write to it. */
export type TeamLog = LogReader & {
  append: Append;
  /** Takes in what the server holds by now, for acts that must not be planned on less; answers how many entries came. */
  pull(): Promise<Result<number>>;
};

/** Commits and envelopes between this computer and the server. */
export type VaultExchange = {
  /** Posts one commit with its envelopes; when the server took it, it is verified, stored and told like a pulled one. */
  post(vault: VaultId, commit: Uint8Array, envelopes: Uint8Array[]): Promise<Result<true>>;
  /** Pulls and verifies this vault's chain, for instance after losing a compare-and-set. */
  pull(vault: VaultId): Promise<Result<true>>;
  /** The commits of this vault's chain, read again from the file: `local-rollback` where one was changed there. */
  commits(vault: VaultId): Result<Commit[]>;
  /** The whole chain as the server has it now, as far as it verifies; nothing of it is kept. */
  whole(vault: VaultId): Promise<Result<NewChain>>;
  /** What may prove that another chain of the vault was shown, as it was received; null: nothing does. */
  forkOf: VaultForkWatch["evidence"];
  /** A teammate's statement that names another head of this vault than mine, or one that fits [protocol: Forks of a vault]. */
  heardWord: VaultForkWatch["heardWord"];
  standsHere: VaultForkWatch["standsHere"];
  /** Envelopes by hash: from the local store, else from the server, checked against the hash and stored. Missing: null. */
  envelopes(vault: VaultId, hashes: Hash[]): Promise<Result<(Uint8Array | null)[]>>;
};

/** Sealed files between this computer and the server, in parts. */
export type FileExchange = {
  /** Sends a part, or (without bytes) asks; answers how many are there. */
  put(vault: VaultId, part: { blob: BlobId; size: number; part: number; bytes: Uint8Array }): Promise<Result<number>>;
  /** How many bytes the server says that it would still take from this person. */
  space(): Promise<Result<number>>;
  /** A part as the server gives it: a claim, like everything. */
  get(vault: VaultId, part: { blob: BlobId; part: number }): Promise<Result<Uint8Array>>;
};

export type TeamView = {
  log: TeamLog;
  keyring: Keyring;
  chains: Chains;
  vaults: VaultExchange;
  files: FileExchange;
  history: ChainHistory;
  /** What this person may do now; asked wherever something is opened, shown or written. */
  rights: Rights;
  events: SyncSubscriptions;
  /** The last round reached the server. */
  isOnline(): boolean;
};

/** An unlocked profile: what this computer holds of it, and its team. Thrown away whole at lock. */
export type OpenedProfile = LocalProfile & TeamView;
