/**
 * An item as it stands for its person now: the last good version of the chain with the drafts of this computer laid over
 * it. Secrets are opened here one item at a time; whoever asks wipes.
 */

import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { type Late, mergeItem } from "../../../../shared/model/merge.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { openBody } from "../overviews/item-opening.ts";
import { movedTo } from "../overviews/moved-to.ts";
import { isNewer, isReadable } from "../overviews/overviews.ts";
import { applyDraft, type Current } from "./draft-merge.ts";
import type { ItemsCore } from "./items-area.ts";

export type ItemView = {
  vault: VaultId;
  body: ItemBody;
  /** Current version in the chain, 0 while there is none. */
  version: number;
  isDraft: boolean;
  damaged: ItemVersion | null;
};

/**
 * Opens an item. Failures: `not-found`; `offline` where its bytes are not here; `client-too-old` where a newer Latchkey
 * wrote it; what opening failed with, where no version of it opens.
 */
export async function viewItem(area: ItemsCore, item: ItemId): Promise<Result<ItemView>> {
  const row = area.overviews.index.get(item);
  if (row === undefined) return fail("not-found", { field: "item" });
  // Of a vault that closed there is what was typed here and not sent, and nothing else.
  const isClosed = !isReadable(area.unlocked, row.vault);
  const current = isClosed ? ok<Current>({ state: "absent" }) : await currentOf(area, row.vault, item);
  if (!current.ok) return current;
  // Opening it may have shown that the newest does not open.
  const { version, damaged } = area.overviews.index.get(item) ?? row;
  const laid = layDrafts(area, { item, version: version ?? 0 }, withoutDeletion(area, item, current.value));
  if (!laid.ok) return laid;
  const isDraft = area.drafts.ofItem(item).length > 0;
  return ok({ vault: row.vault, body: laid.value, version: version ?? 0, isDraft, damaged });
}

/** A deletion at the end of a move is no conflict: what was typed waits for another place. */
function withoutDeletion(area: ItemsCore, item: ItemId, current: Current): Current {
  if (current.state !== "deleted" || movedTo(area, item) === null) return current;
  return current.lastLiving === null ? { state: "absent" } : { state: "present", body: current.lastLiving };
}

type Seen = { item: ItemId; version: number };

/**
 * An item as the editor saw it that opened this version, with what this computer itself wrote since, pushed or not; null where
 * that cannot be had any more. Caller wipes.
 */
export async function viewSeen(
  area: ItemsCore,
  view: ItemView,
  { item, version }: Seen,
): Promise<Result<ItemBody | null>> {
  const { vault } = view;
  const versions = await area.unlocked.history.versions(vault, item);
  const held = versions.ok ? versions.value : area.unlocked.history.held(vault, item);
  const since = held.filter((one) => one.version > version).reverse();
  const { device } = area.unlocked.profile;
  if (since.every(({ author }) => author.device === device)) return ok(view.body);
  const at = (number: number): Promise<ItemBody | null> =>
    bodyAt(
      area,
      held.find((one) => one.version === number),
    );
  let seen = await at(version);
  for (const own of since.filter(({ author, op }) => author.device === device && op === "put")) {
    const [before, after] = [await at(own.version - 1), await at(own.version)];
    if (seen === null || before === null || after === null) return ok(null);
    // What I wrote there stays as I wrote it; of the rest, what I had seen.
    seen = mergeItem({ base: before, current: after, wanted: seen, late: lateOf(area, own.time, own.version) });
    wipeSecret(before.secret);
  }
  if (seen === null) return ok(null);
  const laid = layDrafts(area, { item, version }, { state: "present", body: seen });
  return laid.ok || laid.failure.code !== "not-found" ? laid : ok(null);
}

/** `drafts`: those that lay over it, pushed since or not. */
type Stated = Seen & { drafts: ReadonlySet<ChangeId> };

/**
 * An item as that version had it under these drafts, whatever came after, on this computer too; null where that cannot be had any
 * more. `view` itself where nothing came after. Caller wipes.
 */
export async function viewStated(area: ItemsCore, view: ItemView, stated: Stated): Promise<ItemBody | null> {
  const { item, version, drafts } = stated;
  const versions = await area.unlocked.history.versions(view.vault, item);
  const held = versions.ok ? versions.value : area.unlocked.history.held(view.vault, item);
  const isNewest = held.every((one) => one.version <= version);
  if (isNewest && (version === 0 || area.drafts.ofItem(item).every(({ draft }) => drafts.has(draft)))) return view.body;
  // Where it was in no chain yet, it was what this computer had made and sent first.
  const first = held.find((one) => one.version === Math.max(1, version));
  const isOwn = first?.author.device === area.unlocked.profile.device;
  const body = version > 0 || isOwn ? await bodyAt(area, first) : null;
  const sent = body === null ? null : await withSent(area, { ...stated, vault: view.vault, held, body });
  const waiting = area.drafts.ofItem(item).filter(({ draft }) => drafts.has(draft));
  if (sent === null || waiting.length === 0) return sent;
  const laid = layDrafts(area, { item, version, drafts: waiting }, { state: "present", body: sent });
  return laid.ok ? laid.value : null;
}

type Sent = Stated & { vault: VaultId; held: readonly ItemVersion[]; body: ItemBody };

/** What these drafts changed where they were pushed since; null where that cannot be had any more. */
async function withSent(area: ItemsCore, { vault, item, version, drafts, held, body }: Sent): Promise<ItemBody | null> {
  const { device } = area.unlocked.profile;
  const numbers = [...drafts].flatMap(
    (changeId) => area.unlocked.history.pushedAs({ vault, item, changeId, device }) ?? [],
  );
  let sent = body;
  for (const number of numbers.filter((one) => one > Math.max(1, version)).sort((left, right) => left - right)) {
    const after = held.find((one) => one.version === number);
    const before = held.find((one) => one.version === number - 1);
    const [old, own] = [await bodyAt(area, before), await bodyAt(area, after)];
    if (old === null || own === null || after === undefined) return null;
    sent = mergeItem({ base: old, current: sent, wanted: own, late: lateOf(area, after.time, number) });
    wipeSecret(old.secret);
  }
  return sent;
}

/** A version's body; null where there is none, or it does not open now. Caller wipes. */
export async function bodyAt({ unlocked }: ItemsCore, version: ItemVersion | undefined): Promise<ItemBody | null> {
  if (version === undefined || version.op !== "put") return null;
  const opened = await openBody(unlocked, version);
  return opened.ok && opened.value.state === "good" ? opened.value.value : null;
}

type Laying = { item: ItemId; version: number; drafts?: readonly Draft[] };

/** The drafts of this computer, all unless some are named, over what the chain has. `not-found`: nothing is left. */
export function layDrafts(area: ItemsCore, { item, version, drafts }: Laying, current: Current): Result<ItemBody> {
  let body: ItemBody | null = current.state === "present" ? current.body : null;
  let laid = current;
  for (const draft of drafts ?? area.drafts.ofItem(item)) {
    const opened = area.itemDrafts.open(draft);
    if (!opened.ok) return opened;
    if (opened.value === null) continue;
    body = applyDraft(laid, opened.value, lateOf(area, opened.value.at, version));
    if (opened.value.base !== null) wipeSecret(opened.value.base.secret);
    laid = body === null ? { state: "absent" } : { state: "present", body };
  }
  return body === null ? fail("not-found", { field: "item" }) : ok(body);
}

/**
 * `older-version`, with the number of the newest, where that does not open and an older one is shown in its place; nobody writes
 * on top of that before the person said so. They did where a draft was made on the newest already [protocol: Local file].
 */
export function olderShown({ overviews, drafts }: ItemsCore, item: ItemId): Result<true> {
  const damaged = overviews.chainOverview(item)?.damaged ?? null;
  if (damaged === null || drafts.ofItem(item).some(({ baseVersion }) => baseVersion >= damaged.version))
    return ok(true);
  return fail("older-version", { vault: damaged.vault, number: damaged.version });
}

/** The version of the chain that is shown, 0 where there is none: what an edit is made on that nobody was asked about. */
export function shownVersion({ overviews, unlocked }: ItemsCore, vault: VaultId, item: ItemId): number {
  const shown = overviews.chainOverview(item);
  if (shown !== undefined && shown.damaged !== null) return shown.good.version;
  return unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
}

/** Who is late with an edit made at `at`, for conflicts. */
export function lateOf(area: ItemsCore, at: EpochMs, version: number): Late {
  const { user, device } = area.unlocked.profile;
  return { user, device, at, version };
}

/** What the verified chain holds of an item, opened; a damaged version gives way to the last good one. */
export async function currentOf(area: ItemsCore, vault: VaultId, item: ItemId): Promise<Result<Current>> {
  const inChain = area.unlocked.chains.chain(vault).items.get(item);
  if (inChain === undefined) return ok({ state: "absent" });
  if (inChain.deleted) return deletedOf(area, vault, item);
  for (;;) {
    const shown = area.overviews.chainOverview(item);
    const version: ItemVersion = shown?.good ?? { vault, item, op: "put", ...inChain };
    if (isNewer(version)) return fail("client-too-old", { field: "item" }, "after-act");
    const opened = await openBody(area.unlocked, version);
    if (!opened.ok) return opened;
    if (opened.value.state === "good") return ok({ state: "present", body: opened.value.value });
    if (opened.value.state !== "damaged") return fail("offline", { vault }, "later");
    const failure = opened.value.failure;
    await area.overviews.markDamaged(item, version);
    const next = area.overviews.chainOverview(item)?.good;
    if (next === undefined || next.version >= version.version) return { ok: false, failure };
  }
}

/** Overwrites the secrets of what `currentOf` opened. */
export function wipeCurrent(current: Current): void {
  const body = current.state === "present" ? current.body : current.state === "deleted" ? current.lastLiving : null;
  if (body !== null) wipeSecret(body.secret);
}

/** A deleted item with the newest of its versions that opens. */
async function deletedOf(area: ItemsCore, vault: VaultId, item: ItemId): Promise<Result<Current>> {
  const found = await area.unlocked.history.versions(vault, item);
  if (!found.ok) return found;
  const versions = found.value;
  const tombstone = versions.find(({ op }) => op !== "put");
  const { user, device } = tombstone?.author ?? area.unlocked.profile;
  const by: Late = { user, device, at: tombstone?.time ?? (0 as EpochMs), version: tombstone?.version ?? 0 };
  for (const version of versions) {
    if (version.op !== "put" || version.purgedBy !== undefined) continue;
    const opened = await openBody(area.unlocked, version);
    if (!opened.ok) return opened;
    if (opened.value.state === "good") return ok({ state: "deleted", lastLiving: opened.value.value, by });
    // An older version never comes back in place of one that only waits, or that a newer Latchkey wrote.
    if (opened.value.state === "newer") return fail("client-too-old", { field: "item" }, "after-act");
    if (opened.value.state === "waiting") return fail("offline", { vault }, "later");
  }
  const isPurged = versions.every((one) => one.op !== "put" || one.purgedBy !== undefined);
  return ok({ state: "deleted", lastLiving: null, by, ...(isPurged ? { isPurged } : {}) });
}
