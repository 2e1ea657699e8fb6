/** Teams for the server's tests: real keys, real entries, real commits, built with the shared protocol code. */

import {
  type DeviceKeys,
  deviceKeys,
  inboxHash,
  inboxKeys,
  inviteKeys,
  newMasterKey,
} from "../../shared/crypto/device-keys.ts";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import { sealKeyBundle } from "../../shared/crypto/key-bundle.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { keyCommit, newVaultKey, sealKeyHistory } from "../../shared/crypto/vault-key.ts";
import type {
  ChangeId,
  DeviceId,
  EpochMs,
  Hash,
  InviteId,
  ItemId,
  TeamId,
  UserId,
  VaultId,
} from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import { makeCertificate, makeJoin } from "../../shared/protocol/join/join.ts";
import { buildEntry, buildGenesis, type Planned } from "../../shared/protocol/team-log/compose.ts";
import type { Entry } from "../../shared/protocol/team-log/entry.ts";
import type { EntryType } from "../../shared/protocol/team-log/entry-types.ts";
import { hashAt } from "../../shared/protocol/team-log/state/log-hashes.ts";
import { systemKinds, type VaultKind } from "../../shared/protocol/team-log/state/parts.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
import { entitledDevices } from "../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState, VaultInLog } from "../../shared/protocol/team-log/state/team-state.ts";
import {
  emptyChain,
  foldCommit,
  manifestRoot,
  type VaultChain,
  verifyCommit,
} from "../../shared/protocol/vault-chain/chain.ts";
import { buildCommit, type Change } from "../../shared/protocol/vault-chain/commit.ts";
import { type Caller, connect, type Place, type TestClient } from "./client.ts";

export type Person = { user: UserId; device: DeviceId; keys: DeviceKeys };
export type Invited = { invite: Hash; seed: Uint8Array; signKey: Caller["signKey"] };
export type Built = { entries: Uint8Array[]; blobs: Uint8Array[] };

/** What a test knows of its team: its own state, all keys. Posts go through the server and are then taken here. */
export type TestTeam = {
  team: TeamId;
  state: TeamState;
  founder: Person;
  keys: Map<VaultId, Uint8Array[]>;
  chains: Map<VaultId, VaultChain>;
  now: number;
};

/** The value of a success; a failure ends the test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** Genesis and the five first vaults, not posted yet. */
export function createTestTeam(now = Date.now()): { team: TestTeam; post: Built } {
  const keys = deviceKeys(newMasterKey());
  const user = newId<UserId>();
  const genesis = buildGenesis({ user, policy: firstPolicy, time: now as EpochMs }, keys);
  const founder: Person = { user, device: genesis.device, keys };
  const team: TestTeam = {
    team: genesis.team,
    state: must(genesis.state),
    founder,
    keys: new Map(),
    chains: new Map(),
    now,
  };
  const post: Built = { entries: [genesis.bytes], blobs: [] };
  for (const kind of [...systemKinds, "personal"] as const) add(post, createVault(team, founder, kind).built);
  return { team, post };
}

function add(post: Built, more: Built): void {
  post.entries.push(...more.entries);
  post.blobs.push(...more.blobs);
}

/** Builds an entry on the test's state and moves that state. */
export function build<Type extends EntryType>(
  team: TestTeam,
  by: Person,
  planned: Omit<Planned<Type>, "actor" | "time">,
): Entry {
  const actor = { user: by.user, device: by.device };
  const built = must(
    buildEntry(team.state, { ...planned, actor, time: team.now as EpochMs } as Planned<Type>, by.keys),
  );
  team.state = built.state;
  return built.entry;
}

/** Bundles of one key for these devices. */
export function bundlesFor(
  team: TestTeam,
  devices: readonly DeviceId[],
  keys: { vault: VaultId; epoch: number; key: Uint8Array }[],
  known: Map<DeviceId, Uint8Array> = new Map(),
) {
  const blobs: Uint8Array[] = [];
  const listed = [...devices].sort().map((device) => {
    const kemPk = known.get(device) ?? team.state.devices.get(device)?.kemPk;
    const sealed = sealKeyBundle(kemPk as Uint8Array, { team: team.team, device }, keys);
    blobs.push(sealed.bytes);
    return { device, given: [] as { vault: VaultId; seq: number; hash: Hash }[], hash: sealed.hash };
  });
  return { listed, blobs };
}

/** A vault of this person; the keys of system vaults go to everybody entitled. */
export function createVault(team: TestTeam, by: Person, kind: VaultKind = "shared"): { vault: VaultId; built: Built } {
  const vault = newId<VaultId>();
  const key = newVaultKey();
  const at = { team: team.team, vault, epoch: 1 };
  const { listed, blobs } = bundlesFor(team, [by.device], [{ vault, epoch: 1, key }]);
  const entry = build(team, by, {
    type: "vault-create",
    payload: { vault, kind, keyCommit: keyCommit({ ...at, key }), inbox: inboxHash(inboxKeys(key).kemPk) },
    attached: { bundles: listed },
  });
  team.keys.set(vault, [key]);
  team.chains.set(vault, emptyChain(vault));
  return { vault, built: { entries: [entry.bytes], blobs } };
}

/** An invite and what its code carries. */
export function invite(
  team: TestTeam,
  by: Person,
  options: { role?: "member" | "lead" | "admin" | "auditor"; end?: number; roleEnd?: number } = {},
): Invited & { built: Built; id: InviteId } {
  const seed = randomBytes(16);
  const id = newId<InviteId>();
  const { signPk, signKey } = inviteKeys(seed, team.team);
  const entry = build(team, by, {
    type: "invite",
    payload: {
      invite: id,
      invitePk: signPk,
      role: options.role ?? "member",
      roleEnd: (options.roleEnd ?? null) as EpochMs | null,
      grants: [],
      groups: [],
      end: (options.end ?? team.now + 7 * 86_400_000) as EpochMs,
    },
  });
  return { invite: entry.hash, id, seed, signKey, built: { entries: [entry.bytes], blobs: [] } };
}

/** A person at his computer who holds an invite, with his join message. */
export function joiner(team: TeamId, invited: Invited): Person & { join: Uint8Array } {
  const keys = deviceKeys(newMasterKey());
  const user = newId<UserId>();
  const certificate = makeCertificate(keys, { team, user });
  const join = makeJoin({ certificate, invite: invited.invite, inviteKey: invited.signKey, deviceKey: keys.signKey });
  const device = deviceOf(team, user, keys);
  return { user, device, keys, join };
}

import { deviceIdOf } from "../../shared/crypto/device-keys.ts";

function deviceOf(team: TeamId, user: UserId, keys: DeviceKeys): DeviceId {
  return deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk });
}

/** `user-add` with the key of the directory. */
export function admit(team: TestTeam, by: Person, person: Person & { join: Uint8Array }): Built {
  const directory = vaultOfKind(team.state, "directory").vault;
  const key = team.keys.get(directory)?.at(-1) as Uint8Array;
  const known = new Map([[person.device, person.keys.kemPk]]);
  const { listed, blobs } = bundlesFor(team, [person.device], [{ vault: directory, epoch: 1, key }], known);
  const head = headOf(team, directory);
  const entry = build(team, by, {
    type: "user-add",
    payload: { join: person.join, grants: [], groups: [], heirs: [] },
    attached: { bundles: listed.map((one) => ({ ...one, given: [{ vault: directory, ...head }] })) },
  });
  return { entries: [entry.bytes], blobs };
}

/** The vault of this kind. */
export function vaultOfKind(state: TeamState, kind: VaultKind): VaultInLog {
  const found = [...state.vaults.values()].find((vault) => vault.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} vault`);
  return found;
}

/** The head of a vault as the test verified it. */
export function headOf(team: TestTeam, vault: VaultId): Head {
  return (team.chains.get(vault) as VaultChain).head;
}

/** `vault-access` with the key for whom it widens, and cuts where it lowers. */
export function grant(
  team: TestTeam,
  by: Person,
  options: {
    vault: VaultId;
    to: Person;
    permission: "use" | "edit" | "manage" | null;
    end?: number;
    cuts?: boolean;
    head?: Head;
    cut?: Head;
  },
): Built {
  const { vault, to, permission } = options;
  const head = options.head ?? headOf(team, vault);
  const epoch = team.state.vaults.get(vault)?.epoch as number;
  const isNew = permission !== null && options.cuts !== true;
  const key = team.keys.get(vault)?.at(-1) as Uint8Array;
  const { listed, blobs } = isNew ? bundlesFor(team, [to.device], [{ vault, epoch, key }]) : { listed: [], blobs: [] };
  const entry = build(team, by, {
    type: "vault-access",
    payload: {
      vault,
      changes: [{ user: to.user, group: null, permission, end: (options.end ?? null) as EpochMs | null }],
    },
    attached: {
      heads: [{ vault, ...head }],
      bundles: listed.map((one) => ({ ...one, given: [{ vault, ...head }] })),
      cuts: options.cuts === true ? [{ vault, ...(options.cut ?? head) }] : [],
    },
  });
  return { entries: [entry.bytes], blobs };
}

/** `vault-rotate` of one vault, pinned at the head or `voids` below it. */
export function rotate(
  team: TestTeam,
  by: Person,
  options: { vault: VaultId; voids?: number; pin?: Head; root?: Hash },
): Built {
  const { vault, voids = 0 } = options;
  const chain = team.chains.get(vault) as VaultChain;
  const earlier = team.keys.get(vault) as Uint8Array[];
  const epoch = (team.state.vaults.get(vault)?.epoch as number) + 1;
  const key = newVaultKey();
  const at = { team: team.team, vault, epoch };
  const history = sealKeyHistory(
    key,
    at,
    earlier.map((one, index) => ({ epoch: index + 1, key: one })),
  );
  const devices = entitledDevices(team.state, team.state.vaults.get(vault) as VaultInLog);
  const { listed, blobs } = bundlesFor(team, devices, [{ vault, epoch, key }]);
  const entry = build(team, by, {
    type: "vault-rotate",
    payload: {
      vaults: [
        {
          vault,
          epoch,
          keyCommit: keyCommit({ ...at, key }),
          inbox: inboxHash(inboxKeys(key).kemPk),
          history: history.hash,
          pin: options.pin ?? chain.head,
          root: options.root ?? manifestRoot(chain),
          voids,
        },
      ],
    },
    attached: { bundles: listed },
  });
  team.keys.set(vault, [...earlier, key]);
  return { entries: [entry.bytes], blobs: [...blobs, history.bytes] };
}

export type BuiltCommit = { bytes: Uint8Array; hash: Hash; envelopes: Uint8Array[]; items: ItemId[] };

/** A commit of fresh items (or the next version of given ones) on the test's own chain; not folded yet. */
export function commit(
  team: TestTeam,
  by: Person,
  options: {
    vault: VaultId;
    items?: ItemId[];
    count?: number;
    on?: VaultChain;
    tamper?: (change: Change) => Change;
    logSeq?: number;
  },
): BuiltCommit {
  const chain = options.on ?? (team.chains.get(options.vault) as VaultChain);
  const items = options.items ?? Array.from({ length: options.count ?? 1 }, () => newId<ItemId>());
  const envelopes: Uint8Array[] = [];
  const sealed = (bytes: number) => {
    const envelope = randomBytes(bytes);
    envelopes.push(envelope);
    return { size: envelope.length, hash: envelopeHash(envelope) };
  };
  const changes = items.map((item): Change => {
    const change: Change = {
      op: "put",
      item,
      version: (chain.items.get(item)?.version ?? 0) + 1,
      changeId: newId<ChangeId>(),
      schema: 1,
      overview: sealed(320),
      secret: sealed(320),
      blobs: [],
      purged: [],
    };
    return options.tamper?.(change) ?? change;
  });
  const logSeq = options.logSeq ?? team.state.head.seq;
  const built = buildCommit(
    {
      suite: 1,
      team: team.team,
      vault: options.vault,
      epoch: team.state.vaults.get(options.vault)?.epoch as number,
      seq: chain.head.seq + 1,
      prev: chain.head.hash,
      logSeq,
      logHead: hashAt(team.state.hashes, logSeq) as Hash,
      author: { user: by.user, device: by.device },
      time: team.now as EpochMs,
      changes,
    },
    by.keys,
  );
  return { ...built, envelopes, items };
}

/** Takes a commit that the server took into the test's own chain. */
export function fold(team: TestTeam, vault: VaultId, bytes: Uint8Array): void {
  const chain = team.chains.get(vault) as VaultChain;
  foldCommit(chain, must(verifyCommit(team.state, chain, bytes)));
}

/** The session caller of a person's computer. */
export function deviceCaller(team: TeamId, { user, device, keys }: Person): Caller {
  return { team, identity: { kind: "device", user, device }, signKey: keys.signKey };
}

/** The session caller of an invite. */
export function inviteCaller(team: TeamId, { invite: entry, signKey }: Invited): Caller {
  return { team, identity: { kind: "invite", invite: entry }, signKey };
}

/** The session caller of somebody who makes a team. */
export function founderCaller(team: TeamId, { user, device, keys }: Person): Caller {
  return { team, identity: { kind: "founder", user, device, signPk: keys.signPk }, signKey: keys.signKey };
}

/** Connects a person's computer. */
export function connectPerson(place: Place, team: TestTeam, person: Person): Promise<TestClient> {
  return connect(place, deviceCaller(team.team, person));
}
