/**
 * Entries as plans, on a test's own state: what an honest program would sign next, with filler in place of sealed keys (the
 * log knows only their hashes). A test tampers a plan, then signs it as it stands; nobody's program would build some of them.
 */
import { deviceIdOf, deviceKeys, inviteKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { hashText } from "../../shared/crypto/hash.ts";
import { bundleHash } from "../../shared/crypto/key-bundle.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { type SigningKey, signBytes } from "../../shared/crypto/sign.ts";
import { historyHash } from "../../shared/crypto/vault-key.ts";
import { type Encodable, encode } from "../../shared/encoding/canonical.ts";
import type { DeviceId, EpochMs, Hash, InviteId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { makeCertificate, makeJoin } from "../../shared/protocol/join/join.ts";
import { buildGenesis, plannedBody } from "../../shared/protocol/team-log/compose.ts";
import { type Entry, type EntryBody, encodeBody, encodeEntry } from "../../shared/protocol/team-log/entry.ts";
import type { EntryType, Payloads } from "../../shared/protocol/team-log/entry-types.ts";
import {
  type AccessChange,
  type Attached,
  type BundleListing,
  type Grant,
  nothingAttached,
  type Role,
  systemKinds,
  type VaultKind,
} from "../../shared/protocol/team-log/state/parts.ts";
import { firstPolicy, type Policy } from "../../shared/protocol/team-log/state/policy.ts";
import { devicesOf, entitledDevices } from "../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState, VaultInLog } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry, cutVaults } from "../../shared/protocol/team-log/verify.ts";
import { emptyChain, emptyHead, manifestRoot, type VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { must, type Person, type TestTeam } from "./team.ts";

export type Plan<Type extends EntryType = EntryType> = {
  type: Type;
  payload: Payloads[Type];
  attached: Attached;
  /** What goes beside the entry. */
  blobs: Uint8Array[];
};
type Of<Type extends EntryType> = { type: Type; payload: Payloads[Type]; attached?: Partial<Attached> };

function plan<Type extends EntryType>({ type, payload, attached }: Of<Type>, blobs: Uint8Array[] = []): Plan<Type> {
  return { type, payload, attached: { ...nothingAttached, ...attached }, blobs };
}

/** The body of a plan on the test's state. */
export function bodyOf<Type extends EntryType>(team: TestTeam, by: Person, { type, payload, attached }: Plan<Type>) {
  const actor = { user: by.user, device: by.device };
  return plannedBody(team.state, { type, payload, attached, actor, time: team.now as EpochMs });
}

/** A body signed as it stands. */
export function signBody(body: EntryBody, by: Pick<Person, "keys">, cosigs: Entry["cosigs"] = []): Uint8Array {
  return signBytesOf(encodeBody(body), by, cosigs);
}

/** A body that no schema takes, signed all the same. */
export function signShapeless(body: Encodable, by: Pick<Person, "keys">): Uint8Array {
  return signBytesOf(encode(body), by, []);
}

function signBytesOf(bytes: Uint8Array, { keys }: Pick<Person, "keys">, cosigs: Entry["cosigs"]): Uint8Array {
  return encodeEntry(bytes, signBytes(keys.signKey, "log", bytes), cosigs);
}

/** Signs a plan and takes it into the test's state; a refusal ends the test. */
export function act<Type extends EntryType>(team: TestTeam, by: Person, planned: Plan<Type>): Entry {
  const { state, entry } = must(applyEntry(team.state, signBody(bodyOf(team, by, planned), by)));
  team.state = state;
  return entry;
}

/** Genesis and the five first vaults: what a founder posts in one call. */
export function foundLog(now: number): { team: TestTeam; entries: Uint8Array[]; blobs: Uint8Array[] } {
  const keys = deviceKeys(newMasterKey());
  const user = newId<UserId>();
  const genesis = buildGenesis({ user, policy: firstPolicy, time: now as EpochMs }, keys);
  const founder: Person = { user, device: genesis.device, keys };
  const state = must(genesis.state);
  const team: TestTeam = { team: genesis.team, state, founder, keys: new Map(), chains: new Map(), now };
  const entries = [genesis.bytes];
  const blobs: Uint8Array[] = [];
  for (const kind of [...systemKinds, "personal"] as const) {
    const { plan: made } = planVault(team, founder, kind);
    entries.push(act(team, founder, made).bytes);
    blobs.push(...made.blobs);
  }
  return { team, entries, blobs };
}

/** Filler bundles for these devices, ascending. */
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
export function headAt(team: TestTeam, vault: VaultId): Head & { vault: VaultId } {
  return { vault, ...(team.chains.get(vault)?.head ?? emptyHead) };
}

/** Who holds an invite: its seed gives the key. */
export type Guest = { invite: InviteId; signKey: SigningKey };

/** `invite`; the holder's key comes with it. */
export function planInvite(
  team: TestTeam,
  options: { role?: Role; grants?: Grant[]; end?: number } = {},
): { plan: Plan<"invite">; guest: Guest } {
  const { signPk, signKey } = inviteKeys(randomBytes(16), team.team);
  const invite = newId<InviteId>();
  const { role = "member", grants = [], end = team.now + 86_400_000 } = options;
  const payload = { invite, invitePk: signPk, role, roleEnd: null, grants, groups: [], end: end as EpochMs };
  return { plan: plan({ type: "invite", payload }), guest: { invite, signKey } };
}

/** A fresh computer of a fresh person. */
export function newPerson(team: TestTeam): Person {
  const keys = deviceKeys(newMasterKey());
  const user = newId<UserId>();
  return { user, keys, device: deviceIdOf({ team: team.team, user, signPk: keys.signPk, kemPk: keys.kemPk }) };
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
  options: { grants?: Grant[]; keysOf?: VaultId[] } = {},
): Plan<"user-add"> {
  const given = [...(options.keysOf ?? [])].sort().map((vault) => headAt(team, vault));
  const { bundles, blobs } = given.length === 0 ? listDevices([]) : listDevices([person.device], given);
  const payload = { join: joinOf(team, guest, person), grants: options.grants ?? [], groups: [], heirs: [] };
  return plan({ type: "user-add", payload, attached: { bundles } }, blobs);
}

/** Invites and lets in, in two entries. */
export function letIn(team: TestTeam, by: Person, options: { role?: Role; grants?: Grant[] } = {}): Person {
  const { plan: invited, guest } = planInvite(team, options);
  act(team, by, invited);
  const person = newPerson(team);
  act(team, by, planAdd(team, guest, person));
  return person;
}

/** `vault-create`, with a bundle for the maker alone, or for everybody whom a system vault's role lets in. */
export function planVault(
  team: TestTeam,
  by: Person,
  kind: VaultKind = "shared",
): { plan: Plan<"vault-create">; vault: VaultId } {
  const vault = newId<VaultId>();
  team.chains.set(vault, emptyChain(vault));
  const { bundles, blobs } = listDevices([by.device]);
  const payload = { vault, kind, keyCommit: hashText("vault-key", vault), inbox: hashText("inbox", vault) };
  return { plan: plan({ type: "vault-create", payload, attached: { bundles } }, blobs), vault };
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
  const heads = [headAt(team, vault)];
  const bare = plan({ type: "vault-access", payload: { vault, changes: sorted }, attached: { heads } });
  const cuts = cutVaults(team.state, bodyOf(team, by, bare)).map((one) => headAt(team, one));
  const inLog = team.state.vaults.get(vault) as VaultInLog;
  const sent = inLog.epochs.get(inLog.epoch)?.sent;
  const fresh = changes
    .filter(({ permission }) => permission !== null)
    .flatMap(({ user }) => devicesOf(team.state, user).map(({ device }) => device))
    .filter((device) => sent?.has(device) !== true);
  const { bundles, blobs } = sent?.has(by.device) === true ? listDevices(fresh, heads) : listDevices([]);
  return { ...bare, attached: { heads, cuts, bundles }, blobs };
}

/** `vault-keys` of one vault for these devices. */
export function planKeys(team: TestTeam, vault: VaultId, devices: readonly DeviceId[]): Plan<"vault-keys"> {
  const { bundles, blobs } = listDevices(devices, [headAt(team, vault)]);
  return plan({ type: "vault-keys", payload: {}, attached: { bundles } }, blobs);
}

/** `vault-rotate` of these vaults, pinned at the test's heads or where the test says. */
export function planRotate(
  team: TestTeam,
  vaults: readonly VaultId[],
  options: { pin?: Head; root?: Hash; voids?: number } = {},
): Plan<"vault-rotate"> {
  const histories = vaults.map(() => randomBytes(64));
  const rotations = [...vaults].sort().map((vault, at) => {
    const chain = team.chains.get(vault) as VaultChain;
    const epoch = (team.state.vaults.get(vault)?.epoch ?? 0) + 1;
    return {
      vault,
      epoch,
      keyCommit: hashText("vault-key", vault, epoch),
      inbox: hashText("inbox", vault, epoch),
      history: historyHash(histories[at] as Uint8Array),
      pin: options.pin ?? chain.head,
      root: options.root ?? manifestRoot(chain),
      voids: options.voids ?? 0,
    };
  });
  const { bundles, blobs } = listDevices(entitledIn(team.state, vaults));
  const made = plan({ type: "vault-rotate", payload: { vaults: rotations }, attached: { bundles } });
  return { ...made, blobs: [...blobs, ...histories] };
}

function entitledIn(state: TeamState, vaults: readonly VaultId[]): DeviceId[] {
  const devices = vaults.flatMap((vault) => {
    const found = state.vaults.get(vault);
    return found === undefined ? [] : entitledDevices(state, found);
  });
  return [...new Set(devices)].sort();
}

/** `vault-archive`, with its cut. */
export function planArchive(team: TestTeam, vault: VaultId): Plan<"vault-archive"> {
  return plan({ type: "vault-archive", payload: { vault }, attached: { cuts: [headAt(team, vault)] } });
}

/** `invite-cancel`. */
export function planCancel(invite: InviteId): Plan<"invite-cancel"> {
  return plan({ type: "invite-cancel", payload: { invite } });
}

/** `policy`; its cosignatures are the test's to add. */
export function planPolicy(team: TestTeam, policy: Policy): Plan<"policy"> {
  return plan({ type: "policy", payload: { id: newId<string>(), baseSeq: team.state.head.seq, policy } });
}
