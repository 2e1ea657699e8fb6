/**
 * Keeps the index of faces in step with the verified chains: opens what is new, falls back to the last good version where
 * the newest is damaged, lays drafts over it. Reads the chain; never writes to it, never believes anything beside it.
 */
import { emptyItem, type Face, itemSchema } from "../../../../shared/model/items.ts";
import type { Hash, ItemId, UserId, VaultId } from "../../../../shared/protocol/ids.ts";
import { limits } from "../../../../shared/protocol/limits.ts";
import { isSystem, rightOf } from "../../../../shared/protocol/team-rules.ts";
import type { ItemRows, ItemVersion } from "../../store/item-rows.ts";
import type { Unlocked } from "../../unlocked.ts";
import { type Opened, openFace } from "../items/item-opening.ts";
import { createFaceIndex, type FaceIndex } from "./face-index.ts";
import { openSnapshots, type Snapshot } from "./snapshot.ts";

/** The chain's side of a row: the good version that is shown and, where the newest is damaged, that one. */
export type ChainFace = { good: ItemVersion; face: Face; damaged: ItemVersion | null };

export type Faces = {
  index: FaceIndex;
  chainFace(item: ItemId): ChainFace | undefined;
  /** Opens what the chain of this vault has and the index lacks; `items` narrows it to what changed. */
  load(vault: VaultId, items: Iterable<ItemId> | null): Promise<void>;
  /** A face that this app is sealing right now under this hash: it need not be opened again when it comes in. */
  learn(hash: Hash, face: Face): void;
  /** Forgets what was learnt and did not come in. */
  unlearn(): void;
  /** Forgets a vault that may no longer be read. */
  close(vault: VaultId): void;
  /** The version that is shown turned out to have a secret that does not open: go back to an earlier one. */
  markDamaged(item: ItemId, version: ItemVersion): Promise<void>;
  /** Vaults with items that the chain names and that are not here yet (no key, or the server did not give the bytes). */
  waitingVaults(): VaultId[];
  /** Resolves when nothing is being loaded. */
  settled(): Promise<void>;
  /** How many faces the snapshot does not hold yet. */
  snapshotChanges(): number;
  writeSnapshot(): void;
};

/** Told after rows of a vault may have changed, so that drafts are laid over them and people are told. */
export type RowsChanged = (vault: VaultId, items: ItemId[]) => void;

/** Items whose faces are of the system, and so never in a list: the vault's own title, a person's preferences. */
function isListed(unlocked: Unlocked, vault: VaultId, item: ItemId): boolean {
  return (item as string) !== (vault as string) && (item as string) !== (unlocked.profile.user as UserId as string);
}

/** Whether items of this vault are listed at all for this person, by the verified log. */
export function isReadable(unlocked: Unlocked, vault: VaultId): boolean {
  const state = unlocked.log.state();
  const found = state.vaults.get(vault);
  if (found === undefined || isSystem(found.kind)) return false;
  return rightOf(state, unlocked.profile.user, vault) !== null;
}

/** Starts with what the snapshot still says truly. */
export function createFaces(unlocked: Unlocked, rows: ItemRows, rowsChanged: RowsChanged): Faces {
  const index = createFaceIndex();
  const snapshot = openSnapshots(unlocked, rows);
  const chainFaces = new Map<ItemId, ChainFace>();
  const missing = new Map<ItemId, VaultId>();
  const learnt = new Map<Hash, Face>();
  const part: Part = { unlocked, rows, snapshot, chainFaces, missing, learnt };
  let loading: Promise<void> = Promise.resolve();

  /** One loading after the other, so that an older answer never lands on a newer one. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = loading.then(work);
    loading = turn.catch(() => undefined);
    return turn;
  };

  return {
    index,
    chainFace: (item) => chainFaces.get(item),
    load: (vault, items) =>
      inTurn(async () => {
        const changed = await loadVault(part, vault, items);
        if (changed.length > 0) rowsChanged(vault, changed);
      }),
    learn: (hash, face) => void learnt.set(hash, face),
    unlearn: () => learnt.clear(),
    close: (vault) => {
      const gone = [...chainFaces].filter(([, { good }]) => good.vault === vault).map(([item]) => item);
      for (const item of gone) {
        chainFaces.delete(item);
        snapshot.remove(item);
      }
      for (const [item, of] of missing) if (of === vault) missing.delete(item);
      rowsChanged(vault, gone);
    },
    markDamaged: (item, version) =>
      inTurn(async () => {
        const newest = chainFaces.get(item)?.damaged ?? version;
        await fallBack(part, newest, version.version);
        rowsChanged(version.vault, [item]);
      }),
    waitingVaults: () => [...new Set(missing.values())],
    settled: () => loading,
    snapshotChanges: () => snapshot.changes(),
    writeSnapshot: () => {
      if (snapshot.changes() > 0) snapshot.write();
    },
  };
}

type Part = {
  unlocked: Unlocked;
  rows: ItemRows;
  snapshot: Snapshot;
  chainFaces: Map<ItemId, ChainFace>;
  /** Named by the chain, but its key or its bytes are not here yet. */
  missing: Map<ItemId, VaultId>;
  learnt: Map<Hash, Face>;
};

async function loadVault(part: Part, vault: VaultId, items: Iterable<ItemId> | null): Promise<ItemId[]> {
  const { unlocked, snapshot, chainFaces } = part;
  if (!isReadable(unlocked, vault)) return [];
  const chain = unlocked.chains.chain(vault);
  const changed: ItemId[] = [];
  const wanted: ItemVersion[] = [];
  for (const item of items ?? chain.items.keys()) {
    const current = chain.items.get(item);
    if (current === undefined || !isListed(unlocked, vault, item)) continue;
    const had = chainFaces.get(item);
    if (current.deleted || current.face === null) {
      snapshot.remove(item);
      if (chainFaces.delete(item)) changed.push(item);
      continue;
    }
    // Also when the newest is known to be damaged: it was judged once and will not open the next time.
    const known = had?.damaged ?? had?.good;
    if (known?.version === current.version && known.face?.hash === current.face.hash) continue;
    const version: ItemVersion = { vault, item, op: "put", ...current };
    const kept = snapshot.find(item, current.version, current.face.hash);
    const face = kept ?? part.learnt.get(current.face.hash) ?? null;
    if (face === null) {
      wanted.push(version);
      continue;
    }
    if (kept === null) take(part, version, face, null);
    else chainFaces.set(item, { good: version, face, damaged: null });
    part.missing.delete(item);
    changed.push(item);
  }
  for (let at = 0; at < wanted.length; at += limits.envelopesPerRequest) {
    changed.push(...(await openFaces(part, vault, wanted.slice(at, at + limits.envelopesPerRequest))));
  }
  return changed;
}

/** Opens faces by their envelopes, at most one request's worth. */
async function openFaces(part: Part, vault: VaultId, versions: ItemVersion[]): Promise<ItemId[]> {
  const sealed = await part.unlocked.sync.envelopes(
    vault,
    versions.map(({ face }) => face?.hash as Hash),
  );
  for (const { item } of versions) part.missing.set(item, vault);
  if (!sealed.ok) return [];
  const changed: ItemId[] = [];
  for (const [at, version] of versions.entries()) {
    const opened = openFace(part.unlocked, version, sealed.value[at] ?? null);
    if (opened.state !== "waiting") part.missing.delete(version.item);
    if (opened.state === "good") {
      take(part, version, opened.value, null);
      changed.push(version.item);
    } else if (opened.state === "newer") {
      part.chainFaces.set(version.item, { good: version, face: emptyItem("login").face, damaged: null });
      changed.push(version.item);
    } else if (opened.state === "damaged") {
      tellDamaged(part.unlocked, version, opened);
      await fallBack(part, version, version.version);
      changed.push(version.item);
    }
  }
  return changed;
}

function take(part: Part, version: ItemVersion, face: Face, damaged: ItemVersion | null): void {
  part.chainFaces.set(version.item, { good: version, face, damaged });
  if (damaged === null && version.face !== null) {
    part.snapshot.put({ item: version.item, version: version.version, hash: version.face.hash, face });
  }
}

/** Shows the newest good version below `below`; where none opens, a row without a title still says whose it is. */
async function fallBack(part: Part, newest: ItemVersion, below: number): Promise<void> {
  const { unlocked, rows } = part;
  part.snapshot.remove(newest.item);
  for (const version of rows.versions(newest.vault, newest.item)) {
    if (version.op !== "put" || version.version >= below || version.face === null) continue;
    const sealed = await unlocked.sync.envelopes(version.vault, [version.face.hash]);
    const opened: Opened<Face> = sealed.ok
      ? openFace(unlocked, version, sealed.value[0] ?? null)
      : { state: "waiting" };
    if (opened.state === "good") return take(part, version, opened.value, newest);
  }
  part.chainFaces.set(newest.item, { good: newest, face: emptyItem("login").face, damaged: newest });
}

function tellDamaged(unlocked: Unlocked, version: ItemVersion, opened: { failure: { code: string } }): void {
  const { vault, author } = version;
  unlocked.ports.log.event("item.damaged", { code: opened.failure.code, version: version.version });
  unlocked.emit("alert.raised", { code: opened.failure.code, vault, user: author.user, device: author.device });
}

/** Whether this version was made by a newer Latchkey: kept and shown, never opened, rewritten or dropped. */
export function isNewer(version: ItemVersion): boolean {
  return version.schema > itemSchema;
}
