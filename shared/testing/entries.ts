/**
 * Entries of one type on a test's own state, sealed by the code that seals the product's plans (`fillEntry`) and left open:
 * a test tampers with the payload or what is attached, then signs it as it stands. No honest program would sign some of them.
 */
import { inviteKeys } from "../crypto/device-keys.ts";
import { bundleHash } from "../crypto/key-bundle.ts";
import { newId, randomBytes } from "../crypto/random.ts";
import { type SigningKey, signBytes } from "../crypto/sign.ts";
import { type Encodable, encode } from "../encoding/canonical.ts";
import { zeroHash } from "../encoding/fields.ts";
import type { DeviceId, EpochMs, GroupId, Hash, InviteId, UserId, VaultId } from "../encoding/ids.ts";
import { makeCertificate, makeJoin } from "../protocol/join/join.ts";
import { bodyOn, type PlannedEntry, planBare, type Recipient } from "../protocol/team-log/compose-plan.ts";
import { type FilledEntry, fillEntry, signBody as signWith } from "../protocol/team-log/compose-seal.ts";
import { type Entry, type EntryBody, encodeEntry } from "../protocol/team-log/entry.ts";
import type { EntryType, Payloads } from "../protocol/team-log/entry-types.ts";
import {
  type AccessChange,
  type BundleListing,
  type Grant,
  nothingAttached,
  type Role,
  type VaultHead,
  type VaultKind,
} from "../protocol/team-log/state/parts.ts";
import type { Policy } from "../protocol/team-log/state/policy.ts";
import { devicesOf, entitledDevices } from "../protocol/team-log/state/rules.ts";
import type { Head, VaultInLog } from "../protocol/team-log/state/team-state.ts";
import { applyEntry, cutVaults } from "../protocol/team-log/verify.ts";
import { emptyChain, manifestRoot, type VaultChain } from "../protocol/vault-chain/chain.ts";
import { circumstancesOf, headOf, must, newPerson, type Person, sealingKeysOf, type TestTeam } from "./team.ts";

/** An entry to be signed: type, payload, what is attached, and what goes beside it. */
export type Plan<Type extends EntryType = EntryType> = FilledEntry<Type>;

type Sent = Partial<Pick<PlannedEntry, "cuts" | "recipients">>;

/** A plan with what this payload needs, sealed; cuts and recipients are the caller's. */
export function fill<Type extends EntryType>(
  team: TestTeam,
  { type, payload }: { type: Type; payload: Payloads[Type] },
  sent: Sent = {},
): Plan<Type> {
  const bare = planBare(circumstancesOf(team, team.founder), type, payload);
  const keys = sealingKeysOf(team, team.founder);
  // Of a vault that a test made with a tampered body there is no key: any other serves, for the log knows only hashes.
  const key = (vault: VaultId, epoch: number) => keys.key(vault, epoch) ?? randomBytes(32);
  return must(fillEntry(team.team, { ...bare, ...sent }, { ...keys, key }));
}

/** The body of a plan on the test's state. */
export function bodyOf<Type extends EntryType>(team: TestTeam, by: Person, { type, payload, attached }: Plan<Type>) {
  const actor = { user: by.user, device: by.device };
  return bodyOn(team.state, { type, payload, attached, actor, time: team.now as EpochMs });
}

/** A body signed as it stands. */
export function signBody(body: EntryBody, by: Pick<Person, "keys">, cosigs: Entry["cosigs"] = []): Uint8Array {
  return signWith(body, by.keys.signKey, cosigs);
}

/** A plan signed by this person as it stands, on the team's state. */
export function signed({ team }: { team: TestTeam }, by: Person, planned: Plan): Uint8Array {
  return signBody(bodyOf(team, by, planned), by);
}

/** A body that no schema takes, signed all the same. */
export function signShapeless(body: Encodable, { keys }: Pick<Person, "keys">): Uint8Array {
  const bytes = encode(body);
  return encodeEntry(bytes, signBytes(keys.signKey, "log", bytes), []);
}

/** Signs a plan and takes it into the test's state; a refusal ends the test. */
export function act<Type extends EntryType>(team: TestTeam, by: Person, planned: Plan<Type>): Entry {
  const { state, entry } = must(applyEntry(team.state, signed({ team }, by, planned)));
  team.state = state;
  return entry;
}

/** Filler bundles for these devices, ascending: the log knows only their hashes. */
export function listDevices(
  devices: readonly DeviceId[],
  given: BundleListing["given"] = [],
): { bundles: BundleListing[]; blobs: Uint8Array[] } {
  const blobs = devices.map(() => randomBytes(64));
  const bundles = [...devices]
    .sort()
    .map((device, at) => ({ device, given, hash: bundleHash(blobs[at] as Uint8Array) }));
  return { bundles, blobs };
}

/** The vault's head as the test verified it. */
export function headAt(team: TestTeam, vault: VaultId): VaultHead {
  return { vault, ...headOf(team, vault) };
}

/** These devices, ascending, each sent the current keys of these vaults. */
export function sendCurrent(team: TestTeam, devices: readonly Pick<Person, "device">[], vaults: readonly VaultId[]) {
  const keys = [...vaults].sort().map((vault) => ({ vault, epoch: team.state.vaults.get(vault)?.epoch ?? 1 }));
  const given = keys.map(({ vault }) => headAt(team, vault));
  return devices
    .map(({ device }): Recipient => ({ device, kemPk: kemPkOf(team, device), keys, given }))
    .sort((left, right) => (left.device < right.device ? -1 : 1));
}

/** Of a device that the log does not know nobody will open anything. */
function kemPkOf(team: TestTeam, device: DeviceId): Uint8Array {
  return team.state.devices.get(device)?.kemPk ?? team.founder.keys.kemPk;
}

/** `device-add` of another computer of the signer's, with the keys of these vaults, or of none. */
export function planDevice(
  team: TestTeam,
  by: Person,
  computer: Person,
  keysOf: readonly VaultId[] = [],
): Plan<"device-add"> {
  const certificate = makeCertificate(computer.keys, { team: team.team, user: by.user });
  const recipients = keysOf.length === 0 ? [] : sendCurrent(team, [computer], keysOf);
  return fill(team, { type: "device-add", payload: { certificate, heirs: [] } }, { recipients });
}

/** Who holds an invite: its seed gives the key. */
export type Guest = { invite: InviteId; signKey: SigningKey };

/** `invite`; the holder's key comes with it. */
export function planInvite(
  team: TestTeam,
  options: { role?: Role; grants?: Grant[]; groups?: GroupId[]; end?: number } = {},
): { plan: Plan<"invite">; guest: Guest } {
  const { signPk, signKey } = inviteKeys(randomBytes(16), team.team);
  const invite = newId<InviteId>();
  const { role = "member", grants = [], groups = [], end = team.now + 86_400_000 } = options;
  const payload = { invite, invitePk: signPk, role, roleEnd: null, grants, groups, end: end as EpochMs };
  return { plan: fill(team, { type: "invite", payload }), guest: { invite, signKey } };
}

/** The join message of this person under an invite that stands in the test's log. */
export function joinOf(team: TestTeam, guest: Guest, person: Person): Uint8Array {
  const certificate = makeCertificate(person.keys, { team: team.team, user: person.user });
  const invite = team.state.invites.get(guest.invite)?.hash as Hash;
  return makeJoin({ certificate, invite, inviteKey: guest.signKey, deviceKey: person.keys.signKey });
}

/** `user-add` with the keys of these vaults, or of none. */
export function planAdd(
  team: TestTeam,
  guest: Guest,
  person: Person,
  options: { grants?: Grant[]; groups?: GroupId[]; keysOf?: VaultId[] } = {},
): Plan<"user-add"> {
  const { keysOf = [], grants = [], groups = [] } = options;
  const payload = { join: joinOf(team, guest, person), grants, groups, heirs: [] };
  return fill(
    team,
    { type: "user-add", payload },
    { recipients: keysOf.length === 0 ? [] : sendCurrent(team, [person], keysOf) },
  );
}

/** Invites and lets in, in two entries. */
export function letIn(
  team: TestTeam,
  by: Person,
  options: { role?: Role; grants?: Grant[]; groups?: GroupId[] } = {},
): Person {
  const { plan: invited, guest } = planInvite(team, options);
  act(team, by, invited);
  const person = newPerson(team);
  act(team, by, planAdd(team, guest, person));
  return person;
}

/** `vault-create`, with a bundle for the maker alone. */
export function planVault(
  team: TestTeam,
  by: Person,
  kind: VaultKind = "shared",
): { plan: Plan<"vault-create">; vault: VaultId } {
  const vault = newId<VaultId>();
  team.chains.set(vault, emptyChain(vault));
  const payload = { vault, kind, keyCommit: zeroHash, inbox: zeroHash };
  const recipients = [{ device: by.device, kemPk: by.keys.kemPk, keys: [{ vault, epoch: 1 }], given: [] }];
  return { plan: fill(team, { type: "vault-create", payload }, { recipients }), vault };
}

/** `vault-access` with the head, the cut where it lowers, and a bundle for new readers. */
export function planAccess(
  team: TestTeam,
  by: Person,
  vault: VaultId,
  changes: { user: UserId; permission: AccessChange["permission"] }[],
): Plan<"vault-access"> {
  const sorted = changes
    .map(({ user, permission }): AccessChange => ({ user, group: null, permission, end: null }))
    .sort((left, right) => ((left.user as string) < (right.user as string) ? -1 : 1));
  const parts = { type: "vault-access" as const, payload: { vault, changes: sorted } };
  const cuts = cutVaults(team.state, bodyOf(team, by, fill(team, parts))).map((one) => headAt(team, one));
  const inLog = team.state.vaults.get(vault) as VaultInLog;
  const sent = inLog.epochs.get(inLog.epoch)?.sent;
  const fresh = changes
    .filter(({ permission }) => permission !== null)
    .flatMap(({ user }) => devicesOf(team.state, user))
    .filter(({ device }) => sent?.has(device) !== true);
  const recipients = sent?.has(by.device) === true ? sendCurrent(team, fresh, [vault]) : [];
  return fill(team, parts, { cuts, recipients });
}

/** `vault-keys` of one vault for these devices. */
export function planKeys(team: TestTeam, vault: VaultId, devices: readonly DeviceId[]): Plan<"vault-keys"> {
  const to = devices.map((device) => ({ device }));
  return fill(team, { type: "vault-keys", payload: {} }, { recipients: sendCurrent(team, to, [vault]) });
}

/** `vault-rotate` of these vaults, pinned at the test's heads or where the test says. */
export function planRotate(
  team: TestTeam,
  vaults: readonly VaultId[],
  options: { pin?: Head; root?: Hash; voids?: number } = {},
): Plan<"vault-rotate"> {
  const rotations = [...vaults].sort().map((vault) => {
    const chain = team.chains.get(vault) as VaultChain;
    return {
      vault,
      epoch: (team.state.vaults.get(vault)?.epoch ?? 0) + 1,
      ...{ keyCommit: zeroHash, inbox: zeroHash, history: zeroHash },
      pin: options.pin ?? chain.head,
      root: options.root ?? manifestRoot(chain),
      voids: options.voids ?? 0,
    };
  });
  const parts = { type: "vault-rotate" as const, payload: { vaults: rotations } };
  return fill(team, parts, { recipients: entitledTo(team, rotations) });
}

function entitledTo(team: TestTeam, made: readonly { vault: VaultId; epoch: number }[]): Recipient[] {
  const keysOf = new Map<DeviceId, Recipient["keys"]>();
  for (const { vault, epoch } of made) {
    const found = team.state.vaults.get(vault);
    for (const device of found === undefined ? [] : entitledDevices(team.state, found))
      keysOf.set(device, [...(keysOf.get(device) ?? []), { vault, epoch }]);
  }
  return [...keysOf]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([device, keys]) => ({ device, kemPk: kemPkOf(team, device), keys, given: [] }));
}

/** `vault-archive`, with its cut. */
export function planArchive(team: TestTeam, vault: VaultId): Plan<"vault-archive"> {
  return fill(team, { type: "vault-archive", payload: { vault } }, { cuts: [headAt(team, vault)] });
}

/** `invite-cancel`. */
export function planCancel(invite: InviteId): Plan<"invite-cancel"> {
  return { type: "invite-cancel", payload: { invite }, attached: nothingAttached, blobs: [] };
}

/** `policy`; its cosignatures are the test's to add. */
export function planPolicy(team: TestTeam, policy: Policy): Plan<"policy"> {
  const payload = { id: newId<string>(), baseSeq: team.state.head.seq, policy };
  return fill(team, { type: "policy", payload });
}
