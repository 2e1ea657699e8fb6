/**
 * What the team log says, after the entries applied so far. Treat it as immutable: a new entry gives a new state, a
 * refused one leaves the old. Histories answer what was true at an earlier entry, which verification of commits needs.
 */

import type { DeviceId, EpochMs, GroupId, Hash, InviteId, TeamId, UserId, VaultId } from "../../../encoding/ids.ts";
import type { LogHashes } from "./log-hashes.ts";
import type { Grant, Permission, Role, VaultKind } from "./parts.ts";
import type { Policy } from "./policy.ts";

export type Member = {
  user: UserId;
  role: Role;
  roleEnd: EpochMs | null;
  active: boolean;
  addedSeq: number;
  addedAt: EpochMs;
  /** Who signed the entry that added this person; null for the founder. */
  addedBy: UserId | null;
  /** Everybody who ever raised this person's role: none of them is seconded by them. */
  raisedBy: readonly UserId[];
  invite: InviteId | null;
  /** From which all their computers came: the one they joined with, since a recovery the one that it brought [protocol: Safety numbers]. */
  firstDevice: DeviceId;
};

/** What somebody compared of somebody else's keys, and by which entry. */
export type Verification = { number: Hash; seq: number; at: EpochMs };

export type Device = {
  device: DeviceId;
  user: UserId;
  signPk: Uint8Array;
  kemPk: Uint8Array;
  kind: "computer" | "paper";
  active: boolean;
  addedSeq: number;
  addedAt: EpochMs;
  /** Sequence number of the entry that took it away, or null. */
  endedSeq: number | null;
};

export type InviteInLog = {
  invite: InviteId;
  /** Hash and number of the `invite` entry. */
  hash: Hash;
  seq: number;
  by: UserId;
  invitePk: Uint8Array;
  role: Role;
  roleEnd: EpochMs | null;
  grants: readonly Grant[];
  groups: readonly GroupId[];
  /** Those of the groups that its signer managed then: only in these does a place count [protocol: Groups]. */
  groupsManaged: readonly GroupId[];
  end: EpochMs;
  state: "open" | "used" | "cancelled";
  /** Whom it let in. */
  usedBy: UserId | null;
};

/** A lost computer that its person's sheet of paper replaces: opened, neither used nor cancelled yet [protocol: Recovery]. */
export type Recovery = {
  /** Hash and number of the `recovery-open` entry. */
  open: Hash;
  seq: number;
  openedAt: EpochMs;
  user: UserId;
  paper: DeviceId;
  /** The new computer. */
  device: DeviceId;
  signPk: Uint8Array;
  kemPk: Uint8Array;
  confirmedBy: readonly UserId[];
};

export type Group = { group: GroupId; members: ReadonlySet<UserId>; managers: ReadonlySet<UserId> };
export type Access = { permission: Permission; end: EpochMs | null };
export type Head = { seq: number; hash: Hash };

/** A key on its way: in which bundle, of which entry, listed by whom, and which head they named (null: the entry made the key). */
export type SentKey = { bundle: Hash; entrySeq: number; by: UserId; given: Head | null };

/** One epoch of a vault's key, as its entry made it. */
export type Epoch = {
  keyCommit: Hash;
  inbox: Hash;
  entrySeq: number;
  /** Hash of the sealed earlier keys; null for epoch 1. */
  history: Hash | null;
  /** Which device was sent this key: every listing is a candidate, in the order of their entries, and none replaces another. */
  sent: ReadonlyMap<DeviceId, readonly SentKey[]>;
};

/** A head that binds every later verifier [protocol: Cuts and pins bind]. */
export type Binding = {
  entrySeq: number;
  /** Who signed that entry. */
  by: UserId;
  seq: number;
  hash: Hash;
  kind: "cut" | "pin";
  /** For a pin: a manager signed it. */
  manager: boolean;
  /** For a pin: fold of the chain there, and how many commits above it are void. */
  root: Hash | null;
  voids: number;
};

export type VaultMoment = { seq: number; epoch: number; rotationDue: boolean; archived: boolean };
export type RightMoment = { seq: number; permission: Permission | null };

export type VaultInLog = {
  vault: VaultId;
  kind: VaultKind;
  createdBy: UserId;
  createdSeq: number;
  epoch: number;
  epochs: ReadonlyMap<number, Epoch>;
  /** Direct grants of shared vaults, by person and by group. */
  access: ReadonlyMap<UserId | GroupId, Access>;
  archived: boolean;
  rotationDue: boolean;
  bindings: readonly Binding[];
  moments: readonly VaultMoment[];
  rights: ReadonlyMap<UserId, readonly RightMoment[]>;
};

export type TeamState = {
  team: TeamId;
  head: Head;
  founder: UserId;
  policy: Policy;
  /** Number of the entry that last set the policy: what was cosigned before it has lapsed. */
  policySeq: number;
  users: ReadonlyMap<UserId, Member>;
  devices: ReadonlyMap<DeviceId, Device>;
  invites: ReadonlyMap<InviteId, InviteInLog>;
  /** Which invite an entry with this hash made. */
  inviteByEntry: ReadonlyMap<Hash, InviteId>;
  /** Those that are open, by the hash of their entry. */
  recoveries: ReadonlyMap<Hash, Recovery>;
  groups: ReadonlyMap<GroupId, Group>;
  /** By who compared, then by whose number it was: each as of the last time. */
  verified: ReadonlyMap<UserId, ReadonlyMap<UserId, Verification>>;
  vaults: ReadonlyMap<VaultId, VaultInLog>;
  /** The personal vault of each person who has one. */
  personalVaults: ReadonlyMap<UserId, VaultId>;
  /** How many shared vaults are not archived, in the team and by their makers. */
  liveShared: number;
  liveSharedBy: ReadonlyMap<UserId, number>;
  /** The vaults that follow the role, in the order in which they were made. */
  systemVaults: readonly VaultId[];
  /** Every signing, KEM and invite key that ever occurred, as base32 of its hash, with the entry that brought it. */
  keysSeen: ReadonlyMap<string, number>;
  /** Ids of cosigned acts that were used, with their entries. */
  actsSeen: ReadonlyMap<string, number>;
  /** The last entry that touched a user, device, group, vault or invite, by its id: what was cosigned before it has lapsed. */
  touched: ReadonlyMap<string, number>;
  /** Hashes of all entries up to the head: read through `headAt`. */
  hashes: LogHashes;
};
