/**
 * Keeps the index of overviews in step with the verified chains: opens what is new, falls back to the last good version where
 * the newest is damaged, lays drafts over it. Reads the chain; never writes to it, never believes anything beside it.
 */

import type { Hash, ItemId, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { emptyItem, itemSchema, type Overview } from "../../../../shared/model/items.ts";
import { isSystem, rightOf } from "../../../../shared/protocol/team-log/state/rules.ts";
import type { Opened } from "../../drafts/version-opening.ts";
import type { ItemRows, ItemVersion } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";
import { openOverview } from "./item-opening.ts";
import { createOverviewIndex, type OverviewIndex } from "./overview-index.ts";
import { openSnapshots, type Snapshot } from "./snapshot.ts";

/** The chain's side of a row: the good version that is shown and, where the newest is damaged, that one. */
export type ChainOverview = { good: ItemVersion; overview: Overview; damaged: ItemVersion | null };

/** What the overviews take of an opened profile. */
export type OverviewNeeds = Pick<
  OpenedProfile,
  "ports" | "profile" | "keys" | "log" | "keyring" | "chains" | "vaults" | "history" | "emit"
>;

export type Overviews = {
  /** Calls after rows of a vault may have changed. */
  onChanged(listener: RowsChanged): void;
  index: OverviewIndex;
  chainOverview(item: ItemId): ChainOverview | undefined;
  /** Opens what the chain of this vault has and the index lacks; `items` narrows it to what changed. */
  load(vault: VaultId, items: Iterable<ItemId> | null): Promise<void>;
  /** An overview that this app is sealing right now under this hash: it need not be opened again when it comes in. */
  prime(hash: Hash, overview: Overview): void;
  /** Forgets what was learnt and did not come in. */
  clearPrimed(): void;
  /** Forgets a vault that may no longer be read. */
  close(vault: VaultId): void;
  /** The version that is shown turned out to have a secret that does not open: go back to an earlier one. */
  markDamaged(item: ItemId, version: ItemVersion): Promise<void>;
  /** Vaults with items that the chain names and that are not here yet (no key, or the server did not give the bytes). */
  waitingVaults(): VaultId[];
  /** How many items of a vault these are. */
  absentIn(vault: VaultId): number;
  /** Resolves when nothing is being loaded. */
  settled(): Promise<void>;
  /** How many overviews the snapshot does not hold yet. */
  snapshotChanges(): number;
  writeSnapshot(): void;
};

/** Told after rows of a vault may have changed, so that drafts are laid over them and people are told. */
export type RowsChanged = (vault: VaultId, items: ItemId[]) => void;

/** Items whose overviews are of the system, and so never in a list: the vault's own title, a person's preferences. */
export function isListed(unlocked: Pick<OverviewNeeds, "profile">, vault: VaultId, item: ItemId): boolean {
  return (item as string) !== (vault as string) && (item as string) !== (unlocked.profile.user as UserId as string);
}

/** Whether items of this vault are listed at all for this person, by the verified log. */
export function isReadable(unlocked: Pick<OpenedProfile, "log" | "profile">, vault: VaultId): boolean {
  const state = unlocked.log.state();
  const found = state.vaults.get(vault);
  if (found === undefined || isSystem(found.kind)) return false;
  return rightOf(state, unlocked.profile.user, vault) !== null;
}

/** Starts with what the snapshot still says truly. */
export function createOverviews(unlocked: OverviewNeeds, rows: ItemRows): Overviews {
  const listeners: RowsChanged[] = [];
  const rowsChanged: RowsChanged = (vault, items) => {
    for (const listener of listeners) listener(vault, items);
  };
  const index = createOverviewIndex();
  const snapshot = openSnapshots(unlocked, rows);
  const chainOverviews = new Map<ItemId, ChainOverview>();
  const missing = new Map<ItemId, VaultId>();
  const learnt = new Map<Hash, Overview>();
  const part: Part = { unlocked, snapshot, chainOverviews, missing, learnt };
  let loading: Promise<void> = Promise.resolve();

  /** One loading after the other, so that an older answer never lands on a newer one. */
  const serialize = (work: () => Promise<void>): Promise<void> => {
    const turn = loading.then(work);
    loading = turn.catch(() => undefined);
    return turn;
  };

  return {
    onChanged: (listener) => void listeners.push(listener),
    index,
    chainOverview: (item) => chainOverviews.get(item),
    load: (vault, items) =>
      serialize(async () => {
        const before = absentIn(part, vault);
        const changed = await loadVault(part, vault, items);
        if (changed.length > 0) rowsChanged(vault, changed);
        if (absentIn(part, vault) !== before) unlocked.emit("vault.changed", { vault });
      }),
    prime: (hash, overview) => void learnt.set(hash, overview),
    clearPrimed: () => learnt.clear(),
    close: (vault) => {
      const gone = [...chainOverviews].filter(([, { good }]) => good.vault === vault).map(([item]) => item);
      for (const item of gone) {
        chainOverviews.delete(item);
        snapshot.remove(item);
      }
      for (const [item, of] of missing) if (of === vault) missing.delete(item);
      rowsChanged(vault, gone);
    },
    markDamaged: (item, version) =>
      serialize(async () => {
        const newest = chainOverviews.get(item)?.damaged ?? version;
        await fallBack(part, newest, version.version);
        rowsChanged(version.vault, [item]);
      }),
    waitingVaults: () => [...new Set(missing.values())],
    absentIn: (vault) => absentIn(part, vault),
    settled: () => loading,
    snapshotChanges: () => snapshot.changes(),
    writeSnapshot: () => {
      if (snapshot.changes() > 0) snapshot.write();
    },
  };
}

type Part = {
  unlocked: OverviewNeeds;
  snapshot: Snapshot;
  chainOverviews: Map<ItemId, ChainOverview>;
  /** Named by the chain, but its key or its bytes are not here yet. */
  missing: Map<ItemId, VaultId>;
  learnt: Map<Hash, Overview>;
};

function absentIn({ missing }: Part, vault: VaultId): number {
  return [...missing.values()].filter((of) => of === vault).length;
}

/** Items that are known here and that the chain no longer holds: a manager's rotation voided all their versions. */
function goneItems({ unlocked, chainOverviews, missing }: Part, vault: VaultId): ItemId[] {
  const { items } = unlocked.chains.chain(vault);
  const known = [...chainOverviews].filter(([, { good }]) => good.vault === vault).map(([item]) => item);
  const waiting = [...missing].filter(([, of]) => of === vault).map(([item]) => item);
  return [...new Set([...known, ...waiting])].filter((item) => !items.has(item));
}

/** Whether there was something to forget. */
function forgetGone({ chainOverviews, snapshot, missing }: Part, vault: VaultId, item: ItemId): boolean {
  if (missing.get(item) === vault) missing.delete(item);
  if (chainOverviews.get(item)?.good.vault !== vault) return false;
  snapshot.remove(item);
  return chainOverviews.delete(item);
}

async function loadVault(part: Part, vault: VaultId, items: Iterable<ItemId> | null): Promise<ItemId[]> {
  const { unlocked, snapshot, chainOverviews } = part;
  if (!isReadable(unlocked, vault)) return [];
  const chain = unlocked.chains.chain(vault);
  const changed: ItemId[] = [];
  const wanted: ItemVersion[] = [];
  for (const item of items ?? [...chain.items.keys(), ...goneItems(part, vault)]) {
    const current = chain.items.get(item);
    if (!isListed(unlocked, vault, item)) continue;
    if (current === undefined) {
      if (forgetGone(part, vault, item)) changed.push(item);
      continue;
    }
    const had = chainOverviews.get(item);
    if (current.deleted || current.overview === null) {
      snapshot.remove(item);
      if (chainOverviews.delete(item)) changed.push(item);
      continue;
    }
    // Also when the newest is known to be damaged: it was looked at once and will not open the next time.
    const known = had?.damaged ?? had?.good;
    if (known?.version === current.version && known.overview?.hash === current.overview.hash) continue;
    const version: ItemVersion = { vault, item, op: "put", ...current };
    const kept = snapshot.find(item, current.version, current.overview.hash);
    const overview = kept ?? part.learnt.get(current.overview.hash) ?? null;
    if (overview === null) {
      wanted.push(version);
      continue;
    }
    if (kept === null) take(part, version, overview, null);
    else chainOverviews.set(item, { good: version, overview, damaged: null });
    part.missing.delete(item);
    changed.push(item);
  }
  for (let at = 0; at < wanted.length; at += limits.envelopesPerRequest) {
    changed.push(...(await openOverviews(part, vault, wanted.slice(at, at + limits.envelopesPerRequest))));
  }
  return changed;
}

/** Opens overviews by their envelopes, at most one request's worth. */
async function openOverviews(part: Part, vault: VaultId, versions: ItemVersion[]): Promise<ItemId[]> {
  const sealed = await part.unlocked.vaults.envelopes(
    vault,
    versions.map(({ overview }) => overview?.hash as Hash),
  );
  for (const { item } of versions) part.missing.set(item, vault);
  if (!sealed.ok) return [];
  const changed: ItemId[] = [];
  for (const [at, version] of versions.entries()) {
    const opened = openOverview(part.unlocked, version, sealed.value[at] ?? null);
    if (opened.state !== "waiting") part.missing.delete(version.item);
    if (opened.state === "good") {
      take(part, version, opened.value, null);
      changed.push(version.item);
    } else if (opened.state === "newer") {
      part.chainOverviews.set(version.item, { good: version, overview: emptyItem("login").overview, damaged: null });
      changed.push(version.item);
    } else if (opened.state === "damaged") {
      tellDamaged(part.unlocked, version, opened);
      await fallBack(part, version, version.version);
      changed.push(version.item);
    }
  }
  return changed;
}

function take(part: Part, version: ItemVersion, overview: Overview, damaged: ItemVersion | null): void {
  part.chainOverviews.set(version.item, { good: version, overview, damaged });
  if (damaged === null && version.overview !== null) {
    part.snapshot.put({ item: version.item, version: version.version, hash: version.overview.hash, overview });
  }
}

/** Shows the newest good version below `below`; where none opens, a row without a title still says whose it is. */
async function fallBack(part: Part, newest: ItemVersion, below: number): Promise<void> {
  const { unlocked } = part;
  part.snapshot.remove(newest.item);
  const versions = await unlocked.history.versions(newest.vault, newest.item);
  for (const version of versions.ok ? versions.value : unlocked.history.held(newest.vault, newest.item)) {
    if (version.op !== "put" || version.version >= below || version.overview === null) continue;
    const sealed = await unlocked.vaults.envelopes(version.vault, [version.overview.hash]);
    const opened: Opened<Overview> = sealed.ok
      ? openOverview(unlocked, version, sealed.value[0] ?? null)
      : { state: "waiting" };
    if (opened.state === "good") return take(part, version, opened.value, newest);
  }
  part.chainOverviews.set(newest.item, { good: newest, overview: emptyItem("login").overview, damaged: newest });
}

function tellDamaged(unlocked: OverviewNeeds, version: ItemVersion, opened: { failure: { code: string } }): void {
  const { vault, author } = version;
  unlocked.ports.log.event("item.damaged", { code: opened.failure.code, version: version.version });
  const named = { user: author.user, device: author.device };
  unlocked.emit("alert.raised", { code: opened.failure.code, vault, item: version.item, ...named });
}

/** Whether this version was made by a newer Latchkey: kept and shown, never opened, rewritten or dropped. */
export function isNewer(version: ItemVersion): boolean {
  return version.schema > itemSchema;
}
