/**
 * What an unlocked app is made of: acts take it as a parameter, so that nothing which needs keys can be called while
 * locked. Built by `account/open-profile.ts`; thrown away whole at lock (state says what clears it: all of this, at lock).
 */
import type { EventName, Events } from "../../shared/contract/outputs.ts";
import type { SyncStatus } from "../../shared/contract/shapes.ts";
import type { DeviceKeys } from "../../shared/crypto/device-keys.ts";
import type {
  DeviceId,
  Hash,
  InviteId,
  ItemId,
  ProfileId,
  TeamId,
  UserId,
  VaultId,
} from "../../shared/encoding/ids.ts";
import type { Failure, Result } from "../../shared/failures.ts";
import type { RecordBody } from "../../shared/model/records/records.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import type { Change } from "../../shared/protocol/vault-chain/commit.ts";
import type { Database, Ports } from "./ports.ts";

/** One person in one team on one computer. */
export type Profile = {
  profile: ProfileId;
  team: TeamId;
  user: UserId;
  device: DeviceId;
  /** The pinned origin and hash of the server's keys. */
  origin: string;
  serverKeys: Hash;
  state: "waiting" | "joined";
  teamName: string;
  person: string;
  deviceName: string;
  waitsFor: string | null;
  keychain: "os" | "file";
  /** The team lives on the built-in server of this computer. */
  builtIn: boolean;
};

/** Vault keys that this device was sent, opened from verified bundles and checked against their commitments. */
export type Keyring = {
  key(vault: VaultId, epoch: number): Uint8Array | null;
  /** The key of the epoch that is current in the verified log; null while key-pending. */
  current(vault: VaultId): { epoch: number; key: Uint8Array } | null;
};

/** Verified vault chains, as far as this computer has them. */
export type Chains = {
  chain(vault: VaultId): VaultChain;
  /** Why a vault stopped at its last good head, or null. */
  stopped(vault: VaultId): Failure | null;
};

export type Sync = {
  status(): SyncStatus;
  now(): Promise<SyncStatus>;
  resume(): Promise<SyncStatus>;
  /** Posts one commit with its envelopes; when the server took it, it is verified, stored and told like a pulled one. */
  postCommit(vault: VaultId, commit: Uint8Array, envelopes: Uint8Array[]): Promise<Result<true>>;
  /** Pulls and verifies this vault's chain, for instance after losing a compare-and-set. */
  pullVault(vault: VaultId): Promise<Result<true>>;
  /** Envelopes by hash: from the local store, else from the server, checked against the hash and stored. Missing: null. */
  envelopes(vault: VaultId, hashes: Hash[]): Promise<Result<(Uint8Array | null)[]>>;
  /** Something local waits to be pushed: the loop flushes soon. */
  kick(): void;
};

/** The team log: verified state, and the one way to write to it. */
export type TeamLog = {
  state(): TeamState;
  /**
   * Builds entries on the newest state, posts them, and applies what the server took. `build` runs again after a lost
   * compare-and-set (it re-evaluates its reason and may answer null: nothing to do any more).
   */
  append(build: (state: TeamState) => Promise<Result<LogPost | null>>): Promise<Result<true>>;
};
export type LogPost = { entries: Uint8Array[]; blobs: Uint8Array[] };

/** What the areas give to the sync loop, so that `sync` opens no item. */
export type VaultListeners = {
  /** New verified changes stand in the store (also after postCommit and at first pull). */
  vaultAdvanced(vault: VaultId, changes: Change[]): void;
  /** A key arrived or an epoch turned: overviews that did not open may open now. */
  keysChanged(vault: VaultId): void;
  /** Right lost or vault gone from the caller's list. */
  vaultClosed(vault: VaultId): void;
  /** Seals and pushes the drafts of this vault, merging where the chain went on; ok also when nothing waits. */
  flushDrafts(vault: VaultId): Promise<Result<true>>;
  /** Vaults with drafts, and how many in all. */
  waiting(): { vaults: VaultId[]; count: number };
  /** Items of the system in a vault (its title, names of people), with the drafts of this computer laid over them. */
  records(vault: VaultId): Promise<{ item: ItemId; overview: RecordBody }[]>;
  /** Saves one like any edit: durable first, pushed at once when online. `draft`: it still waits to be pushed. */
  saveRecord(vault: VaultId, item: ItemId, overview: RecordBody): Promise<Result<{ draft: boolean }>>;
};

export type Unlocked = {
  ports: Ports;
  profile: Profile;
  db: Database;
  keys: DeviceKeys;
  log: TeamLog;
  keyring: Keyring;
  chains: Chains;
  sync: Sync;
  /** Invites whose holders waited to be let in when this app last looked; only an admin's app sees them. */
  joining: Set<InviteId>;
  /** Set once by the vaults area while the app opens. */
  listeners: VaultListeners;
  emit<Name extends EventName>(name: Name, event: Events[Name]): void;
};
