/** How the draft of an item is merged into what the chain holds at the moment of its push [protocol: Merge]. */
import type { BlobId, Hash, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { withFlags } from "../../../../shared/model/item-fields.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import type { DraftBefore } from "../../drafts/draft-body.ts";
import type { Draft } from "../../drafts/draft-book.ts";
import type { DraftKind, Step } from "../../drafts/draft-kind.ts";
import type { OverviewRow } from "../overviews/overview-index.ts";
import { applyDraft, type Current, isRestore, withDeletion } from "./draft-merge.ts";
import { encodeBody } from "./item-bytes.ts";
import { type ItemDraft, itemDraftOf, wipeDraft } from "./item-draft.ts";
import { currentOf, lateOf, olderShown, wipeCurrent } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";
import { type EndingMove, followChange, tellDeletion } from "./move-end.ts";
import { findMoved, isThereAlready, movedFailure } from "./moved-item.ts";

/** What the outbox does with the draft of an item. */
export function itemDraftKind(core: EndingMove): DraftKind {
  return {
    async step(draft, parts) {
      const { base, wanted } = parts;
      const isNew = base === null && !core.unlocked.chains.chain(draft.vault).items.has(draft.item);
      const end = isNew ? core.drafts.waitingFor([draft]).find((one) => isDeleted(core, one)) : undefined;
      // Nothing to merge into: what was saved is sealed as it lies there, and need not be opened again when it comes in.
      const overview = isNew && end === undefined ? (core.itemDrafts.overviews(draft)?.wanted ?? null) : null;
      if (wanted !== null && overview?.attachmentCount === 0) {
        const sealed = (hash: Hash) => core.overviews.prime(hash, overview);
        return { state: "put", bytes: wanted, files: [], sealed };
      }
      const opened = itemDraftOf(parts);
      if (!opened.ok) return { state: "stays", failure: opened.failure };
      if (opened.value === null) return { state: "stays", failure: fail("encoding", { reason: "draft" }).failure };
      const body = opened.value;
      const put = () => (end === undefined ? putStep(core, draft, body) : arriveStep(core, { draft, end }, body));
      const step = wanted === null ? await deleteStep(core, draft, parts.after) : await put();
      wipeDraft(opened.value);
      return step;
    },
  };
}

/** By somebody else: a deletion of this computer that waits is none yet. */
const isDeleted = ({ unlocked }: ItemsCore, { vault, item }: Draft): boolean =>
  unlocked.chains.chain(vault).items.get(item)?.deleted === true;

/**
 * The first half of a move whose item was deleted in its old vault meanwhile. Where it was moved too, it is there already, or this
 * move waits for a person; else it arrives, and a person is asked.
 */
async function arriveStep(core: EndingMove, { draft, end }: Arriving, body: ItemDraft): Promise<Step> {
  const moved = await findMoved(core, end);
  if (!moved.ok) return { state: "stays", failure: moved.failure };
  if (moved.value !== null) return secondMove(core, moved.value, { draft, body });
  const there = await currentOf(core, end.vault, end.item);
  if (!there.ok) return { state: "stays", failure: there.failure };
  wipeCurrent(there.value);
  if (there.value.state !== "deleted" || body.wanted === null) return putStep(core, draft, body);
  return putStep(core, draft, { ...body, wanted: withDeletion(body.wanted, there.value.by) });
}

type Arriving = { draft: Draft; end: Draft };

async function secondMove(
  core: EndingMove,
  moved: OverviewRow,
  { draft, body: { wanted } }: { draft: Draft; body: ItemDraft },
): Promise<Step> {
  const isAll = moved.vault === draft.vault && core.drafts.ofItem(draft.item).length === 1;
  const isThere = isAll && wanted !== null && (await isThereAlready(core, moved, wanted));
  return isThere ? { state: "void" } : { state: "stays", failure: movedFailure(moved).failure };
}

/** A late deletion never undoes what somebody else wrote meanwhile; that of a move, made when `after` was there, takes it along. */
async function deleteStep(core: EndingMove, draft: Draft, after: DraftBefore | null): Promise<Step> {
  const { unlocked } = core;
  const { device } = unlocked.profile;
  const current = unlocked.chains.chain(draft.vault).items.get(draft.item);
  if (current === undefined) return { state: "void" };
  if (current.deleted) {
    const isOwn = current.author.device === device;
    return after === null || isOwn ? { state: "void" } : tellDeletion(core, { draft, made: after });
  }
  const versions = await unlocked.history.versions(draft.vault, draft.item);
  if (!versions.ok) return { state: "stays", failure: versions.failure };
  const newer = versions.value.filter(({ version }) => version > draft.baseVersion);
  if (newer.every(({ author }) => author.device === device)) return { state: "delete" };
  return after === null ? { state: "void" } : followChange(core, { draft, made: after });
}

async function putStep(core: EndingMove, draft: Draft, body: ItemDraft): Promise<Step> {
  const { vault, item }: { vault: VaultId; item: ItemId } = draft;
  const current = await currentOf(core, vault, item);
  if (!current.ok) return { state: "stays", failure: current.failure };
  const moved = await checkMoved(core, draft, { body, current: current.value });
  const older = moved.ok ? olderShown(core, item) : moved;
  if (!older.ok) {
    wipeCurrent(current.value);
    return { state: "stays", failure: older.failure };
  }
  const version = core.unlocked.chains.chain(vault).items.get(item)?.version ?? 0;
  const laid = applyDraft(current.value, body, lateOf(core, body.at, version));
  if (laid === null) return { state: "void" };
  const there = current.value.state === "present" ? current.value.body.secret.attachments : [];
  const attachments = withoutTakenBack(core, draft, { files: laid.secret.attachments, there });
  const merged = withFlags({ overview: laid.overview, secret: { ...laid.secret, attachments } });
  // The deletion at the end of a move waits until it is in the chain, also where somebody typed the same there.
  const isWaitedFor = core.drafts.waitingFor([draft]).length > 0;
  const saysNothing =
    !isWaitedFor && current.value.state === "present" && changedFields(current.value.body, merged).length === 0;
  const bytes = saysNothing ? null : encodeBody(merged);
  const files = merged.secret.attachments.map(({ blob, size, hash }) => ({ blob, size, hash }));
  wipeCurrent(current.value);
  if (bytes === null) return { state: "void" };
  return bytes.ok ? { state: "put", bytes: bytes.value, files } : { state: "stays", failure: bytes.failure };
}

/**
 * `moved` where the item was deleted because it was moved, and it lives at its new place: an edit makes no second one. Whoever
 * restored it knew that it was deleted, and does make one.
 */
async function checkMoved(
  core: EndingMove,
  draft: Draft,
  { body: { base, wanted }, current }: { body: ItemDraft; current: Current },
): Promise<Result<true>> {
  if (current.state !== "deleted" || wanted === null) return ok(true);
  if (isRestore(base, wanted) && draft.baseVersion >= current.by.version) return ok(true);
  const moved = await findMoved(core, draft);
  if (!moved.ok) return moved;
  return moved.value === null ? ok(true) : movedFailure(moved.value);
}

/**
 * Without the files that only this draft would bring and a later one of this computer takes away again: they are not sent, and
 * need not be anywhere any more.
 */
function withoutTakenBack(
  { drafts, itemDrafts }: ItemsCore,
  draft: Draft,
  { files, there }: { files: readonly Attachment[]; there: readonly Attachment[] },
): Attachment[] {
  const own = drafts.ofItem(draft.item);
  const gone = new Set<BlobId>();
  for (const later of files.length > there.length ? own.slice(own.indexOf(draft) + 1) : []) {
    const opened = itemDrafts.open(later);
    if (!opened.ok || opened.value === null) continue;
    const { base, wanted } = opened.value;
    const left = new Set(wanted?.secret.attachments.map(({ blob }) => blob));
    for (const { blob } of base?.secret.attachments ?? []) if (wanted !== null && !left.has(blob)) gone.add(blob);
    wipeDraft(opened.value);
  }
  return files.filter(({ blob }) => !gone.has(blob) || there.some((file) => file.blob === blob));
}
