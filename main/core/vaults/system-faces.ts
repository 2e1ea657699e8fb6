/**
 * Opens items of the system (`system-items.ts`): from the verified chain, with this computer's drafts laid over them; a
 * damaged one gives way to its last good version.
 */
import { parseSystemItem, type SystemItem } from "../../../shared/model/system-items.ts";
import type { Hash, ItemId, UserId, VaultId } from "../../../shared/protocol/ids.ts";
import { limits } from "../../../shared/protocol/limits.ts";
import { isSystem } from "../../../shared/protocol/team-rules.ts";
import { fail, ok, type Result } from "../../../shared/result.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import type { Unlocked } from "../unlocked.ts";
import { openPart } from "./items/item-opening.ts";
import type { ItemsArea } from "./items/items-area.ts";

export type NamedSystemItem = { item: ItemId; face: SystemItem };

/** Opened faces by item, for exactly the version that the chain named when they were opened. */
export type SystemCache = Map<ItemId, { vault: VaultId; version: number; hash: Hash; face: SystemItem }>;

/** All items of the system in a vault, this computer's drafts laid over them. */
export async function listSystemItems(area: ItemsArea, cache: SystemCache, vault: VaultId): Promise<NamedSystemItem[]> {
  const { unlocked } = area;
  const faces = new Map<ItemId, SystemItem>();
  for (const { item, face } of await chainItems(area, cache, vault)) faces.set(item, face);
  for (const draft of area.drafts.ofVault(vault)) {
    if (!isSystemItem(unlocked, vault, draft.item)) continue;
    const opened = area.drafts.open(draft);
    if (!opened.ok || opened.value.kind !== "system") continue;
    const face = parseSystemItem(opened.value.wanted);
    if (face.ok) faces.set(draft.item, face.value);
  }
  return [...faces].map(([item, face]) => ({ item, face }));
}

/** Everything in a system vault; elsewhere the vault's own title and a person's preferences. */
export function isSystemItem(unlocked: Unlocked, vault: VaultId, item: ItemId): boolean {
  const kind = unlocked.log.state().vaults.get(vault)?.kind;
  if (kind !== undefined && isSystem(kind)) return true;
  return (item as string) === (vault as string) || (item as string) === (unlocked.profile.user as UserId as string);
}

async function chainItems(area: ItemsArea, cache: SystemCache, vault: VaultId): Promise<NamedSystemItem[]> {
  const { unlocked } = area;
  const chain = unlocked.chains.chain(vault);
  const kind = unlocked.log.state().vaults.get(vault)?.kind;
  const own = [vault as string as ItemId, unlocked.profile.user as string as ItemId];
  const items = kind !== undefined && isSystem(kind) ? [...chain.items.keys()] : own;
  const found: NamedSystemItem[] = [];
  const wanted: ItemVersion[] = [];
  for (const item of items) {
    const current = chain.items.get(item);
    if (current === undefined || current.deleted || current.face === null) continue;
    const had = cache.get(item);
    if (had?.vault === vault && had.version === current.version && had.hash === current.face.hash) {
      found.push({ item, face: had.face });
    } else wanted.push({ vault, item, op: "put", ...current });
  }
  for (let at = 0; at < wanted.length; at += limits.envelopesPerRequest) {
    found.push(...(await openVersions(area, cache, wanted.slice(at, at + limits.envelopesPerRequest))));
  }
  return found;
}

async function openVersions(area: ItemsArea, cache: SystemCache, versions: ItemVersion[]): Promise<NamedSystemItem[]> {
  const { unlocked } = area;
  const vault = versions[0]?.vault;
  if (vault === undefined) return [];
  const sealed = await unlocked.sync.envelopes(
    vault,
    versions.map(({ face }) => face?.hash as Hash),
  );
  if (!sealed.ok) return [];
  const found: NamedSystemItem[] = [];
  for (const [at, version] of versions.entries()) {
    const plain = openPart(unlocked, version, "face", sealed.value[at] ?? null);
    const face = plain.state === "good" ? parseSystemItem(plain.value) : null;
    if (face?.ok) {
      const hash = version.face?.hash as Hash;
      cache.set(version.item, { vault, version: version.version, hash, face: face.value });
      found.push({ item: version.item, face: face.value });
    } else if (plain.state === "damaged" || face !== null) {
      const good = await lastGood(area, version);
      if (good !== null) found.push({ item: version.item, face: good });
    }
  }
  return found;
}

/** The newest earlier version that opens: a damaged name never hides the last good one. */
async function lastGood(area: ItemsArea, damaged: ItemVersion): Promise<SystemItem | null> {
  for (const version of area.rows.versions(damaged.vault, damaged.item)) {
    if (version.version >= damaged.version || version.face === null) continue;
    const bytes = await openFaceBytes(area, version);
    const face = bytes === null ? null : parseSystemItem(bytes);
    if (face?.ok) return face.value;
  }
  return null;
}

async function openFaceBytes(area: ItemsArea, version: ItemVersion): Promise<Uint8Array | null> {
  if (version.face === null) return null;
  const sealed = await area.unlocked.sync.envelopes(version.vault, [version.face.hash]);
  const plain = openPart(area.unlocked, version, "face", sealed.ok ? (sealed.value[0] ?? null) : null);
  return plain.state === "good" ? plain.value : null;
}

/**
 * The face bytes that stand in the chain, for merging a draft into them: null where there is nothing (or nothing that
 * opens). Fails `offline` where they are named by the chain and not here.
 */
export async function currentSystemFace(
  area: ItemsArea,
  vault: VaultId,
  item: ItemId,
): Promise<Result<Uint8Array | null>> {
  const current = area.unlocked.chains.chain(vault).items.get(item);
  if (current === undefined || current.deleted || current.face === null) return ok(null);
  const version: ItemVersion = { vault, item, op: "put", ...current };
  const sealed = await area.unlocked.sync.envelopes(vault, [current.face.hash]);
  if (!sealed.ok) return sealed;
  const plain = openPart(area.unlocked, version, "face", sealed.value[0] ?? null);
  if (plain.state === "good") return ok(plain.value);
  return plain.state === "damaged" ? ok(null) : fail("offline", { vault }, "later");
}
