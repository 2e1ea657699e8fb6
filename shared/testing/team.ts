/**
 * A team for tests, drive, demo and bench: its own log state, all its people's keys, all vault keys and chains. What its
 * people do is planned and sealed by the code that the product uses; nothing here asks a server.
 */
import { type DeviceKeys, deviceIdOf, deviceKeys, newMasterKey } from "../crypto/device-keys.ts";
import { newId } from "../crypto/random.ts";
import { newVaultKey } from "../crypto/vault-key.ts";
import type { DeviceId, EpochMs, TeamId, UserId, VaultId } from "../encoding/ids.ts";
import type { Result } from "../failures.ts";
import type { Circumstances, Intent } from "../protocol/team-log/compose-intents.ts";
import { type Plan, plan } from "../protocol/team-log/compose-plan.ts";
import { type SealedPlan, type SealingKeys, sealPlan } from "../protocol/team-log/compose-seal.ts";
import { createTeamLog } from "../protocol/team-log/compose-team.ts";
import type { VaultKind } from "../protocol/team-log/state/parts.ts";
import { firstPolicy } from "../protocol/team-log/state/policy.ts";
import type { Head, TeamState, VaultInLog } from "../protocol/team-log/state/team-state.ts";
import { emptyChain, manifestRoot, type VaultChain } from "../protocol/vault-chain/chain.ts";

export type Person = { user: UserId; device: DeviceId; keys: DeviceKeys };

/** What a test knows of its team. */
export type TestTeam = {
  team: TeamId;
  state: TeamState;
  founder: Person;
  /** By epoch, the first at 0. */
  keys: Map<VaultId, Uint8Array[]>;
  chains: Map<VaultId, VaultChain>;
  now: number;
};

/** What goes to a server in one post. */
export type Built = { entries: Uint8Array[]; blobs: Uint8Array[] };

/** The value of a success; a failure ends the test, and says of what it was. */
export function must<T>(result: Result<T>, what = ""): T {
  if (!result.ok) throw new Error([what, JSON.stringify(result.failure)].filter(Boolean).join(": "));
  return result.value;
}

/** Genesis and the five first vaults, not posted yet: what a founder posts in one call. */
export function createTestTeam(now = Date.now()): { team: TestTeam; post: Built } {
  const keys = deviceKeys(newMasterKey());
  const user = newId<UserId>();
  const kept: TestTeam["keys"] = new Map();
  const founder = { user, policy: firstPolicy, time: now as EpochMs };
  const made = must(createTeamLog(founder, { ...keys, newKey: keptKey(kept) }));
  const team: TestTeam = {
    team: made.team,
    state: made.state,
    founder: { user, device: made.device, keys },
    keys: kept,
    chains: new Map([...made.state.vaults.keys()].map((vault) => [vault, emptyChain(vault)])),
    now,
  };
  return { team, post: { entries: made.entries.map(({ bytes }) => bytes), blobs: made.blobs } };
}

/** A fresh computer of a fresh person. */
export function newPerson({ team }: Pick<TestTeam, "team">): Person {
  return newComputer({ team }, { user: newId<UserId>() });
}

/** One more computer of somebody who is there. */
export function newComputer({ team }: Pick<TestTeam, "team">, { user }: Pick<Person, "user">): Person {
  const keys = deviceKeys(newMasterKey());
  return { user, keys, device: deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk }) };
}

/** What this person plans on: the test's state, chains and keys. */
export function circumstancesOf(team: TestTeam, by: Person): Circumstances {
  return {
    state: team.state,
    signer: { user: by.user, device: by.device, time: team.now as EpochMs },
    held: {
      headOf: (vault) => headOf(team, vault),
      rootOf: (vault) => manifestRoot(chainOf(team, vault)),
      isWhole: () => true,
      cutHead: (vault) => headOf(team, vault),
      hasKey: (vault, epoch) => team.keys.get(vault)?.[epoch - 1] !== undefined,
    },
  };
}

/** What this person seals with; the test keeps a copy of every key that is made. */
export function sealingKeysOf(team: TestTeam, by: Person): SealingKeys {
  return {
    signKey: by.keys.signKey,
    key: (vault, epoch) => team.keys.get(vault)?.[epoch - 1] ?? null,
    newKey: keptKey(team.keys),
  };
}

function keptKey(kept: TestTeam["keys"]): NonNullable<SealingKeys["newKey"]> {
  return ({ vault, epoch }) => {
    const key = newVaultKey();
    const all = [...(kept.get(vault) ?? [])];
    all[epoch - 1] = key.slice();
    kept.set(vault, all);
    return key;
  };
}

/** The plan of what this person wants; refused or needless, it ends the test. */
export function planOf(team: TestTeam, by: Person, intent: Intent): Plan {
  const planned = must(plan(circumstancesOf(team, by), intent));
  if (planned === null) throw new Error(`nothing to do: ${intent.type}`);
  return planned;
}

/** Seals and signs a plan, and takes it into the test's state. */
export function takePlan(team: TestTeam, by: Person, planned: Plan): SealedPlan {
  const sealed = must(sealPlan(planned, sealingKeysOf(team, by)));
  team.state = sealed.state;
  for (const vault of sealed.state.vaults.keys())
    if (!team.chains.has(vault)) team.chains.set(vault, emptyChain(vault));
  return sealed;
}

/** This person does what they want, and only that: a rotation that falls due stays due. */
export function takeFirst(team: TestTeam, by: Person, intent: Intent): Built {
  const planned = planOf(team, by, intent);
  return postOf(takePlan(team, by, { ...planned, entries: planned.entries.slice(0, 1) }));
}

/** What goes to the server of a sealed plan. */
export function postOf({ entries, blobs }: SealedPlan): Built {
  return { entries: entries.map(({ bytes }) => bytes), blobs };
}

/** The vault of this kind. */
export function vaultOfKind(state: TeamState, kind: VaultKind): VaultInLog {
  const found = [...state.vaults.values()].find((vault) => vault.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} vault`);
  return found;
}

/** The head of a vault as the test verified it. */
export function headOf(team: TestTeam, vault: VaultId): Head {
  return chainOf(team, vault).head;
}

function chainOf(team: TestTeam, vault: VaultId): VaultChain {
  return team.chains.get(vault) ?? emptyChain(vault);
}
