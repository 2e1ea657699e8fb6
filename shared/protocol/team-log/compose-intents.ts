/**
 * What a person or their app may want of the team log, one row per type of entry that can be composed: the payload that says
 * it on a given state (or nothing, where it is so already), who is sent keys that exist, which keys change with it.
 */
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, GroupId, Hash, InviteId, UserId, VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { parseCertificate, parseJoin, verifyJoin } from "../join/join.ts";
import { checkGroupSigner } from "./entries/group-change.ts";
import { type RulesWanted, rulesToSign } from "./entries/policy.ts";
import { findInviteAt } from "./entries/user-add.ts";
import { checkAccessSigner } from "./entries/vault-access.ts";
import type { EntryType, Payloads } from "./entry-types.ts";
import { comparedKeys, isUnknownDevice } from "./known-keys.ts";
import { isDead, mayLeaveOut } from "./state/dead-epochs.ts";
import type { AccessChange, Grant, Heir, Role, Rotation, VaultKind } from "./state/parts.ts";
import { recoveryOf } from "./state/recovery.ts";
import {
  covers,
  devicesOf,
  entitledDevices,
  hasRoleEnded,
  lastsUntil,
  rightIn,
  rightOf,
  waitingDevices,
} from "./state/rules.ts";
import type { Epoch, Head, SentKey, TeamState, VaultInLog } from "./state/team-state.ts";

/** Who signs, and when. */
export type Signer = { user: UserId; device: DeviceId; time: EpochMs };

/** What the signer has beside the log: the vaults' chains as they verified them, and vault keys. */
export type Held = {
  headOf(vault: VaultId): Head;
  /** The fold of the chain at its head. */
  rootOf(vault: VaultId): Hash;
  /** Nothing contradicts that this is the whole chain [protocol: Completeness]. */
  isWhole(vault: VaultId): boolean;
  /** The head that a cut names. */
  cutHead(vault: VaultId): Head;
  hasKey(vault: VaultId, epoch: number): boolean;
};

export type Circumstances = { state: TeamState; signer: Signer; held: Held };
export type KeyFor = { device: DeviceId; vaults: VaultId[] };
/** A rotation: at the head of the chain as it is held, unless a manager cuts the chain back. `epoch`: only while that is the newest. */
export type ChosenRotation = { vault: VaultId; cutBack?: { pin: Head; root: Hash; voids: number }; epoch?: number };

export type Intents = {
  invite: Payloads["invite"];
  "invite-cancel": { invite: InviteId };
  "user-add": { join: Uint8Array; grants?: Grant[]; groups?: GroupId[] };
  /** `id` names the act: it is done once, whoever signs it again. `baseSeq`: on which state others signed it; by default the newest. */
  "user-role": { id: string; baseSeq?: number; user: UserId; role: Role; end: EpochMs | null; heirs?: Heir[] };
  /** `endedBy`: only if their role's end came by then, on whatever state it is planned. */
  "user-remove": { id: string; baseSeq?: number; user: UserId; heirs?: Heir[]; endedBy?: EpochMs };
  /** By the certificate that the new computer signed; all that its person may open goes with it. */
  "device-add": { certificate: Uint8Array };
  "device-revoke": { id: string; baseSeq?: number; device: DeviceId; heirs?: Heir[] };
  /** By the certificate of the new computer, signed by the sheet of paper. */
  "recovery-open": Payloads["recovery-open"];
  "recovery-confirm": Payloads["recovery-confirm"];
  "recovery-cancel": Payloads["recovery-cancel"];
  /** All that the sheet was sent goes with it. */
  "recovery-use": { open: Hash };
  policy: RulesWanted;
  verify: Payloads["verify"];
  "group-create": Payloads["group-create"];
  /** Places that are so already are left out. */
  "group-change": { group: GroupId } & Partial<Omit<Payloads["group-change"], "group">>;
  "vault-create": { vault: VaultId; kind: VaultKind };
  /** `endedBy`: only what concerns grants whose end came by then, on whatever state it is planned. */
  "vault-access": { vault: VaultId; changes: AccessChange[]; endedBy?: EpochMs };
  /** Current keys for these devices, or for all that wait for one. */
  "vault-keys": { to: "everyone-waiting" | KeyFor[] };
  /** `due`: only vaults whose key has to change. */
  "vault-rotate": { vaults: ChosenRotation[]; only: "due" | "all" };
  "vault-archive": { vault: VaultId };
};
/** Genesis is made with its team (`createTeamLog`), on no state. */
export type ComposedType = Exclude<EntryType, "genesis">;
export type IntentOf<Type extends ComposedType> = { type: Type } & Intents[Type];
export type Intent = { [Type in ComposedType]: IntentOf<Type> }[ComposedType];

/** What the commitments to a new key will be, once it is made. */
export type Commitments = { keyCommit: Hash; inbox: Hash; history: Hash };
const notMadeYet: Commitments = { keyCommit: zeroHash, inbox: zeroHash, history: zeroHash };

export type Composer<Type extends ComposedType> = {
  /** The payload; null where the reason has gone away. Zeros stand where commitments to new keys will. */
  payload(on: Circumstances, intent: IntentOf<Type>): Result<Payloads[Type] | null>;
  /** Who is sent keys that exist; `after` is the state that the entry gives. */
  supplies(on: Circumstances, intent: IntentOf<Type>, after: TeamState): KeyFor[];
  /** Vaults whose keys change in the same post; `after` is what the signer stands on once the entry is in. */
  rotates(after: Circumstances, payload: Payloads[Type]): VaultId[];
  /** The payload with the commitments to the keys that were made. */
  committed(payload: Payloads[Type], madeFor: (vault: VaultId) => Commitments): Payloads[Type];
};

function plain<Type extends ComposedType>(payload: Composer<Type>["payload"]): Composer<Type> {
  return { payload, supplies: () => [], rotates: () => [], committed: (same) => same };
}

/** Keys in one entry; what is left goes with the next, so that no entry outgrows its limit. */
export const keysPerEntry = 500;

/** Whether the signer may pass on the current key of this vault: they were sent it, hold it, and still have a right. */
export function maySupply({ state, signer, held }: Circumstances, vault: VaultId, now: TeamState = state): boolean {
  const found = now.vaults.get(vault);
  const before = state.vaults.get(vault);
  if (found === undefined || before === undefined || found.archived) return false;
  const wasSent = found.epochs.get(found.epoch)?.sent.has(signer.device) === true;
  return wasSent && held.hasKey(vault, found.epoch) && rightIn(state, signer.user, before) !== null;
}

/**
 * Entitled devices without a listing; for a manager also those that only people with less right listed: what these sent
 * cannot be seen, and their junk would else be all that a reader ever gets.
 */
function unservedDevices({ state, signer }: Circumstances, vault: VaultInLog): DeviceId[] {
  const isManager = (user: UserId): boolean => rightIn(state, user, vault) === "manage";
  if (!isManager(signer.user)) return waitingDevices(state, vault);
  const isServed = ({ given, by }: SentKey): boolean => given === null || isManager(by);
  const { sent } = vault.epochs.get(vault.epoch) as Epoch;
  return entitledDevices(state, vault).filter((device) => !(sent.get(device) ?? []).some(isServed));
}

/** Devices that wait for keys which the signer may pass on, up to the limit of an entry. */
export function waitingFor(on: Circumstances): KeyFor[] {
  const wanted = new Map<DeviceId, VaultId[]>();
  let left = keysPerEntry;
  for (const vault of on.state.vaults.values()) {
    if (vault.rotationDue || !maySupply(on, vault.vault)) continue;
    for (const device of unservedDevices(on, vault)) {
      if (isUnknownDevice(on.state, on.signer.user, device)) continue;
      if (left-- > 0) wanted.set(device, [...(wanted.get(device) ?? []), vault.vault]);
    }
  }
  return [...wanted].map(([device, vaults]) => ({ device, vaults }));
}

/** Current keys of all that a person may open, as far as their devices were not sent them yet. */
function unsentKeysOf(after: TeamState, user: UserId): KeyFor[] {
  const readable = [...after.vaults.values()].filter(
    (vault) => !vault.archived && rightIn(after, user, vault) !== null,
  );
  return devicesOf(after, user)
    .map(({ device }) => {
      const lacks = readable.filter(({ epochs, epoch }) => epochs.get(epoch)?.sent.has(device) !== true);
      return { device, vaults: lacks.map(({ vault }) => vault) };
    })
    .filter(({ vaults }) => vaults.length > 0);
}

function keysOfNewMember(_on: Circumstances, { join }: IntentOf<"user-add">, after: TeamState): KeyFor[] {
  const parsed = parseJoin(join);
  return parsed.ok ? unsentKeysOf(after, parsed.value.certificate.user) : [];
}

/** What those who come into a group may open by it, as far as their computers were not sent it yet. */
function keysOfNewPlaces(_on: Circumstances, { add = [] }: IntentOf<"group-change">, after: TeamState): KeyFor[] {
  return upToLimit(add.flatMap((user) => unsentKeysOf(after, user)));
}

/** What does not fit into one entry follows as soon as somebody looks who waits for a key. */
function upToLimit(wanted: readonly KeyFor[]): KeyFor[] {
  let left = keysPerEntry;
  return wanted.flatMap(({ device, vaults }) => {
    const fitting = vaults.slice(0, left);
    left -= fitting.length;
    return fitting.length === 0 ? [] : [{ device, vaults: fitting }];
  });
}

/** Nothing where it is a computer of theirs already; one that was revoked stays refused. */
function newDevice({ state, signer }: Circumstances, { certificate }: IntentOf<"device-add">) {
  const parsed = parseCertificate(certificate);
  if (!parsed.ok) return parsed;
  const known = state.devices.get(parsed.value.device);
  const isThere = known?.active === true && known.user === signer.user;
  return ok(isThere ? null : { certificate, heirs: [] });
}

/** All that its person may open, as far as their computers were not sent it yet. */
function keysOfNewDevice(_on: Circumstances, { certificate }: IntentOf<"device-add">, after: TeamState): KeyFor[] {
  const parsed = parseCertificate(certificate);
  if (!parsed.ok) return [];
  const { user, device } = parsed.value;
  return upToLimit(unsentKeysOf(after, user).filter((wanted) => wanted.device === device));
}

/** Nothing where this computer has come, or its recovery is open already. */
function openedRecovery({ state, signer }: Circumstances, { certificate }: IntentOf<"recovery-open">) {
  const parsed = parseCertificate(certificate);
  if (!parsed.ok) return parsed;
  const { device } = parsed.value;
  const isOpen = recoveryOf(state, signer.user)?.device === device;
  return ok(isOpen || state.devices.get(device)?.active === true ? null : { certificate });
}

/** Their own vault first: of what does not fit into one entry the rest comes from others. */
function keysOfRecovered({ state }: Circumstances, { open }: IntentOf<"recovery-use">, after: TeamState): KeyFor[] {
  const recovery = state.recoveries.get(open);
  if (recovery === undefined) return [];
  const own = after.personalVaults.get(recovery.user);
  const wanted = unsentKeysOf(after, recovery.user).filter(({ device }) => device === recovery.device);
  return upToLimit(
    wanted.map(({ device, vaults }) => ({
      device,
      vaults: [...vaults.filter((vault) => vault === own), ...vaults.filter((vault) => vault !== own)],
    })),
  );
}

/** Nothing where the group is gone beyond reach: who may sign it is asked on this state. */
function groupChange({ state, signer }: Circumstances, { type: _, heirs = [], ...wanted }: IntentOf<"group-change">) {
  const found = state.groups.get(wanted.group);
  if (found === undefined) return fail("not-found", { field: "group" });
  const { group, add = [], remove = [], managersAdd = [], managersRemove = [] } = wanted;
  const differing = (users: readonly UserId[], all: ReadonlySet<UserId>, has: boolean) =>
    [...new Set(users)].filter((user) => all.has(user) === has).sort();
  const payload = {
    ...{ group, heirs },
    ...{ add: differing(add, found.members, false), remove: differing(remove, found.members, true) },
    managersAdd: differing(managersAdd, found.managers, false),
    managersRemove: differing(managersRemove, found.managers, true),
  };
  const places = [payload.add, payload.remove, payload.managersAdd, payload.managersRemove];
  if (places.every((users) => users.length === 0)) return ok(null);
  const may = checkGroupSigner(state, payload, signer.user);
  return may.ok ? ok(payload) : may;
}

/** Computers of the named people, and of those in the named groups, that were not sent the current key yet. */
function keysOfNewReaders(
  _on: Circumstances,
  { vault, changes }: IntentOf<"vault-access">,
  after: TeamState,
): KeyFor[] {
  const found = after.vaults.get(vault);
  const sent = found?.epochs.get(found.epoch)?.sent;
  const given = changes.filter(({ permission }) => permission !== null);
  const readers = new Set(given.flatMap(({ user, group }) => user ?? membersOf(after, group)));
  const lacking = [...readers].flatMap((user) => devicesOf(after, user)).filter(({ device }) => !sent?.has(device));
  return upToLimit(lacking.map(({ device }) => ({ device, vaults: [vault] })));
}

function membersOf({ groups }: TeamState, group: GroupId | null): UserId[] {
  return group === null ? [] : [...(groups.get(group)?.members ?? [])];
}

function isGiven(state: TeamState, vault: VaultId, { user, group, permission, end }: AccessChange): boolean {
  const had = state.vaults.get(vault)?.access.get((user ?? group) as UserId);
  return (had?.permission ?? null) === permission && (had?.end ?? null) === end;
}

/** When what they have ends; never, where it does not, or there is nothing. */
function endOf(state: TeamState, vault: VaultId, change: AccessChange): number {
  return lastsUntil(state.vaults.get(vault)?.access.get(subjectOf(change) as UserId)?.end ?? null);
}

function subjectOf({ user, group }: AccessChange): string {
  return user ?? group ?? "";
}

function rotationOf({ state, signer, held }: Circumstances, { vault, cutBack }: ChosenRotation): Result<Rotation> {
  const inLog = state.vaults.get(vault);
  const epoch = inLog?.epoch ?? 0;
  const { seq, hash } = cutBack?.pin ?? held.headOf(vault);
  for (let earlier = 1; earlier <= epoch; earlier++)
    if (!held.hasKey(vault, earlier) && !isLeftOut(earlier))
      return fail("key-commit", { vault, number: earlier }, "later");
  const root = cutBack?.root ?? held.rootOf(vault);
  return ok({ vault, epoch: epoch + 1, ...notMadeYet, pin: { seq, hash }, root, voids: cutBack?.voids ?? 0 });

  function isLeftOut(earlier: number): boolean {
    if (inLog === undefined) return false;
    // Only where a person chose to cut the chain back does a key that is merely missing make its epoch dead.
    const cuts = cutBack !== undefined && rightIn(state, signer.user, inLog) === "manage";
    return cuts ? mayLeaveOut(inLog, earlier, { seq }) : isDead(inLog, earlier);
  }
}

function rotations(
  on: Circumstances,
  { vaults, only }: IntentOf<"vault-rotate">,
): Result<{ vaults: Rotation[] } | null> {
  const wanted = vaults
    .filter(({ vault, epoch }) => epoch === undefined || on.state.vaults.get(vault)?.epoch === epoch)
    // What a person starts goes on from the chain as it is held; by itself no app pins a chain that may lack something.
    .filter(
      ({ vault }) => only === "all" || (on.state.vaults.get(vault)?.rotationDue === true && on.held.isWhole(vault)),
    )
    .sort((left, right) => (left.vault < right.vault ? -1 : 1));
  const made: Rotation[] = [];
  for (const one of wanted) {
    const rotation = rotationOf(on, one);
    if (!rotation.ok) return rotation;
    made.push(rotation.value);
  }
  return ok(made.length === 0 ? null : { vaults: made });
}

function hasPersonal(state: TeamState, user: UserId): boolean {
  return [...state.vaults.values()].some((vault) => vault.kind === "personal" && vault.createdBy === user);
}

/** Nothing where the invite is not open any more, or the message under it does not verify. */
function newMember({ state, signer }: Circumstances, { join, grants, groups }: IntentOf<"user-add">) {
  const parsed = parseJoin(join);
  if (!parsed.ok) return ok(null);
  const invite = findInviteAt(state, parsed.value.invite, signer.time);
  if (!invite.ok || !verifyJoin(parsed.value, invite.value, state.team).ok) return ok(null);
  return ok({ join, grants: grants ?? [], groups: groups ?? [], heirs: [] });
}

export const composers: { [Type in ComposedType]: Composer<Type> } = {
  invite: plain(({ state }, { type: _, ...payload }) => ok(state.invites.has(payload.invite) ? null : payload)),
  "invite-cancel": plain(({ state }, { invite }) =>
    ok(state.invites.get(invite)?.state === "cancelled" ? null : { invite }),
  ),
  "user-add": { ...plain<"user-add">(newMember), supplies: keysOfNewMember },
  "user-role": {
    ...plain<"user-role">(({ state }, { id, baseSeq = state.head.seq, user, role, end, heirs = [] }) => {
      const had = state.users.get(user);
      const isSo = had?.role === role && had.roleEnd === end;
      return ok(isSo ? null : { id, baseSeq, user, role, end, heirs });
    }),
    supplies: (_on, { user }, after) => unsentKeysOf(after, user),
  },
  "user-remove": plain(({ state }, { id, baseSeq = state.head.seq, user, heirs = [], endedBy }) => {
    const isMeant = endedBy === undefined || hasRoleEnded(state, user, endedBy);
    const isGone = state.users.get(user)?.active === false;
    return ok(isGone || !isMeant ? null : { id, baseSeq, user, heirs });
  }),
  "device-add": { ...plain<"device-add">(newDevice), supplies: keysOfNewDevice },
  "device-revoke": plain(({ state }, { id, baseSeq = state.head.seq, device, heirs = [] }) =>
    ok(state.devices.get(device)?.active === false ? null : { id, baseSeq, device, heirs }),
  ),
  "recovery-open": plain(openedRecovery),
  "recovery-confirm": plain(({ state, signer }, { open }) =>
    ok(state.recoveries.get(open)?.confirmedBy.includes(signer.user) === true ? null : { open }),
  ),
  "recovery-cancel": plain(({ state }, { open }) => ok(state.recoveries.has(open) ? { open } : null)),
  "recovery-use": { ...plain<"recovery-use">((_on, { open }) => ok({ open, heirs: [] })), supplies: keysOfRecovered },
  policy: plain(({ state }, intent) => rulesToSign(state, intent)),
  verify: plain(({ state, signer }, { user, number }) => comparedKeys(state, signer.user, { user, number })),
  "group-create": plain(({ state }, { group, managers, members }) =>
    ok(state.groups.has(group) ? null : { group, managers: [...managers].sort(), members: [...members].sort() }),
  ),
  "group-change": { ...plain<"group-change">(groupChange), supplies: keysOfNewPlaces },
  "vault-create": {
    ...plain<"vault-create">(({ state, signer }, { vault, kind }) => {
      const isThere = state.vaults.has(vault) || (kind === "personal" && hasPersonal(state, signer.user));
      return ok(isThere ? null : { vault, kind, keyCommit: zeroHash, inbox: zeroHash });
    }),
    committed: (payload, madeFor) => {
      const { keyCommit, inbox } = madeFor(payload.vault);
      return { ...payload, keyCommit, inbox };
    },
  },
  "vault-access": {
    ...plain<"vault-access">(({ state, signer }, { vault, changes, endedBy }) => {
      const isMeant = (change: AccessChange) => endedBy === undefined || endOf(state, vault, change) <= endedBy;
      const left = changes.filter((change) => isMeant(change) && !isGiven(state, vault, change));
      const payload = { vault, changes: left.sort((one, other) => (subjectOf(one) < subjectOf(other) ? -1 : 1)) };
      if (left.length === 0) return ok(null);
      const may = checkAccessSigner(state, payload, signer.user);
      return may.ok ? ok(payload) : may;
    }),
    supplies: keysOfNewReaders,
    // Whoever takes their own right away leaves the new key to those who stay.
    rotates: ({ state, signer }, { vault }) => {
      const isDue = state.vaults.get(vault)?.rotationDue === true;
      return isDue && covers(rightOf(state, signer.user, vault), "edit") ? [vault] : [];
    },
  },
  "vault-keys": {
    ...plain<"vault-keys">((on, { to }) => {
      const isWanted = to === "everyone-waiting" ? waitingFor(on).length > 0 : to.length > 0;
      return ok(isWanted ? {} : null);
    }),
    supplies: (on, { to }) => (to === "everyone-waiting" ? waitingFor(on) : to),
  },
  "vault-rotate": {
    ...plain<"vault-rotate">(rotations),
    committed: ({ vaults }, madeFor) => ({
      vaults: vaults.map((rotation) => ({ ...rotation, ...madeFor(rotation.vault) })),
    }),
  },
  "vault-archive": plain(({ state }, { vault }) => {
    const found = state.vaults.get(vault);
    if (found === undefined) return fail("not-found");
    return ok(found.archived ? null : { vault });
  }),
};
