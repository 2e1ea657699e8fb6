/**
 * Opens records: from the verified chain, with this computer's drafts laid over them; a
 * damaged one gives way to its last good version.
 */

import type { Hash, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { parseRecord, type RecordBody } from "../../../shared/model/records/records.ts";
import { isSystem } from "../../../shared/protocol/team-log/state/rules.ts";
import type { DraftBook } from "../drafts/draft-book.ts";
import { openPart } from "../drafts/version-opening.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

/** What records take of an opened profile. */
export type RecordsCore = {
  unlocked: Pick<OpenedProfile, "ports" | "profile" | "log" | "keyring" | "chains" | "vaults" | "history" | "emit">;
  drafts: DraftBook;
};

export type NamedRecord = { item: ItemId; overview: RecordBody };

/** Opened overviews by item, for exactly the version that the chain named when they were opened. */
export type RecordCache = Map<ItemId, { vault: VaultId; version: number; hash: Hash; overview: RecordBody }>;

/** All items of the system in a vault, this computer's drafts laid over them. */
export async function listRecords(core: RecordsCore, cache: RecordCache, vault: VaultId): Promise<NamedRecord[]> {
  const { unlocked } = core;
  const overviews = new Map<ItemId, RecordBody>();
  for (const { item, overview } of await chainItems(core, cache, vault)) overviews.set(item, overview);
  for (const draft of core.drafts.ofVault(vault)) {
    if (!isRecord(unlocked, vault, draft.item)) continue;
    const parts = core.drafts.openParts(draft);
    if (!parts.ok || parts.value.kind !== "record" || parts.value.wanted === null) continue;
    const overview = parseRecord(parts.value.wanted.overview);
    if (overview.ok) overviews.set(draft.item, overview.value);
  }
  return [...overviews].map(([item, overview]) => ({ item, overview }));
}

/** Everything in a system vault; elsewhere the vault's own title and a person's preferences. */
export function isRecord(unlocked: Pick<OpenedProfile, "log" | "profile">, vault: VaultId, item: ItemId): boolean {
  const kind = unlocked.log.state().vaults.get(vault)?.kind;
  if (kind !== undefined && isSystem(kind)) return true;
  return (item as string) === (vault as string) || (item as string) === (unlocked.profile.user as UserId as string);
}

/** Titles and names are no items of a list: whoever shows vaults and people is told that one of this vault changed. */
export function tellRecord({ emit, log }: Pick<OpenedProfile, "emit" | "log">, vault: VaultId): void {
  emit("vault.changed", { vault });
  if (log.state().vaults.get(vault)?.kind === "directory") emit("member.changed", {});
}

async function chainItems(core: RecordsCore, cache: RecordCache, vault: VaultId): Promise<NamedRecord[]> {
  const { unlocked } = core;
  const chain = unlocked.chains.chain(vault);
  const kind = unlocked.log.state().vaults.get(vault)?.kind;
  const own = [vault as string as ItemId, unlocked.profile.user as string as ItemId];
  const items = kind !== undefined && isSystem(kind) ? [...chain.items.keys()] : own;
  const found: NamedRecord[] = [];
  const wanted: ItemVersion[] = [];
  for (const item of items) {
    const current = chain.items.get(item);
    if (current === undefined || current.deleted || current.overview === null) continue;
    const had = cache.get(item);
    if (had?.vault === vault && had.version === current.version && had.hash === current.overview.hash) {
      found.push({ item, overview: had.overview });
    } else wanted.push({ vault, item, op: "put", ...current });
  }
  for (let at = 0; at < wanted.length; at += limits.envelopesPerRequest) {
    found.push(...(await openVersions(core, cache, wanted.slice(at, at + limits.envelopesPerRequest))));
  }
  return found;
}

async function openVersions(core: RecordsCore, cache: RecordCache, versions: ItemVersion[]): Promise<NamedRecord[]> {
  const { unlocked } = core;
  const vault = versions[0]?.vault;
  if (vault === undefined) return [];
  const sealed = await unlocked.vaults.envelopes(
    vault,
    versions.map(({ overview }) => overview?.hash as Hash),
  );
  if (!sealed.ok) return [];
  const found: NamedRecord[] = [];
  for (const [at, version] of versions.entries()) {
    const plain = openPart(unlocked, version, "overview", sealed.value[at] ?? null);
    const overview = plain.state === "good" ? parseRecord(plain.value) : null;
    if (overview?.ok) {
      const hash = version.overview?.hash as Hash;
      cache.set(version.item, { vault, version: version.version, hash, overview: overview.value });
      found.push({ item: version.item, overview: overview.value });
    } else if (plain.state === "damaged" || overview !== null) {
      const good = await lastGood(core, version);
      if (good !== null) found.push({ item: version.item, overview: good });
    }
  }
  return found;
}

/** The newest earlier version that opens: a damaged name never hides the last good one. */
async function lastGood(core: RecordsCore, damaged: ItemVersion): Promise<RecordBody | null> {
  const versions = await core.unlocked.history.versions(damaged.vault, damaged.item);
  for (const version of versions.ok ? versions.value : []) {
    if (version.version >= damaged.version || version.overview === null) continue;
    const bytes = await openOverviewBytes(core, version);
    const overview = bytes === null ? null : parseRecord(bytes);
    if (overview?.ok) return overview.value;
  }
  return null;
}

async function openOverviewBytes(core: RecordsCore, version: ItemVersion): Promise<Uint8Array | null> {
  if (version.overview === null) return null;
  const sealed = await core.unlocked.vaults.envelopes(version.vault, [version.overview.hash]);
  const plain = openPart(core.unlocked, version, "overview", sealed.ok ? (sealed.value[0] ?? null) : null);
  return plain.state === "good" ? plain.value : null;
}

/**
 * The overview bytes that stand in the chain, for merging a draft into them: null where there is nothing (or nothing that
 * opens). Fails `offline` where they are named by the chain and not here.
 */
export async function currentRecord(
  core: RecordsCore,
  vault: VaultId,
  item: ItemId,
): Promise<Result<Uint8Array | null>> {
  const current = core.unlocked.chains.chain(vault).items.get(item);
  if (current === undefined || current.deleted || current.overview === null) return ok(null);
  const version: ItemVersion = { vault, item, op: "put", ...current };
  const sealed = await core.unlocked.vaults.envelopes(vault, [current.overview.hash]);
  if (!sealed.ok) return sealed;
  const plain = openPart(core.unlocked, version, "overview", sealed.value[0] ?? null);
  if (plain.state === "good") return ok(plain.value);
  return plain.state === "damaged" ? ok(null) : fail("offline", { vault }, "later");
}
