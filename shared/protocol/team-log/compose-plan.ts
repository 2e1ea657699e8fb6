/**
 * Planning entries: what a person wants becomes entries on a state, with their cuts, heads and recipients, tried on that
 * state [protocol: Team log]. Pure: no key is made, nothing is sealed or signed (`compose-seal.ts`).
 */
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, VaultId } from "../../encoding/ids.ts";
import { ok, type Result } from "../../failures.ts";
import {
  type Circumstances,
  type ComposedType,
  type Composer,
  composers,
  type Held,
  type Intent,
  type IntentOf,
  type KeyFor,
  maySupply,
  type Signer,
} from "./compose-intents.ts";
import type { EntryBody } from "./entry.ts";
import { type EntryType, entryRule, type Payloads } from "./entry-types.ts";
import { checkKnownKeys, isUnknownDevice } from "./known-keys.ts";
import { type Actor, type Attached, nothingAttached, type VaultHead } from "./state/parts.ts";
import { entitledDevices } from "./state/rules.ts";
import type { Device, Epoch, TeamState, VaultInLog } from "./state/team-state.ts";
import { isListedOut } from "./state/vault-keys.ts";
import { outcomeOf, tryBody } from "./verify.ts";

/** A key of one epoch, by name. */
export type NamedKey = { vault: VaultId; epoch: number };

/** A key to be made; `leavesOut`: earlier epochs that are dead and whose keys its history lacks [protocol: Rotation]. */
export type NewKey = NamedKey & { leavesOut: number[] };

/** A device and the keys that it is sent; `given`: the heads that stand beside keys which exist already. */
export type Recipient = { device: DeviceId; kemPk: Uint8Array; keys: NamedKey[]; given: VaultHead[] };

/** An entry in which keys are still to be made: zeros stand where their commitments will. */
export type PlannedEntry<Type extends EntryType = EntryType> = {
  type: Type;
  payload: Payloads[Type];
  actor: Actor;
  time: EpochMs;
  cuts: VaultHead[];
  heads: VaultHead[];
  newKeys: NewKey[];
  /** Ascending by device. */
  recipients: Recipient[];
};

/** Entries to be posted together, on the state that they were planned on. */
export type Plan = { on: TeamState; entries: PlannedEntry[] };

/** What stands in a body beside its place in the log. */
export type BodyParts<Type extends EntryType = EntryType> = {
  type: Type;
  payload: Payloads[Type];
  attached?: Partial<Attached>;
  actor: Actor;
  time: EpochMs;
};

/** The body that these parts have as the next entry on `state`. */
export function bodyOn<Type extends EntryType>(state: TeamState, parts: BodyParts<Type>): EntryBody {
  const { type, payload, attached, actor, time } = parts;
  return {
    suite: 1,
    team: state.team,
    seq: state.head.seq + 1,
    prev: state.head.hash,
    type,
    actor,
    time,
    payload,
    attached: { ...nothingAttached, ...attached },
  } as EntryBody;
}

/**
 * The entries that do what `intent` says, on `state`; null where its reason has gone away. Failures: the first rule of the
 * log that it breaks, by name; `key-changed` where it gives more to somebody whose keys are others than the signer compared;
 * `key-commit` (later) where a rotation needs a key that is not held.
 */
export function plan(on: Circumstances, intent: Intent): Result<Plan | null> {
  const first = planEntry(on, intent);
  if (!first.ok || first.value === null) return first as Result<null>;
  const { entry, after } = first.value;
  const due = (composers[intent.type] as Composer<never>).rotates({ ...on, state: after }, entry.payload as never);
  if (due.length === 0) return ok({ on: on.state, entries: [entry] });
  // So that nobody sees a vault which lost a reader and still writes, its key changes in the same post.
  const rotation = planEntry(
    { ...on, state: after },
    { type: "vault-rotate", vaults: due.map((vault) => ({ vault })), only: "due" },
  );
  if (!rotation.ok) return rotation;
  return ok({ on: on.state, entries: rotation.value === null ? [entry] : [entry, rotation.value.entry] });
}

type Tried = { entry: PlannedEntry; after: TeamState };

function planEntry<Type extends ComposedType>(on: Circumstances, intent: IntentOf<Type>): Result<Tried | null> {
  const composer = composers[intent.type] as unknown as Composer<Type>;
  const payload = composer.payload(on, intent);
  if (!payload.ok || payload.value === null) return payload as Result<null>;
  const known = checkKnownKeys(on.state, { type: intent.type, payload: payload.value, by: on.signer.user });
  if (!known.ok) return known;
  const bare = planBare(on, intent.type, payload.value);
  const supplied = recipientsOf(on, on.state, composer.supplies(on, intent, on.state));
  const outcome = outcomeOf(on.state, trialBody(on.state, { ...bare, recipients: supplied }));
  if (!outcome.ok) return outcome;
  const { cuts, after } = outcome.value;
  const recipients =
    bare.newKeys.length > 0
      ? newKeyRecipients(after, bare.newKeys)
      : recipientsOf(on, after, composer.supplies(on, intent, after));
  const entry: PlannedEntry<Type> = {
    ...bare,
    cuts: cuts.map((vault) => ({ vault, ...on.held.cutHead(vault) })),
    recipients,
  };
  const tried = tryBody(on.state, trialBody(on.state, entry));
  return tried.ok ? ok({ entry: entry as PlannedEntry, after: tried.value }) : tried;
}

/** An entry with what its payload alone says: no cuts, nobody sent anything. Not tried. */
export function planBare<Type extends EntryType>(
  { state, signer, held }: Circumstances,
  type: Type,
  payload: Payloads[Type],
): PlannedEntry<Type> {
  const { headsOf, newKeysOf } = entryRule(type);
  return {
    type,
    payload,
    ...signedBy(signer),
    cuts: [],
    heads: headsOf(payload).map((vault) => headToName(held, vault)),
    newKeys: newKeysOf(payload).map((vault) => newKey(held, vault, state.vaults.get(vault)?.epoch ?? 0)),
    recipients: [],
  };
}

/** Whether an earlier key may be missing was decided with the payload; here it is noted which are. */
function newKey({ hasKey }: Held, vault: VaultId, before: number): NewKey {
  const earlier = Array.from({ length: before }, (_, at) => at + 1);
  return { vault, epoch: before + 1, leavesOut: earlier.filter((epoch) => !hasKey(vault, epoch)) };
}

function signedBy({ user, device, time }: Signer): { actor: Actor; time: EpochMs } {
  return { actor: { user, device }, time };
}

function headAt(held: Held, vault: VaultId): VaultHead {
  const { seq, hash } = held.headOf(vault);
  return { vault, seq, hash };
}

/** The body as far as it is known before anything is sealed: zeros are the hashes of bundles to be made. */
export function trialBody(state: TeamState, { cuts, heads, recipients, ...parts }: PlannedEntry): EntryBody {
  const bundles = recipients.map(({ device, given }) => ({ device, given, hash: zeroHash }));
  return bodyOn(state, { ...parts, attached: { cuts, heads, bundles } });
}

/** New keys go to exactly the devices that are entitled after the entry, each to those of its vaults [protocol: Vault keys]. */
function newKeyRecipients(after: TeamState, made: readonly NamedKey[]): Recipient[] {
  const found = new Map<DeviceId, NamedKey[]>();
  for (const key of made)
    for (const device of entitledDevices(after, after.vaults.get(key.vault) as VaultInLog))
      found.set(device, [...(found.get(device) ?? []), key]);
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([device, keys]) => ({ device, kemPk: (after.devices.get(device) as Device).kemPk, keys, given: [] }));
}

/** Existing keys, as far as the signer was sent them: what they lack is left out. */
function recipientsOf(on: Circumstances, after: TeamState, wanted: readonly KeyFor[]): Recipient[] {
  return [...wanted]
    .sort((left, right) => (left.device < right.device ? -1 : 1))
    .flatMap(({ device, vaults }) => {
      const kemPk = after.devices.get(device)?.kemPk;
      const keys = [...vaults]
        .sort()
        .filter((vault) => maySupply(on, vault, after) && !isListedOut(epochOf(after, vault), device, on.signer.user))
        .map((vault) => ({ vault, epoch: after.vaults.get(vault)?.epoch ?? 0 }));
      if (kemPk === undefined || keys.length === 0 || isUnknownDevice(after, on.signer.user, device)) return [];
      return [{ device, kemPk, keys, given: keys.map(({ vault }) => headToName(on.held, vault)) }];
    });
}

function epochOf(state: TeamState, vault: VaultId): Epoch {
  const { epochs, epoch } = state.vaults.get(vault) as VaultInLog;
  return epochs.get(epoch) as Epoch;
}

/** Whom I give a key I lead to the head that I verified; where my own chain is in doubt, to none. */
function headToName(held: Held, vault: VaultId): VaultHead {
  return held.isWhole(vault) ? headAt(held, vault) : { vault, seq: 0, hash: zeroHash };
}
