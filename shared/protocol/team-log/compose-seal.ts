/**
 * Sealing a plan: makes its new vault keys, seals bundles and key histories, fills in the commitments, signs, and applies
 * what was signed, so that what we send is what everybody would take [protocol: Vault keys].
 */
import { inboxHash, inboxKeys } from "../../crypto/device-keys.ts";
import { sealKeyBundle } from "../../crypto/key-bundle.ts";
import { type SigningKey, signBytes } from "../../crypto/sign.ts";
import { type EarlierKey, keyCommit, newVaultKey, sealKeyHistory } from "../../crypto/vault-key.ts";
import type { TeamId, VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { type Commitments, type ComposedType, type Composer, composers } from "./compose-intents.ts";
import { bodyOn, type NamedKey, type NewKey, type Plan, type PlannedEntry } from "./compose-plan.ts";
import { type Entry, type EntryBody, encodeBody, encodeEntry } from "./entry.ts";
import type { EntryType, Payloads } from "./entry-types.ts";
import type { Attached, BundleListing } from "./state/parts.ts";
import type { TeamState } from "./state/team-state.ts";
import { applyEntry } from "./verify.ts";

export type SealingKeys = {
  signKey: SigningKey;
  /** A vault key that the signer holds; it is not wiped here. */
  key(vault: VaultId, epoch: number): Uint8Array | null;
  /** A fresh vault key, wiped after use; by default 32 random bytes. */
  newKey?(key: NamedKey): Uint8Array;
  /** Second signatures under a body, where it needs any. */
  cosign?(body: EntryBody): Entry["cosigs"];
};

/** Entries ready to be posted, what goes beside them, and the state after them. */
export type SealedPlan = { entries: Entry[]; blobs: Uint8Array[]; state: TeamState };

/** An entry with everything but its place in the log and its signature. */
export type FilledEntry<Type extends EntryType = EntryType> = {
  type: Type;
  payload: Payloads[Type];
  attached: Attached;
  blobs: Uint8Array[];
};

/** Seals and signs a plan. Failures: `key-commit` where a key is not held after all, else the log's own. */
export function sealPlan({ on, entries }: Plan, keys: SealingKeys): Result<SealedPlan> {
  const sealed: SealedPlan = { entries: [], blobs: [], state: on };
  for (const planned of entries) {
    const filled = fillEntry(on.team, planned, keys);
    if (!filled.ok) return filled;
    const { payload, attached, blobs } = filled.value;
    const body = bodyOn(sealed.state, { ...planned, payload, attached });
    const applied = applyEntry(sealed.state, signBody(body, keys.signKey, keys.cosign?.(body)));
    if (!applied.ok) return applied;
    sealed.state = applied.value.state;
    sealed.entries.push(applied.value.entry);
    sealed.blobs.push(...blobs);
  }
  return ok(sealed);
}

/** The bytes of an entry with this body. */
export function signBody(body: EntryBody, signKey: SigningKey, cosigs: Entry["cosigs"] = []): Uint8Array {
  const bytes = encodeBody(body);
  return encodeEntry(bytes, signBytes(signKey, "log", bytes), cosigs);
}

/** Makes what a planned entry needs: its keys, bundles and histories. */
export function fillEntry<Type extends EntryType>(
  team: TeamId,
  planned: PlannedEntry<Type>,
  keys: SealingKeys,
): Result<FilledEntry<Type>> {
  const { type, payload, cuts, heads, newKeys, recipients } = planned;
  const made = new Map(newKeys.map((name) => [keyName(name), (keys.newKey ?? newVaultKey)(name)]));
  const find = (name: NamedKey) => made.get(keyName(name)) ?? keys.key(name.vault, name.epoch);
  try {
    const bundles: BundleListing[] = [];
    const blobs: Uint8Array[] = [];
    for (const { device, kemPk, keys: names, given } of recipients) {
      const held = allHeld(names, find);
      if (!held.ok) return held;
      const { bytes, hash } = sealKeyBundle(kemPk, { team, device }, held.value);
      bundles.push({ device, given, hash });
      blobs.push(bytes);
    }
    const commitments = new Map<VaultId, Commitments>();
    for (const name of newKeys) {
      const committed = commitTo(team, name, find);
      if (!committed.ok) return committed;
      const { history, ...rest } = committed.value;
      commitments.set(name.vault, { ...rest, history: history.hash });
      if (name.epoch > 1) blobs.push(history.bytes);
    }
    const composer = composers[type as ComposedType] as unknown as Composer<never>;
    const filled = composer.committed(payload as never, (vault) => commitments.get(vault) as Commitments);
    return ok({ type, payload: filled, attached: { cuts, heads, bundles }, blobs });
  } finally {
    for (const key of made.values()) key.fill(0);
  }
}

type FindKey = (name: NamedKey) => Uint8Array | null;

function keyName({ vault, epoch }: NamedKey): string {
  return `${vault}/${epoch}`;
}

function allHeld(names: readonly NamedKey[], find: FindKey): Result<(NamedKey & { key: Uint8Array })[]> {
  const held: (NamedKey & { key: Uint8Array })[] = [];
  for (const { vault, epoch } of names) {
    const key = find({ vault, epoch });
    if (key === null) return fail("key-commit", { vault, number: epoch }, "later");
    held.push({ vault, epoch, key });
  }
  return ok(held);
}

/** What the log says of a new key, and all earlier ones sealed under it; null stands for those of dead epochs that are not held. */
function commitTo(team: TeamId, { vault, epoch, leavesOut }: NewKey, find: FindKey) {
  const names = Array.from({ length: epoch }, (_, at) => ({ vault, epoch: at + 1 }));
  const held = allHeld(
    names.filter((name) => !leavesOut.includes(name.epoch)),
    find,
  );
  if (!held.ok) return held;
  const key = (held.value.at(-1) as { key: Uint8Array }).key;
  const earlier: EarlierKey[] = names.slice(0, -1).map((name) => ({ epoch: name.epoch, key: find(name) }));
  const of = { team, vault, epoch };
  return ok({
    keyCommit: keyCommit({ ...of, key }),
    inbox: inboxHash(inboxKeys(key).kemPk),
    history: sealKeyHistory(key, of, earlier),
  });
}
